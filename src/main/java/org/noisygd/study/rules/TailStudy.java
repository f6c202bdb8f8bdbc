// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Beta;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.rule.DrawSource;
import org.noisygd.descent.rule.FactorDraws;
import org.noisygd.descent.rule.RunPlan;
import org.noisygd.study.RunStatistics;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.statistics.BinomialInterval;

/**
 * Perturbed GD under heavy-tailed noise of the same variance: normal, and Student's t with 5 and 3
 * degrees of freedom. Two questions:
 *
 * <ul>
 *   <li>Where it settles: only second moments enter Fs, so ||X||^2 and ||Y||^2 keep their limit 1 -
 *       s, on the problem 2a.
 *   <li>How often it blows up: in one dimension from (1, 1), eta = 0.1, sigma = 0.2, where one
 *       perturbation can throw the iterate so far that gradient descent diverges from there. The
 *       chance of such a jump in n updates is 1 - (1 - 2 P)^n, P the probability that one
 *       perturbation alone throws (1, 1) there. P is zero to all digits for normal noise.
 * </ul>
 *
 * @param limits where it settles
 * @param escapes how often it blows up
 */
public record TailStudy(List<Limit> limits, List<Escape> escapes) {
  private static final double ETA = 0.1;
  private static final double SIGMA = 0.2;

  /** Degrees of freedom; 0 for normal noise. */
  private static final List<Integer> LAWS = List.of(0, 5, 3);

  /** Keeps its own copies. */
  public TailStudy {
    limits = List.copyOf(limits);
    escapes = List.copyOf(escapes);
  }

  /**
   * Where it settles under one law.
   *
   * @param freedom degrees of freedom; 0 for normal noise
   * @param finite how many runs stayed finite
   * @param squaredX ||X||^2 over the runs and the second half of the looks
   * @param squaredY ||Y||^2 likewise
   * @param expected 1 - s
   */
  public record Limit(
      int freedom, int finite, Estimate squaredX, Estimate squaredY, double expected) {}

  /**
   * How often it blows up under one law.
   *
   * @param freedom degrees of freedom; 0 for normal noise
   * @param blownUp the share, with its exact interval
   * @param expected the chance of such a jump
   * @param updates of each run
   */
  public record Escape(int freedom, BinomialInterval blownUp, double expected, long updates) {}

  /** Runs both. */
  public static TailStudy run(StudyOptions options) {
    return new TailStudy(
        options.map(LAWS, freedom -> "Tails, limit", freedom -> limit(options, freedom)),
        options.map(LAWS, freedom -> "Tails, escapes", freedom -> escape(options, freedom)));
  }

  private static DrawSource draws(long seed, int freedom, Experiment e) {
    FactorDraws normal = FactorDraws.normal(seed, e);
    return freedom == 0 ? normal : normal.student(freedom);
  }

  private static Limit limit(StudyOptions options, int freedom) {
    int runs = options.replicates(32, 8);
    Experiment e = PaperExperiments.named("fig2a");
    RunStatistics all =
        RunStatistics.of(
            RunPlan.perturbed(
                e,
                options.seed(),
                draws(options.seed(), freedom, e),
                runs,
                RunPlan.evenly(options.steps(4000, 4000), 20)));
    int[] finite = IntStream.range(0, runs).filter(all::isFinite).toArray();
    double[] ofX = new double[finite.length];
    double[] ofY = new double[finite.length];
    int looks = all.size();
    int from = looks / 2;
    for (int k = 0; k < finite.length; k++) {
      for (int look = from; look < looks; look++) {
        ofX[k] += all.normX(look, finite[k]) / (looks - from);
        ofY[k] += all.normY(look, finite[k]) / (looks - from);
      }
    }
    double s = e.d2() * e.sigmaY() * e.sigmaY();
    return new Limit(freedom, finite.length, Estimate.of(ofX), Estimate.of(ofY), 1 - s);
  }

  private static Escape escape(StudyOptions options, int freedom) {
    int runs = options.replicates(2048, 512);
    long updates = options.steps(2000, 2000);
    Experiment e =
        PaperExperiments.named("fig4")
            .withStepSizes(ETA, ETA)
            .withNoise(SIGMA, SIGMA)
            .withStart(Start.at(List.of(1.0), List.of(1.0)));
    RunStatistics all =
        RunStatistics.of(
            RunPlan.perturbed(
                e,
                options.seed(),
                draws(options.seed(), freedom, e),
                runs,
                RunPlan.evenly(updates, 1)));
    int blownUp = (int) IntStream.range(0, runs).filter(p -> !all.isFinite(p)).count();
    double jump = tail(freedom, threshold(1)) + tail(freedom, threshold(-1));
    return new Escape(
        freedom,
        BinomialInterval.of(blownUp, runs, BinomialInterval.LEVEL),
        -StrictMath.expm1(updates * StrictMath.log1p(-2 * jump)),
        updates);
  }

  /**
   * The least size of a perturbation with that sign of one factor at (1, 1) after which noise-free
   * descent diverges, by bisection to a multiple of 2^-30.
   */
  static double threshold(int sign) {
    double safe = 0;
    double lost = 0x1p10;
    while (lost - safe > 0x1p-30) {
      double middle = (safe + lost) / 2;
      if (diverges(sign * middle)) {
        lost = middle;
      } else {
        safe = middle;
      }
    }
    return lost;
  }

  private static boolean diverges(double z) {
    double residual = (1 + z) - 1;
    double x = 1 - ETA * residual * (1 + z);
    double y = 1 - ETA * residual;
    for (int t = 0; t < 1000 && Double.isFinite(x * y); t++) {
      double r = x * y - 1;
      double next = x - ETA * r * y;
      y = y - ETA * r * x;
      x = next;
    }
    return !Double.isFinite(x * y);
  }

  /** P(sigma T > z) of one side, T of variance 1. */
  static double tail(int freedom, double z) {
    if (freedom == 0) {
      return org.apache.commons.math3.special.Erf.erfc(z / SIGMA / Math.sqrt(2)) / 2;
    }
    double t = z / (SIGMA * Math.sqrt((freedom - 2.0) / freedom));
    return Beta.regularizedBeta(freedom / (freedom + t * t), freedom / 2.0, 0.5) / 2;
  }
}
