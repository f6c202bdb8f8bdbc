// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Workers;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.report.Meter;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.statistics.FiveNumbers;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.study.twin.CoupledRuns;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.Trajectory;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.PhaseThree;

/**
 * Coupled runs of several subjects from the smoothed optimum, looked at every eight updates once
 * they have settled, with what was seen of each quantity.
 */
public final class SettledRuns {
  /** Updates between two looks: far fewer than any rate's inverse, so little is missed. */
  static final int EVERY = 8;

  /**
   * When runs of a setting are looked at.
   *
   * @param rate the slowest rate of the linearised update, per update
   * @param settled the first step that is looked at: four times the inverse of the rate, when
   *     exp(-8) of what the variance lacks at the start is left
   * @param end the last step: by default eight times that inverse later
   */
  public record Span(double rate, long settled, long end) {
    private static final double UNTIL_SETTLED = 4;
    private static final double OBSERVED = 8;

    /** The span of a problem of Theorem 2. */
    public static Span of(Experiment setting) {
      return of(Theorem2.ofLargest(setting), setting);
    }

    static Span of(Theorem2<Double> problem, Experiment setting) {
      double rate = PhaseThree.slowest(problem, setting.etaX(), setting.etaY());
      long settled = (long) Math.ceil(UNTIL_SETTLED / rate);
      return new Span(rate, settled, settled + (long) Math.ceil(OBSERVED / rate));
    }

    /** This span with another last step. */
    Span to(long step) {
      return new Span(rate, settled, step);
    }

    /** How many looks there are. */
    long looks() {
      return (end - settled) / EVERY;
    }
  }

  private final double[] x0;
  private final double[] y0;
  private final CoupledRuns runs;
  private final List<Looks> replicates;

  /** Runs of each subject. */
  public SettledRuns(
      Experiment setting, List<ArithmeticName> subjects, int replicates, long seed, Span span) {
    Factors<Double> optimum = Theorem2.ofLargest(setting).optimum();
    this.x0 = optimum.x().roundToRows();
    this.y0 = optimum.y().roundToRows();
    this.runs =
        new CoupledRuns(
            new Runs(setting, replicates, span.end(), seed),
            i -> new Trajectories(setting, x0, y0, seed, i).in(subjects));
    FlatProblem problem = new FlatProblem(setting);
    this.replicates = runs.observedBy(count -> new Looks(problem, span, count));
  }

  /** What one replicate showed. */
  private static final class Looks implements CoupledRuns.Observer {
    private final FlatProblem problem;
    private final Span span;
    private final double[][][] values;
    private final boolean[] lost;

    /** The looks so far. */
    private int count;

    Looks(FlatProblem problem, Span span, int runs) {
      this.problem = problem;
      this.span = span;
      this.values = new double[runs][Quantity.values().length][Math.toIntExact(span.looks())];
      this.lost = new boolean[runs];
    }

    @Override
    public void at(long t, int a, Trajectory run) {
      long observed = t - span.settled();
      if (observed <= 0 || observed % EVERY != 0) {
        return;
      }
      double squareX = Entries.normSquared(run.x());
      double squareY = Entries.normSquared(run.y());
      double[] seen = {
        Math.sqrt(squareX / squareY),
        squareX - problem.gammaSquared * squareY,
        problem.loss(run.x(), run.y())
      };
      count = (int) (observed / EVERY);
      for (int k = 0; k < seen.length; k++) {
        lost[a] |= !Double.isFinite(seen[k]);
        values[a][k][count - 1] = seen[k];
      }
    }

    @Override
    public void lost(long t, int a) {
      lost[a] = true;
    }

    /** The values so far; to be read only, as they are not copied where they are all. */
    double[] of(int a, Quantity quantity) {
      double[] of = values[a][quantity.place()];
      return count == of.length ? of : Arrays.copyOf(of, count);
    }
  }

  /**
   * Makes all updates, from where the checkpoint has the runs.
   *
   * @param meter of a study's updates, which is told how far these runs are
   * @param before the updates of the study that come before these
   * @param of what makes the updates, in words
   * @return whether the checkpoint ended the runs before
   */
  public boolean run(
      Workers workers, BooleanSupplier isEndDue, Meter meter, long before, String of) {
    runs.tell(meter, before, of);
    return runs.advance(workers, (from, to) -> true, isEndDue);
  }

  /** Whether runs that settle by one step and come to another are looked at. */
  public static boolean areSeen(long settled, long to) {
    return to - settled >= EVERY;
  }

  /** The last step of the runs so far. */
  public long reached() {
    return runs.reached();
  }

  /** The X that all start from, row by row. */
  double[] x0() {
    return x0.clone();
  }

  /** The Y that all start from. */
  double[] y0() {
    return y0.clone();
  }

  /** How many replicates of a run left the finite numbers. */
  int lost(int a) {
    return (int) replicates.stream().filter(one -> one.lost[a]).count();
  }

  /** The values of each replicate so far; NaN if one is lost, or if there are none. */
  private double[][] values(int a, Quantity quantity) {
    boolean unknown = lost(a) > 0 || replicates.get(0).count == 0;
    return replicates.stream()
        .map(one -> unknown ? new double[] {Double.NaN} : one.of(a, quantity))
        .toArray(double[][]::new);
  }

  /** The mean and spread of a quantity; NaN if a replicate is lost, or before any look. */
  public ReplicateMoments moments(int a, Quantity quantity) {
    double[][] values = values(a, quantity);
    // Summed about the first value, so that a frozen run has a variance of exactly 0.
    return ReplicateMoments.of(values, values[0][0]);
  }

  /** The quartiles of a quantity; NaN if a replicate is lost, or before any look. */
  FiveNumbers quartiles(int a, Quantity quantity) {
    return FiveNumbers.of(
        Arrays.stream(values(a, quantity)).flatMapToDouble(Arrays::stream).toArray());
  }
}
