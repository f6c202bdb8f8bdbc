// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.twin.CoupledRuns;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.StoreMeter;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.Trajectory;

/**
 * What one replicate of a study of the drift saw of each run, the twin being run 0: norms, loss and
 * distance from the twin at the steps of the grid, what stores did, and when it became balanced.
 */
final class DriftObserver implements CoupledRuns.Observer {
  /** The phases. */
  static final int PHASES = 3;

  private final FlatProblem problem;
  private final Phases phases;
  private final ObservationGrid grid;
  private final List<StoreMeter> meters = new ArrayList<>();
  private final List<BalanceTime> balances = new ArrayList<>();
  private final Seen[][] seen;

  /** In two variables the greatest |xy - m|, |x| and |y| of each run in Phase III, else nothing. */
  private final double[][] reach;

  private final List<double[]> twinX = new ArrayList<>();
  private final List<double[]> twinY = new ArrayList<>();

  /** The twin's present X. */
  private double[] ofTwinX = {};

  private double[] ofTwinY = {};

  /** Observes the runs of the subjects, of which the twin is the first. */
  DriftObserver(
      Experiment setting, Phases phases, ObservationGrid grid, List<StudiedArithmetic> subjects) {
    this.problem = new FlatProblem(setting);
    this.phases = phases;
    this.grid = grid;
    for (StudiedArithmetic subject : subjects) {
      ArithmeticName stored =
          subject.site().isEmpty() ? subject.arithmetic() : StudiedArithmetic.BINARY64;
      meters.add(new StoreMeter(stored, setting.r(), PHASES));
      balances.add(new BalanceTime());
    }
    this.reach = new double[problem.d1 * problem.d2 * problem.r == 1 ? subjects.size() : 0][3];
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
   * @param distanceSquared the squared distance from the twin, relative to the twin's norm
   */
  record Seen(double normX, double normY, double imbalance, double loss, double distanceSquared) {
    /** The state of a run that is lost. */
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
      ofTwinX = run.x();
      ofTwinY = run.y();
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
    if (a == 0) {
      beginWindows(t, run.x(), run.y());
    }
    if (reach.length > 0 && phases.of(t) == 2) {
      double[] most = reach[a];
      most[0] = Math.max(most[0], Math.sqrt(2 * problem.loss(run.x(), run.y())));
      most[1] = Math.max(most[1], Math.abs(run.x()[0]));
      most[2] = Math.max(most[2], Math.abs(run.y()[0]));
    }
    int place = grid.place(t);
    if (place >= 0) {
      double x = Entries.normSquared(run.x());
      double y = Entries.normSquared(run.y());
      seen[a][place] =
          new Seen(
              x,
              y,
              x - problem.gammaSquared * y,
              problem.loss(run.x(), run.y()),
              distanceSquared(run));
    }
  }

  @Override
  public void lost(long t, int a) {
    if (reach.length > 0) {
      Arrays.fill(reach[a], Double.POSITIVE_INFINITY);
    }
    if (a == 0) {
      double[] x = new double[ofTwinX.length];
      double[] y = new double[ofTwinY.length];
      Arrays.fill(x, Double.NaN);
      Arrays.fill(y, Double.NaN);
      beginWindows(t, x, y);
    }
  }

  private void beginWindows(long t, double[] x, double[] y) {
    // Where Phase III is shorter than there are windows, several begin at one step.
    while (twinX.size() <= grid.windows() && grid.beginsWindow(twinX.size(), t)) {
      twinX.add(x.clone());
      twinY.add(y.clone());
    }
  }

  private double distanceSquared(Trajectory run) {
    return FlatProblem.distanceSquared(run.x(), run.y(), ofTwinX, ofTwinY);
  }

  /** What stores of run a did in a phase. */
  StoreMeter.Counts counts(int a, int phase) {
    return meters.get(a).of(phase);
  }

  /** The first step from which run a held its balance; -1 if it did not. */
  long timeToBalance(int a) {
    return balances.get(a).found();
  }

  /** The twin's X where window w begins. */
  double[] twinX(int window) {
    return twinX.get(window);
  }

  /** The twin's Y where window w begins. */
  double[] twinY(int window) {
    return twinY.get(window);
  }

  /** How far run a went in Phase III; empty for more than two variables. */
  Optional<DriftResult.Reach> reach(int a) {
    if (reach.length == 0) {
      return Optional.empty();
    }
    double[] most = reach[a];
    List<Double> imbalances = Arrays.stream(seen[a]).map(Seen::imbalance).toList();
    return Optional.of(new DriftResult.Reach(most[0], most[1], most[2], imbalances));
  }

  /** What was seen of run a at a place of the grid. */
  Seen seen(int a, int place) {
    return seen[a][place];
  }

  /** When a run became balanced and stayed so. */
  static final class BalanceTime {
    /** The relative imbalance below which a run counts as balanced. */
    static final double BALANCED = 0.05;

    /** The steps in a row that it must stay there: rounding or noise may cross zero for a step. */
    static final int HOLD = 100;

    private long balancedFrom = -1;
    private long found = -1;

    /** Whether the time is known; later steps do not change it. */
    boolean isKnown() {
      return found >= 0;
    }

    /** The relative imbalance after step t of Phase III, in the order of the steps. */
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
