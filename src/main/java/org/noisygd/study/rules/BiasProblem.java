// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisygd.descent.rule.Start;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.shape.qual.Shape;
import org.noisygd.study.StudyOptions;

/**
 * A problem on which the rules are compared. Noise of entries has the standard deviations of the
 * paper's Perturbed GD, sigma1 = sqrt(d2/d1) sigma2 and sigma2 = 0.05, so it is balanced, gamma =
 * 1.
 *
 * @param name short, unique
 * @param label in words
 * @param target M, d1 x d2
 * @param r the columns of X and Y
 * @param steps etaX and etaY
 * @param start where runs start
 * @param batch B of SGD on entries
 * @param replicates how many runs
 * @param updates of each run
 */
public record BiasProblem(
    String name,
    String label,
    @Shape({"d1", "d2"}) Matrix<Double> target,
    int r,
    StepSizes<Double> steps,
    Start start,
    int batch,
    int replicates,
    long updates) {
  /** sigma2 of the paper. */
  static final double SIGMA = 0.05;

  /** The standard deviation of the entries of what cannot be fitted. */
  private static final double MISFIT = 0.05;

  /** A replicate that no run has, for the noise of a target. */
  private static final long TARGET = 1L << 40;

  /** Checks the counts. */
  public BiasProblem {
    Require.positive("r", r);
    Require.positive("batch", batch);
    Require.positive("replicates", replicates);
    Require.that(updates > 0, "updates", "be at least 1", updates);
  }

  /**
   * The problems: Fig. 2a-c and 3c of the paper, Fig. 4, and 2a with a target that no factors of
   * rank one fit.
   *
   * @param options the quick study has fewer and shorter runs, and neither 2b nor 3c
   */
  public static List<BiasProblem> all(StudyOptions options) {
    long seed = options.seed();
    int runs = options.replicates(20, 8);
    long updates = options.steps(8000, 6000);
    Start small = Start.normal(seed, 0.01);
    List<BiasProblem> all = new ArrayList<>();
    all.add(diagonal("2a", "small start, equal steps", 1, 0.01, small, runs, updates));
    all.add(diagonal("2c", "small start, etaX = etaY/2", 1, 0.005, small, runs, updates));
    if (!options.quick()) {
      Start large = Start.normal(seed, 0.1);
      all.add(1, diagonal("2b", "large start, equal steps", 1, 0.01, large, runs, updates));
      all.add(
          diagonal(
              "3c",
              "rank 10, small start, etaX = etaY/2",
              10,
              0.005,
              small,
              options.replicates(8, 8),
              options.steps(6000, 6000)));
    }
    all.add(
        new BiasProblem(
            "4",
            "one dimension from (3, 5)",
            Matrix.of(Binary64.INSTANCE, new double[][] {{1}}),
            1,
            StepSizes.of(Binary64.INSTANCE, 0.01, 0.01),
            Start.aligned(1, 3, 5),
            1,
            runs,
            options.steps(80_000, 10_000)));
    all.add(misfit(seed, runs, updates));
    return List.copyOf(all);
  }

  private static BiasProblem diagonal(
      String name, String label, int r, double etaX, Start start, int runs, long updates) {
    return new BiasProblem(
        name,
        label,
        Matrix.of(Binary64.INSTANCE, 20, 30, (i, j) -> i == j && i < r ? 1.0 : 0.0),
        r,
        StepSizes.of(Binary64.INSTANCE, etaX, 0.01),
        start,
        60,
        runs,
        updates);
  }

  /**
   * M = u v^T + noise, u and v without large entries, and B = 6: the noise of sampling is strong.
   */
  private static BiasProblem misfit(long seed, int runs, long updates) {
    GaussianStream stream = new GaussianStream(seed);
    double unit = 1 / Math.sqrt(600);
    return new BiasProblem(
        "misfit",
        "2a with a target that rank one cannot fit",
        Matrix.of(
            Binary64.INSTANCE,
            20,
            30,
            (i, j) -> unit + MISFIT * stream.at(TARGET, 0, FactorId.INITIAL_X, 30L * i + j)),
        1,
        StepSizes.of(Binary64.INSTANCE, 0.01, 0.01),
        Start.normal(seed, 0.01),
        6,
        runs,
        updates);
  }

  /** d1. */
  public int d1() {
    return target.rows();
  }

  /** d2. */
  public int d2() {
    return target.columns();
  }

  /** sigma1. */
  public double sigmaX() {
    return SIGMA * Math.sqrt((double) d2() / d1());
  }

  /** sigma2. */
  public double sigmaY() {
    return SIGMA;
  }

  /** The standard deviation of each entry of X's noise, all the same. */
  double[] deviationsX(double deviation) {
    return filled(d1() * r, deviation);
  }

  /** The same of Y's. */
  double[] deviationsY(double deviation) {
    return filled(d2() * r, deviation);
  }

  private static double[] filled(int entries, double value) {
    double[] all = new double[entries];
    Arrays.fill(all, value);
    return all;
  }
}
