// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.coupled.ArrayProblem;
import org.noisygd.study.coupled.CoupledRuns;
import org.noisygd.study.coupled.Trajectory;
import org.noisygd.study.measure.Phases;

/**
 * The observations of one replicate: for each run, of which run 0 is the reference run, norms, loss
 * and distance from the reference run at the steps of the grid, statistics of stores, and the time
 * to balance.
 */
final class DriftObserver implements CoupledRuns.Observer {
  /** The number of phases. */
  static final int PHASES = 3;

  private final ArrayProblem problem;
  private final Phases phases;
  private final ObservationGrid grid;
  private final List<StorageStatistics> meters = new ArrayList<>();
  private final List<BalanceTime> balances = new ArrayList<>();
  private final Seen[][] seen;

  /** X of the reference run at the present step. */
  private double[] ofReferenceX = {};

  private double[] ofReferenceY = {};

  /** An observer of runs in these arithmetics, the first of which is the reference run's. */
  DriftObserver(
      Experiment setting, Phases phases, ObservationGrid grid, List<ArithmeticName> subjects) {
    this.problem = new ArrayProblem(setting);
    this.phases = phases;
    this.grid = grid;
    for (ArithmeticName subject : subjects) {
      meters.add(new StorageStatistics(subject, setting.r()));
      balances.add(new BalanceTime());
    }
    this.seen = new Seen[subjects.size()][grid.size()];
    for (Seen[] row : seen) {
      Arrays.fill(row, Seen.NOTHING);
    }
  }

  /**
   * The state of a run at a step.
   *
   * @param normX ||X||^2
   * @param normY ||Y||^2
   * @param imbalance ||X||^2 - gamma^2 ||Y||^2
   * @param loss the loss
   * @param distanceSquared the squared distance from the reference run, relative to its norm
   */
  record Seen(double normX, double normY, double imbalance, double loss, double distanceSquared) {
    /** The state of a run that was not observed. */
    private static final Seen NOTHING =
        new Seen(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  @Override
  public void before(long t, int a, Trajectory run) {
    meters.get(a).before(run);
  }

  @Override
  public void at(long t, int a, Trajectory run) {
    if (a == 0) {
      ofReferenceX = run.x();
      ofReferenceY = run.y();
    }
    if (t > 0) {
      int phase = phases.of(t - 1);
      meters.get(a).after(phase, run, a == 0 ? 0 : distanceSquared(run));
      if (phase == 2 && !balances.get(a).isKnown()) {
        double x = Entries.normSquared(run.x());
        double y = problem.gammaSquared * Entries.normSquared(run.y());
        balances.get(a).at(t, (x - y) / (x + y));
      }
    }
    int index = grid.index(t);
    if (index >= 0) {
      double x = Entries.normSquared(run.x());
      double y = Entries.normSquared(run.y());
      seen[a][index] =
          new Seen(
              x,
              y,
              x - problem.gammaSquared * y,
              problem.loss(run.x(), run.y()),
              distanceSquared(run));
    }
  }

  private double distanceSquared(Trajectory run) {
    return ArrayProblem.distanceSquared(run.x(), run.y(), ofReferenceX, ofReferenceY);
  }

  /** The statistics of the stores of run a. */
  StorageStatistics meter(int a) {
    return meters.get(a);
  }

  /** The first step from which run a held its balance; -1 if it did not. */
  long timeToBalance(int a) {
    return balances.get(a).found();
  }

  /** The state of run a at an index of the grid. */
  Seen seen(int a, int index) {
    return seen[a][index];
  }

  /** The time from which a run stayed balanced. */
  static final class BalanceTime {
    /** The relative imbalance below which a run counts as balanced. */
    static final double BALANCED = 0.05;

    /** Number of successive steps below it: rounding or noise may cross 0 for a single step. */
    static final int HOLD = 100;

    private long balancedFrom = -1;
    private long found = -1;

    /** Returns true if the time is known; later steps do not change it. */
    boolean isKnown() {
      return found >= 0;
    }

    /** Adds the relative imbalance after step t of Phase III, in the order of the steps. */
    void at(long t, double relative) {
      if (isKnown()) {
        return;
      }
      if (!(Math.abs(relative) <= BALANCED)) {
        balancedFrom = -1;
        return;
      }
      if (balancedFrom < 0) {
        balancedFrom = t;
      }
      if (t - balancedFrom >= HOLD) {
        found = balancedFrom;
      }
    }

    /** The first step from which the run held its balance; -1 if it did not. */
    long found() {
      return found;
    }
  }
}
