// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import java.util.List;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * The problem that a precision study runs: M, the steps, the noise and the start, all as binary64
 * numbers that every arithmetic starts from.
 *
 * <p>The start of every replicate is the given point where there is one; else X0 and Y0 are normal
 * deviates of the standard deviation {@code startSigma}, other ones in each replicate.
 *
 * @param name what it is called in results
 * @param target M row by row, d1 x d2
 * @param r the columns of X and Y
 * @param etaX the step size of X
 * @param etaY the step size of Y
 * @param sigmaX the standard deviation of each entry of X's noise
 * @param sigmaY that of Y's
 * @param gamma the balance that is asked of the norms, ||X|| = gamma ||Y||
 * @param startX X0 row by row, or empty
 * @param startY Y0 row by row, or empty
 * @param startSigma the standard deviation of the entries of a random start
 * @param steps how many updates a study takes unless told otherwise
 */
public record Experiment(
    String name,
    List<List<Double>> target,
    int r,
    double etaX,
    double etaY,
    double sigmaX,
    double sigmaY,
    double gamma,
    List<Double> startX,
    List<Double> startY,
    double startSigma,
    long steps) {

  /** sigma of the paper's runs. */
  private static final double SIGMA = 0.05;

  /** Names of the built-in settings. */
  public static final List<String> NAMES = List.of("fig4", "rank1", "rank10");

  /** Checks every number and shape, and keeps its own copies. */
  public Experiment {
    target = target.stream().map(List::copyOf).toList();
    startX = List.copyOf(startX);
    startY = List.copyOf(startY);
    Require.that(!target.isEmpty() && !target.get(0).isEmpty(), "M", "not be empty", target);
    int columns = target.get(0).size();
    for (List<Double> row : target) {
      Require.that(row.size() == columns, "M", "have rows of one length", row.size());
      row.forEach(entry -> Require.finite("M", entry));
    }
    Require.positive("r", r);
    Require.finitePositive("etaX", etaX);
    Require.finitePositive("etaY", etaY);
    Require.finiteNonNegative("sigmaX", sigmaX);
    Require.finiteNonNegative("sigmaY", sigmaY);
    Require.finitePositive("gamma", gamma);
    Require.finiteNonNegative("startSigma", startSigma);
    requireStart("X", startX, target.size() * r);
    requireStart("Y", startY, columns * r);
    Require.that(
        startX.isEmpty() == startY.isEmpty(), "start", "give both X and Y or neither", startX);
    Require.that(steps >= 1, "steps", "be at least 1", steps);
  }

  private static void requireStart(String factor, List<Double> start, int entries) {
    Require.that(
        start.isEmpty() || start.size() == entries,
        "start of " + factor,
        "have " + entries + " entries",
        start.size());
    start.forEach(entry -> Require.finite("start of " + factor, entry));
  }

  /**
   * A built-in setting: {@code fig4} is Fig. 4 of the paper; {@code rank1} and {@code rank10} are
   * Fig. 2c and Fig. 3c, the ones whose unequal steps leave an imbalance at the end of Phase II for
   * the noise to remove.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Experiment named(String name) {
    return switch (name) {
      case "fig4" ->
          new Experiment(
              name,
              List.of(List.of(1.0)),
              1,
              0.01,
              0.01,
              SIGMA,
              SIGMA,
              1,
              List.of(3.0),
              List.of(5.0),
              0,
              150_000);
      case "rank1" -> unequalSteps(name, 1);
      case "rank10" -> unequalSteps(name, 10);
      default ->
          throw new IllegalArgumentException(
              "setting must be one of " + String.join(", ", NAMES) + ", got " + name);
    };
  }

  /** 20 x 30, M = 1 on the first r places of its diagonal, d1 sigmaX^2 = d2 sigmaY^2. */
  private static Experiment unequalSteps(String name, int rank) {
    List<List<Double>> rows =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(
                i ->
                    java.util.stream.IntStream.range(0, 30)
                        .mapToObj(j -> i == j && i < rank ? 1.0 : 0.0)
                        .toList())
            .toList();
    double sigmaX = Math.sqrt(1.5) * SIGMA;
    return new Experiment(
        name, rows, rank, 0.005, 0.01, sigmaX, SIGMA, 1, List.of(), List.of(), 0.01, 8_000);
  }

  /** The gamma that the noise itself balances, sqrt(d1 sigmaX^2 / (d2 sigmaY^2)). */
  public static double balancedGamma(int d1, int d2, double sigmaX, double sigmaY) {
    return Math.sqrt(d1 * sigmaX * sigmaX / (d2 * sigmaY * sigmaY));
  }

  /** The same with other step sizes. */
  public Experiment withSteps(double otherX, double otherY) {
    return new Experiment(
        name, target, r, otherX, otherY, sigmaX, sigmaY, gamma, startX, startY, startSigma, steps);
  }

  /** The same with other standard deviations of the noise. */
  public Experiment withNoise(double otherX, double otherY) {
    return new Experiment(
        name, target, r, etaX, etaY, otherX, otherY, gamma, startX, startY, startSigma, steps);
  }

  /** The same with another gamma. */
  public Experiment withGamma(double other) {
    return new Experiment(
        name, target, r, etaX, etaY, sigmaX, sigmaY, other, startX, startY, startSigma, steps);
  }

  /** The same from another start, each factor row by row. */
  public Experiment withStart(List<Double> otherX, List<Double> otherY) {
    return new Experiment(
        name, target, r, etaX, etaY, sigmaX, sigmaY, gamma, otherX, otherY, startSigma, steps);
  }

  /** d1. */
  public int d1() {
    return target.size();
  }

  /** d2. */
  public int d2() {
    return target.get(0).size();
  }

  /** M in an arithmetic, each entry rounded to it. */
  public <T extends Object> Matrix<T> matrix(Arithmetic<T> arithmetic) {
    return Matrix.of(arithmetic, d1(), d2(), (i, j) -> arithmetic.fromDouble(target.get(i).get(j)));
  }

  /** X0 of a replicate, row by row. */
  public double[] startX(long seed, long replicate) {
    return start(startX, FactorId.INITIAL_X, d1() * r, seed, replicate);
  }

  /** Y0 of a replicate, row by row. */
  public double[] startY(long seed, long replicate) {
    return start(startY, FactorId.INITIAL_Y, d2() * r, seed, replicate);
  }

  private double[] start(
      List<Double> given, FactorId factor, int entries, long seed, long replicate) {
    double[] start = new double[entries];
    if (given.isEmpty()) {
      new NoiseSource(new GaussianStream(seed), factor, startSigma).fill(start, replicate, 0);
    } else {
      for (int n = 0; n < entries; n++) {
        start[n] = given.get(n);
      }
    }
    return start;
  }
}
