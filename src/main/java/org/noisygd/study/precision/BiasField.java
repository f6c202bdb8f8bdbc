// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.IterateStore;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.study.precision.DriftResult.Bias;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.JointUpdate;
import org.noisygd.study.twin.ReplicateNoise;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.Trajectory;
import org.noisygd.theory.landscape.GramChange;

/**
 * What storing does to the drift in one update. At some steps of Phase III every replicate's twin
 * is rounded to the format and updated under fresh noise. With D the imbalance, v the new iterate
 * before it is stored and x' after,
 *
 * <pre>
 *   drift = mean change of D by the exact update, in closed form ({@link GramChange}),
 *   bias  = mean of D(x') - D(v) over the samples, also relative to the drift.
 * </pre>
 *
 * <p>0 is faithful. In a coarse format the rounded states lie off the twin's valley by up to half a
 * spacing, and one update moves them back: with few bits the field is that of such states, not -1
 * even where whole runs are frozen.
 *
 * <p>A stochastic store has the mean of D(x') - D(v) in closed form, given v: with h the spacing at
 * an entry of v and f the fraction of its magnitude over h, the sum of h^2 f(1 - f) over X, less
 * gamma^2 times that over Y. It is averaged over v alone.
 *
 * <p>The difference is taken sample by sample, so the noise that both share cancels; its standard
 * error is that of a mean of independent samples, the replicates' states held fixed. A store that
 * keeps a second number, such as a carry, has no bias in one update alone and is left out.
 */
final class BiasField {
  /** Updates from each state. */
  private static final int SAMPLES = 256;

  /** Updates that are made together; it divides their number. */
  private static final int TOGETHER = 8;

  /** Noise of replicates with numbers from here on belongs to no run. */
  private static final long FRESH = 1L << 40;

  private final Experiment setting;
  private final long seed;
  private final ObservationGrid grid;
  private final List<DriftObserver> replicates;
  private final FlatProblem problem;

  /** The field along the given replicates of a study. */
  BiasField(Experiment setting, long seed, ObservationGrid grid, List<DriftObserver> replicates) {
    this.setting = setting;
    this.seed = seed;
    this.grid = grid;
    this.replicates = replicates;
    this.problem = new FlatProblem(setting);
  }

  /** The bias of a subject at the start of each window; empty where stores do not round alone. */
  List<Bias> of(StudiedArithmetic subject) {
    List<Bias> field = new ArrayList<>();
    boolean plain =
        subject.site().isEmpty()
            && subject.arithmetic().roundsStores()
            && subject.arithmetic().beside() == IterateStore.Beside.NOTHING;
    JointUpdate update = new JointUpdate(setting);
    for (int w = 0; plain && w < grid.windows(); w++) {
      field.add(at(subject, w, update));
    }
    return field;
  }

  private Bias at(StudiedArithmetic subject, int window, JointUpdate update) {
    long step = grid.window(window);
    double drift = 0;
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < replicates.size(); i++) {
      double[] x = replicates.get(i).twinX(window);
      double[] y = replicates.get(i).twinY(window);
      for (int k = 0; k < SAMPLES; k += TOGETHER) {
        long first = FRESH + (long) i * SAMPLES + k;
        List<JointUpdate.Member> samples =
            LongStream.range(first, first + TOGETHER)
                .mapToObj(replicate -> sample(subject, x, y, replicate))
                .toList();
        if (k == 0) {
          Trajectory start = samples.get(0).run();
          drift += drift(start.x(), start.y()) / replicates.size();
        }
        update.advance(samples, step);
        for (JointUpdate.Member one : samples) {
          double change = change(subject.arithmetic(), one.run());
          sum += change;
          squares += change * change;
          count++;
        }
      }
    }
    double mean = sum / count;
    double variance = (squares - count * mean * mean) / (count - 1);
    return new Bias(step, drift, mean, Math.sqrt(Math.max(0, variance) / count));
  }

  /** A run from (x, y). */
  private JointUpdate.Member sample(
      StudiedArithmetic subject, double[] x, double[] y, long replicate) {
    return new JointUpdate.Member(
        new Trajectories(setting, x, y, seed, replicate).in(subject),
        new ReplicateNoise(setting, seed, replicate));
  }

  /** D(x') - D(v), or its mean given v. */
  private double change(ArithmeticName arithmetic, Trajectory run) {
    if (arithmetic.rounding() == StochasticRounding.PROPORTIONAL
        && arithmetic.format().isPresent()
        && arithmetic.signed().isEmpty()) {
      BinaryFormat format = arithmetic.format().get();
      return variance(format, run.computedX())
          - problem.gammaSquared * variance(format, run.computedY());
    }
    return problem.imbalance(run.x(), run.y())
        - problem.imbalance(run.computedX(), run.computedY());
  }

  /** The sum of h^2 f(1 - f). */
  private static double variance(BinaryFormat format, double[] values) {
    double sum = 0;
    for (double value : values) {
      double h = format.spacing(value);
      double f = Math.abs(value) / h % 1;
      sum += h * h * f * (1 - f);
    }
    return sum;
  }

  /** The exact mean change of D in one update from (x, y), in binary64. */
  private double drift(double[] x, double[] y) {
    Factors<Double> at = Factors.fromRows(Binary64.INSTANCE, x, y, setting.r());
    GramChange<Double> change =
        new GramChange<>(
            new MatrixFactorization<>(setting.target()), at, setting.etaX(), setting.etaY());
    double v1 = setting.sigmaX() * setting.sigmaX();
    double v2 = setting.sigmaY() * setting.sigmaY();
    return change.meanChangeOfX(v1, v2).trace()
        - problem.gammaSquared * change.meanChangeOfY(v1, v2).trace();
  }
}
