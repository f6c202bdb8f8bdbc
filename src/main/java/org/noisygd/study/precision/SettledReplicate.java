// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.study.precision.SettledResult.Prediction;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.Trajectory;

/**
 * One replicate of a {@link SettledStudy}: runs in every arithmetic from the smoothed optimum under
 * the same noise, with the sums of what they show.
 */
final class SettledReplicate {
  /** Updates between two looks: far fewer than any rate's inverse, so little is missed. */
  static final int EVERY = 8;

  private static final int QUANTITIES = Quantity.values().length;

  private final SettledStudy study;
  private final long settled;
  private final int looks;
  private final List<Prediction> predicted;
  private final double gamma;
  private final long replicate;
  private final double[] x0;
  private final double[] y0;
  private final double[][][] sums;
  private final double[][][] values;
  private final boolean[] lost;

  SettledReplicate(
      SettledStudy study,
      long settled,
      List<Prediction> predicted,
      double gamma,
      double[] x0,
      double[] y0,
      long replicate) {
    this.study = study;
    this.settled = settled;
    this.looks = Math.toIntExact((study.steps() - settled) / EVERY);
    this.predicted = predicted;
    this.gamma = gamma;
    this.x0 = x0.clone();
    this.y0 = y0.clone();
    this.replicate = replicate;
    int runs = study.arithmetics().size();
    this.sums = new double[runs][QUANTITIES][2];
    this.values = new double[runs][QUANTITIES][looks];
    this.lost = new boolean[runs];
  }

  /** All updates. */
  void run() {
    Experiment setting = study.setting();
    FlatProblem problem = new FlatProblem(setting.withGamma(gamma));
    Trajectories factory = new Trajectories(setting, x0, y0, study.seed(), replicate);
    List<Trajectory> runs =
        study.arithmetics().stream().map(name -> factory.in(StudiedArithmetic.of(name))).toList();
    GaussianStream stream = new GaussianStream(study.seed());
    NoiseSource sourceX = new NoiseSource(stream, FactorId.NOISE_X, setting.sigmaX());
    NoiseSource sourceY = new NoiseSource(stream, FactorId.NOISE_Y, setting.sigmaY());
    double[] noiseX = new double[x0.length];
    double[] noiseY = new double[y0.length];
    int look = 0;
    for (long t = 0; t < study.steps(); t++) {
      sourceX.fill(noiseX, replicate, t);
      sourceY.fill(noiseY, replicate, t);
      long observed = t + 1 - settled;
      boolean looks = observed > 0 && observed % EVERY == 0;
      for (int a = 0; a < runs.size(); a++) {
        if (!lost[a]) {
          advance(runs.get(a), a, t, noiseX, noiseY);
          if (looks && !lost[a]) {
            look(problem, runs.get(a), a, look);
          }
        }
      }
      look += looks ? 1 : 0;
    }
  }

  private void advance(Trajectory run, int a, long t, double[] noiseX, double[] noiseY) {
    try {
      run.advance(t, noiseX, noiseY);
    } catch (ArithmeticException e) {
      // An arithmetic of unlimited exponent has no infinity: its exponent itself overflows.
      lost[a] = true;
    }
  }

  private void look(FlatProblem problem, Trajectory run, int a, int look) {
    double squareX = FlatProblem.normSquared(run.x());
    double squareY = FlatProblem.normSquared(run.y());
    double[] seen = {
      Math.sqrt(squareX / squareY),
      problem.imbalance(run.x(), run.y()),
      problem.loss(run.x(), run.y())
    };
    for (int k = 0; k < QUANTITIES; k++) {
      // About the predicted mean, so that nothing cancels in the variance.
      double deviation = seen[k] - predicted.get(k).mean();
      lost[a] |= !Double.isFinite(deviation);
      sums[a][k][0] += deviation;
      sums[a][k][1] += deviation * deviation;
      values[a][k][look] = seen[k];
    }
  }

  boolean isLost(int a) {
    return lost[a];
  }

  /** The mean deviation from the predicted mean. */
  double mean(int a, int quantity) {
    return sums[a][quantity][0] / looks;
  }

  /** The mean of its square. */
  double meanSquare(int a, int quantity) {
    return sums[a][quantity][1] / looks;
  }

  /** All values seen. */
  double[] values(int a, int quantity) {
    return values[a][quantity];
  }
}
