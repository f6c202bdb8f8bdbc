// SPDX-License-Identifier: Apache-2.0
package org.noisygd.golden;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.arithmetic.Binary64;
import org.noisygd.descent.StepSizes;
import org.noisygd.linalg.Matrix;
import org.noisygd.noise.FactorId;
import org.noisygd.noise.GaussianStream;
import org.noisygd.noise.NoiseSource;

/**
 * One run of Section 5 of the paper. M is 1 on the first r places of its diagonal and 0 elsewhere.
 * Every constant is the double actually used.
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
 * @param replicate the replicate of the noise stream
 * @param windows which states are kept
 */
record TraceSetting(
    String id,
    String title,
    int d1,
    int d2,
    int r,
    double etaX,
    double etaY,
    double sigma1,
    double sigma2,
    Start start,
    long replicate,
    List<Window> windows) {

  /** The seed of every run's noise and start: the paper's number on arXiv, 2102.12430. */
  static final long SEED = 210212430;

  /**
   * The start: normal deviates of these standard deviations, or, where both are 0, the point (3,
   * 5).
   */
  record Start(double sigmaX, double sigmaY) {
    /** Fig. 4's (3, 5). */
    boolean isPoint() {
      return sigmaX == 0;
    }
  }

  /**
   * Consecutive states of a run.
   *
   * @param phase the part of the run: start, transition, phase3, late or end
   * @param from the first step
   * @param states how many states
   * @param decimalStates how many of them are also given in 50 digits; 0 for none
   * @param gramStates how many of them are also given in Gram form; 0 for none
   */
  record Window(String phase, long from, int states, int decimalStates, int gramStates) {}

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

  /** The paper's runs, in the order of its figures. */
  static List<TraceSetting> paper() {
    List<TraceSetting> all = new ArrayList<>();
    for (int rank : new int[] {1, 10}) {
      boolean one = rank == 1;
      String balanced = "balanced noise, ";
      String descent = "gradient descent, ";
      addMatrix(all, rank, 'a', balanced + "small start", EQUAL, BALANCED, SMALL, one ? 750 : 800);
      addMatrix(all, rank, 'b', balanced + "large start", EQUAL, BALANCED, LARGE, one ? 400 : 500);
      addMatrix(
          all, rank, 'c', balanced + "unequal steps", UNEQUAL, BALANCED, SMALL, one ? 900 : 1000);
      addMatrix(all, rank, 'd', descent + "small start", EQUAL, 0, SMALL, one ? 800 : 900);
      addMatrix(all, rank, 'e', descent + "large start", EQUAL, 0, LARGE, one ? 500 : 750);
      addMatrix(all, rank, 'f', descent + "unequal steps", UNEQUAL, 0, SMALL, one ? 650 : 1000);
      if (one) {
        addMatrix(all, rank, 'g', "unbalanced noise, small start", EQUAL, UNBALANCED, SMALL, 600);
      }
    }
    addFigure4(all, "fig4", "two variables, balanced noise", SIGMA);
    addFigure4(all, "fig4gd", "two variables, gradient descent", 0);
    return List.copyOf(all);
  }

  private static void addMatrix(
      List<TraceSetting> all,
      int rank,
      char letter,
      String what,
      StepSizes<Double> steps,
      double sigma1,
      Start start,
      long transition) {
    String id = (rank == 1 ? "fig2" : "fig3") + letter;
    boolean noisy = sigma1 > 0;
    boolean gram = letter == 'a' || letter == 'c';
    int states = rank == 1 ? 26 : 6;
    int decimal = rank == 1 ? 9 : 2;
    int gramStates = gram ? (rank == 1 ? 11 : 3) : 0;
    List<Window> windows =
        List.of(
            new Window("start", 0, states, decimal, gramStates),
            new Window("transition", transition, states, rank == 1 ? decimal : 0, 0),
            new Window(noisy ? "phase3" : "end", 4000, states, decimal, gramStates));
    all.add(
        new TraceSetting(
            id,
            "Fig. " + id.substring(3) + ": rank " + rank + ", " + what,
            20,
            30,
            rank,
            steps.etaX(),
            steps.etaY(),
            sigma1,
            noisy ? SIGMA : 0,
            start,
            all.size(),
            windows));
  }

  private static void addFigure4(List<TraceSetting> all, String id, String what, double sigma) {
    List<Window> windows =
        sigma > 0
            ? List.of(
                new Window("start", 0, 31, 31, 31),
                new Window("transition", 30, 71, 21, 21),
                new Window("phase3", 20_000, 101, 21, 21),
                new Window("late", 100_000, 101, 21, 0))
            : List.of(
                new Window("start", 0, 31, 31, 31),
                new Window("transition", 30, 71, 21, 21),
                new Window("end", 1_000, 21, 11, 0));
    all.add(
        new TraceSetting(
            id,
            "Fig. 4: " + what,
            1,
            1,
            1,
            0.01,
            0.01,
            sigma,
            sigma,
            new Start(0, 0),
            all.size(),
            windows));
  }

  /** M. */
  Matrix<Double> target() {
    return Matrix.of(Binary64.INSTANCE, d1, d2, (i, j) -> i == j && i < r ? 1.0 : 0.0);
  }

  /** The step sizes. */
  StepSizes<Double> steps() {
    return StepSizes.of(Binary64.INSTANCE, etaX, etaY);
  }

  /** X0, row by row. */
  double[] startX() {
    return start(FactorId.INITIAL_X, start.sigmaX(), d1, 3);
  }

  /** Y0, row by row. */
  double[] startY() {
    return start(FactorId.INITIAL_Y, start.sigmaY(), d2, 5);
  }

  private double[] start(FactorId factor, double sigma, int rows, double point) {
    double[] entries = new double[rows * r];
    if (start.isPoint()) {
      entries[0] = point;
    } else {
      new NoiseSource(stream(), factor, sigma).fill(entries, replicate, 0);
    }
    return entries;
  }

  /** The stream of noise and start. */
  GaussianStream stream() {
    return new GaussianStream(SEED);
  }

  /** Fills in the noise of the update from step t to t + 1; zeros for gradient descent. */
  void noise(long t, double[] noiseX, double[] noiseY) {
    if (sigma1 > 0) {
      new NoiseSource(stream(), FactorId.NOISE_X, sigma1).fill(noiseX, replicate, t);
      new NoiseSource(stream(), FactorId.NOISE_Y, sigma2).fill(noiseY, replicate, t);
    }
  }
}
