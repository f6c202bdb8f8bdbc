// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.number.random.NormalStream;

/**
 * One experiment of Section 5 of the paper. M is 1 on the first r places of its diagonal and 0
 * elsewhere. Every constant is the double actually used.
 *
 * @param id the figure, such as {@code fig2a}
 * @param title one line for a stranger
 * @param d1 rows of X
 * @param d2 rows of Y
 * @param r columns of both
 * @param etaX step size of X
 * @param etaY step size of Y
 * @param sigma1 standard deviation of X's noise; 0 for gradient descent
 * @param sigma2 that of Y's
 * @param start how (X0, Y0) is made
 */
public record PaperExperiment(
    String id,
    String title,
    int d1,
    int d2,
    int r,
    double etaX,
    double etaY,
    double sigma1,
    double sigma2,
    Start start) {

  /**
   * The start: normal deviates of these standard deviations, or, where both are 0, the point (3,
   * 5).
   *
   * @param sigmaX that of X0's entries
   * @param sigmaY that of Y0's
   */
  public record Start(double sigmaX, double sigmaY) {
    /** Fig. 4's (3, 5). */
    public boolean isPoint() {
      return sigmaX == 0;
    }
  }

  private static final StepSizes<Double> EQUAL = StepSizes.of(Binary64.INSTANCE, 0.01, 0.01);
  private static final StepSizes<Double> UNEQUAL = StepSizes.of(Binary64.INSTANCE, 0.005, 0.01);
  private static final Start SMALL = new Start(0.01, 0.01);
  private static final Start LARGE = new Start(0.1, 0.1);

  /** sigma2 of every noisy run. */
  private static final double SIGMA = 0.05;

  /** sigma1 of balanced noise in 20 x 30: d1 sigma1^2 = d2 sigma2^2. */
  private static final double BALANCED = Math.sqrt(1.5) * SIGMA;

  /** sigma1 with d1 sigma1^2 = 0.5 d2 sigma2^2. */
  private static final double UNBALANCED = Math.sqrt(0.75) * SIGMA;

  /** The paper's experiments in the order of its figures: fig2a to fig3f, fig4 and fig4gd. */
  public static List<PaperExperiment> all() {
    List<PaperExperiment> all = new ArrayList<>();
    for (int rank : new int[] {1, 10}) {
      String balanced = "balanced noise, ";
      String descent = "gradient descent, ";
      all.add(matrix(rank, 'a', balanced + "small start", EQUAL, BALANCED, SMALL));
      all.add(matrix(rank, 'b', balanced + "large start", EQUAL, BALANCED, LARGE));
      all.add(matrix(rank, 'c', balanced + "unequal steps", UNEQUAL, BALANCED, SMALL));
      all.add(matrix(rank, 'd', descent + "small start", EQUAL, 0, SMALL));
      all.add(matrix(rank, 'e', descent + "large start", EQUAL, 0, LARGE));
      all.add(matrix(rank, 'f', descent + "unequal steps", UNEQUAL, 0, SMALL));
      if (rank == 1) {
        all.add(matrix(rank, 'g', "unbalanced noise, small start", EQUAL, UNBALANCED, SMALL));
      }
    }
    all.add(figure4("fig4", "two variables, balanced noise", SIGMA));
    all.add(figure4("fig4gd", "two variables, gradient descent", 0));
    return List.copyOf(all);
  }

  /**
   * The experiment of that id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PaperExperiment named(String id) {
    return all().stream()
        .filter(setting -> setting.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("figure must be one of the paper's, got " + id));
  }

  private static PaperExperiment matrix(
      int rank, char letter, String what, StepSizes<Double> steps, double sigma1, Start start) {
    String id = (rank == 1 ? "fig2" : "fig3") + letter;
    return new PaperExperiment(
        id,
        "Fig. " + id.substring(3) + ": rank " + rank + ", " + what,
        20,
        30,
        rank,
        steps.etaX(),
        steps.etaY(),
        sigma1,
        sigma1 > 0 ? SIGMA : 0,
        start);
  }

  private static PaperExperiment figure4(String id, String what, double sigma) {
    return new PaperExperiment(
        id, "Fig. 4: " + what, 1, 1, 1, 0.01, 0.01, sigma, sigma, new Start(0, 0));
  }

  /** Whether there is noise; without it this is gradient descent. */
  public boolean isNoisy() {
    return sigma1 > 0;
  }

  /** The balance that the noise asks for, sqrt(d1 sigma1^2 / (d2 sigma2^2)). */
  public double gamma() {
    Require.that(isNoisy(), "setting", "have noise", id);
    return Math.sqrt(d1 * sigma1 * sigma1 / (d2 * sigma2 * sigma2));
  }

  /** M. */
  public Matrix<Double> target() {
    return Matrix.of(Binary64.INSTANCE, d1, d2, (i, j) -> i == j && i < r ? 1.0 : 0.0);
  }

  /** The step sizes. */
  public StepSizes<Double> steps() {
    return StepSizes.of(Binary64.INSTANCE, etaX, etaY);
  }

  /** X0 of a replicate, row by row. */
  public double[] startX(NormalStream stream, long replicate) {
    return start(stream, replicate, FactorId.INITIAL_X, start.sigmaX(), d1, 3);
  }

  /** Y0 of a replicate, row by row. */
  public double[] startY(NormalStream stream, long replicate) {
    return start(stream, replicate, FactorId.INITIAL_Y, start.sigmaY(), d2, 5);
  }

  /** (X0, Y0) of a replicate. */
  public Factors<Double> start(NormalStream stream, long replicate) {
    return new Factors<>(
        matrix(startX(stream, replicate), d1), matrix(startY(stream, replicate), d2));
  }

  private Matrix<Double> matrix(double[] entries, int rows) {
    return Matrix.of(Binary64.INSTANCE, rows, r, (i, k) -> entries[i * r + k]);
  }

  private double[] start(
      NormalStream stream, long replicate, FactorId factor, double sigma, int rows, double point) {
    double[] entries = new double[rows * r];
    if (start.isPoint()) {
      entries[0] = point;
    } else {
      new NoiseSource(stream, factor, sigma).fill(entries, replicate, 0);
    }
    return entries;
  }
}
