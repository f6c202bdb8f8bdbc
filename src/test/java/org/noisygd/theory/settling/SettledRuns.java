// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.fast.EnsembleRecorder;
import org.noisygd.descent.fast.Snapshot;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.theory.landscape.Theorem2;

/**
 * What runs do once they have settled, over what {@link StationaryLaw} predicts: for ratio,
 * imbalance and loss the mean's distance from the optimum, and the variance. Each replicate gives
 * one value of each, by its averages along the way, so the standard errors are those of means of
 * independent numbers.
 */
final class SettledRuns {
  static final List<String> NAMES =
      List.of(
          "mean of ratio",
          "mean of imbalance",
          "mean of loss",
          "variance of ratio",
          "variance of imbalance",
          "variance of loss");

  private static final int OBSERVED = 3;
  private static final int REPLICATES = 256;
  private static final long SEED = 20210225;

  /** E||xi2||^2 / r: with it the slowest rate, about 2 eta times it, is 0.003 at least. */
  private static final double SIGMA_SQUARED = 0.3;

  /** More than five times the slowest rate's inverse, from a start at the optimum. */
  private static final long SETTLED = 2_000;

  private static final long STEPS = 12_000;
  private static final int EVERY = 10;

  private final double[] shares = new double[2 * OBSERVED];
  private final double[] errors = new double[2 * OBSERVED];

  private SettledRuns() {}

  /** Runs with the singular values 1, 3/2, ... */
  static SettledRuns of(int d1, int d2, int r, double gamma, double etaX, double etaY) {
    Binary64 a = Binary64.INSTANCE;
    List<Double> sigma = new ArrayList<>();
    for (int k = 0; k < r; k++) {
      sigma.add(1 + 0.5 * k);
    }
    Theorem2<Double> problem =
        new Theorem2<>(
            Matrix.of(a, d1, r, (i, j) -> i == j ? 1.0 : 0.0),
            sigma,
            Matrix.of(a, d2, r, (i, j) -> i == j ? 1.0 : 0.0),
            gamma,
            SIGMA_SQUARED);
    StationaryLaw<Double> law = StationaryLaw.of(problem, etaX, etaY);
    List<StationaryLaw.Moments<Double>> predicted =
        List.of(law.ratio(), law.imbalance(), law.loss());
    double[][] sums = new double[2 * OBSERVED][REPLICATES];
    Factors<Double> optimum = problem.optimum();
    GaussianStream stream = new GaussianStream(SEED);
    double sd1 = gamma * Math.sqrt(SIGMA_SQUARED / d1);
    double sd2 = Math.sqrt(SIGMA_SQUARED / d2);
    new Ensemble(
            new PerturbedUpdate<>(
                problem.target(), StepSizes.of(a, etaX, etaY), UpdateForm.RESIDUAL),
            r,
            new NoiseSource(stream, FactorId.NOISE_X, sd1),
            new NoiseSource(stream, FactorId.NOISE_Y, sd2))
        .run(
            replicate -> optimum,
            0,
            REPLICATES,
            0,
            STEPS,
            new Recorder(predicted, gamma * gamma, sums),
            EnsembleControl.threads(1));
    return summary(predicted, sums);
  }

  /** Sums of deviations from the predicted means, and of their squares, by replicate. */
  private record Recorder(
      List<StationaryLaw.Moments<Double>> predicted, double gammaSquared, double[][] sums)
      implements EnsembleRecorder {
    @Override
    public boolean wants(long step) {
      return step > SETTLED && step % EVERY == 0;
    }

    @Override
    public void state(Snapshot snapshot) {
      double[] x = snapshot.normSquaredX();
      double[] y = snapshot.normSquaredY();
      double[] loss = snapshot.loss();
      for (int lane = 0; lane < snapshot.size(); lane++) {
        double[] seen = {
          Math.sqrt(x[lane] / y[lane]), x[lane] - gammaSquared * y[lane], loss[lane]
        };
        int replicate = (int) snapshot.first() + lane;
        for (int k = 0; k < OBSERVED; k++) {
          double deviation = seen[k] - predicted.get(k).mean();
          sums[k][replicate] += deviation;
          sums[OBSERVED + k][replicate] += deviation * deviation;
        }
      }
    }
  }

  private static SettledRuns summary(
      List<StationaryLaw.Moments<Double>> predicted, double[][] sums) {
    SettledRuns runs = new SettledRuns();
    double count = (double) (STEPS - SETTLED) / EVERY;
    double[] means = new double[sums.length];
    double[] errors = new double[sums.length];
    for (int k = 0; k < sums.length; k++) {
      double squares = 0;
      for (double sum : sums[k]) {
        means[k] += sum / count / REPLICATES;
        squares += sum / count * (sum / count) / REPLICATES;
      }
      errors[k] = Math.sqrt((squares - means[k] * means[k]) / (REPLICATES - 1));
    }
    for (int k = 0; k < OBSERVED; k++) {
      double distance = predicted.get(k).mean() - predicted.get(k).atOptimum();
      runs.shares[k] = 1 + means[k] / distance;
      runs.errors[k] = errors[k] / Math.abs(distance);
      double variance = predicted.get(k).variance();
      runs.shares[OBSERVED + k] = (means[OBSERVED + k] - means[k] * means[k]) / variance;
      runs.errors[OBSERVED + k] = errors[OBSERVED + k] / variance;
    }
    return runs;
  }

  /** The measured number over the predicted one. */
  double share(int k) {
    return shares[k];
  }

  /** Its standard error. */
  double standardError(int k) {
    return errors[k];
  }
}
