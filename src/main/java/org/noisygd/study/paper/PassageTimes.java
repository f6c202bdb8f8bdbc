// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.noisygd.descent.fast.EnsembleRecorder;
import org.noisygd.descent.fast.Snapshot;
import org.noisygd.study.Repeats;

/**
 * Tells, while repeats of rank one run, when each sees some events, one after the other. M is u v^T
 * with u and v the first unit vectors.
 */
final class PassageTimes implements EnsembleRecorder {
  /** The updates between looks, in units of 1/eta; the shortest phase takes about 1/eta. */
  private static final double LOOK = 0.02;

  /**
   * What is looked at of an iterate.
   *
   * @param x ||x||^2
   * @param y ||y||^2
   * @param overlap x^T M y
   * @param perpendicular the squared norm of the parts of x and y perpendicular to u and v
   * @param residual ||x y^T - M||
   */
  record State(double x, double y, double overlap, double perpendicular, double residual) {}

  private final long spacing;
  private final long first;
  private final List<Predicate<State>> events;
  private final int[] seen;
  private final double[][] steps;
  private final AtomicInteger left;

  private PassageTimes(long spacing, long first, int repeats, List<Predicate<State>> events) {
    this.spacing = spacing;
    this.first = first;
    this.events = events;
    this.seen = new int[repeats];
    this.steps = new double[events.size()][repeats];
    this.left = new AtomicInteger(repeats);
    for (double[] step : steps) {
      Arrays.fill(step, Double.POSITIVE_INFINITY);
    }
  }

  /** How long the repeats take from event to event; infinite where one is not seen in time. */
  static List<Duration> of(Repeats repeats, long patience, List<Predicate<State>> events) {
    double eta = Math.max(repeats.setting().etaX(), repeats.setting().etaY());
    PassageTimes passages =
        new PassageTimes(
            Math.max(1, (long) (LOOK / eta)), repeats.first(), repeats.count(), events);
    repeats.run(patience, passages, () -> passages.left.get() == 0);
    return passages.durations();
  }

  @Override
  public boolean wants(long step) {
    return step % spacing == 0;
  }

  @Override
  public void state(Snapshot snapshot) {
    double[] loss = snapshot.loss();
    double[] normX = snapshot.normSquaredX();
    double[] normY = snapshot.normSquaredY();
    double[] x0 = snapshot.batch().x()[0][0];
    double[] y0 = snapshot.batch().y()[0][0];
    for (int lane = 0; lane < snapshot.size(); lane++) {
      int k = (int) (snapshot.first() - first) + lane;
      double aligned = x0[lane] * x0[lane] + y0[lane] * y0[lane];
      State state =
          new State(
              normX[lane],
              normY[lane],
              x0[lane] * y0[lane],
              normX[lane] + normY[lane] - aligned,
              Math.sqrt(2 * loss[lane]));
      while (seen[k] < events.size() && events.get(seen[k]).test(state)) {
        steps[seen[k]][k] = snapshot.step();
        seen[k]++;
        if (seen[k] == events.size()) {
          left.decrementAndGet();
        }
      }
    }
  }

  private List<Duration> durations() {
    List<Duration> durations = new ArrayList<>();
    for (int e = 0; e < steps.length; e++) {
      double[] times = new double[seen.length];
      for (int k = 0; k < times.length; k++) {
        double since = e == 0 ? 0 : steps[e - 1][k];
        // Two events can fall on one look; each takes an update at least.
        times[k] = Double.isInfinite(since) ? since : Math.max(1, steps[e][k] - since);
      }
      durations.add(Duration.of(times));
    }
    return durations;
  }
}
