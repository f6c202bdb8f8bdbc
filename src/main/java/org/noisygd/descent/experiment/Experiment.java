// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Target;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.shape.Shape;

/**
 * An experiment: a problem with its step sizes, noise, start and length, in binary64 numbers from
 * which every arithmetic starts. {@link PaperExperiments} has the paper's experiments.
 *
 * @param origin the name, and the origin of the numbers
 * @param m M, d1 x d2, finite
 * @param r the columns of X and Y
 * @param etaX the step size of X
 * @param etaY the step size of Y
 * @param sigmaX the standard deviation of each entry of X's noise; 0 for gradient descent
 * @param sigmaY the standard deviation of each entry of Y's noise
 * @param gamma the required balance of the norms, ||X|| = gamma ||Y||
 * @param start the start of runs
 * @param steps the default number of updates of a study
 */
public record Experiment(
    Origin origin,
    Target<Double> m,
    int r,
    double etaX,
    double etaY,
    double sigmaX,
    double sigmaY,
    double gamma,
    Start start,
    long steps) {

  /**
   * The name of an experiment, and the origin of its numbers.
   *
   * @param name the name in results
   * @param title a title of one line
   * @param defaults the values chosen for omitted options, one line each, with the reason
   * @param warnings the violated conditions of the theory, one line each, with a remedy
   */
  public record Origin(String name, String title, List<String> defaults, List<String> warnings) {
    /** Copies the lists. */
    public Origin {
      defaults = List.copyOf(defaults);
      warnings = List.copyOf(warnings);
    }
  }

  /** Checks every number and shape. */
  public Experiment {
    m.parts().forEach(part -> part.entries().forEach(entry -> Require.finite("M", entry)));
    Require.positive("r", r);
    Require.finitePositive("etaX", etaX);
    Require.finitePositive("etaY", etaY);
    Require.finiteNonNegative("sigmaX", sigmaX);
    Require.finiteNonNegative("sigmaY", sigmaY);
    Require.finitePositive("gamma", gamma);
    start.requireEntries(m.rows() * r, m.columns() * r);
    Require.that(steps >= 1, "steps", "be at least 1", steps);
  }

  /** An experiment without defaults and warnings. */
  public Experiment(
      String name,
      String title,
      @Shape({"d1", "d2"}) Matrix<Double> target,
      int r,
      double etaX,
      double etaY,
      double sigmaX,
      double sigmaY,
      double gamma,
      Start start,
      long steps) {
    this(
        new Origin(name, title, List.of(), List.of()),
        Target.of(target),
        r,
        etaX,
        etaY,
        sigmaX,
        sigmaY,
        gamma,
        start,
        steps);
  }

  /** The name in results. */
  public String name() {
    return origin.name();
  }

  /** A title of one line. */
  public String title() {
    return origin.title();
  }

  /** The gamma towards which the noise balances, sqrt(d1 sigmaX^2 / (d2 sigmaY^2)). */
  public static double balancedGamma(int d1, int d2, double sigmaX, double sigmaY) {
    return Math.sqrt(d1 * sigmaX * sigmaX / (d2 * sigmaY * sigmaY));
  }

  /**
   * The gamma towards which this noise balances, or the required gamma if a factor has no noise, or
   * if the two agree up to rounding (a relative 2^-50).
   */
  public double noiseGamma() {
    if (sigmaX == 0 || sigmaY == 0) {
      return gamma;
    }
    double balanced = balancedGamma(d1(), d2(), sigmaX, sigmaY);
    return Math.abs(gamma / balanced - 1) <= 0x1p-50 ? gamma : balanced;
  }

  /** The d1 x d2 matrix with ones in the first r diagonal entries, zeros elsewhere. */
  public static @Shape({"d1", "d2"}) Matrix<Double> unitDiagonal(int d1, int d2, int r) {
    return Matrix.of(Binary64.INSTANCE, d1, d2, (i, j) -> i == j && i < r ? 1.0 : 0.0);
  }

  /** Returns a copy under another name. */
  public Experiment withName(String newName, String newTitle) {
    return withOrigin(new Origin(newName, newTitle, origin.defaults(), origin.warnings()));
  }

  /** Returns a copy with another origin. */
  public Experiment withOrigin(Origin other) {
    return new Experiment(other, m, r, etaX, etaY, sigmaX, sigmaY, gamma, start, steps);
  }

  /** Returns a copy with one more line on a default. */
  public Experiment withDefault(String reason) {
    List<String> defaults = new ArrayList<>(origin.defaults());
    defaults.add(reason);
    return withOrigin(new Origin(name(), title(), defaults, origin.warnings()));
  }

  /** Returns a copy with other step sizes. */
  public Experiment withStepSizes(double otherX, double otherY) {
    return new Experiment(origin, m, r, otherX, otherY, sigmaX, sigmaY, gamma, start, steps);
  }

  /** Returns a copy with other standard deviations of the noise. */
  public Experiment withNoise(double otherX, double otherY) {
    return new Experiment(origin, m, r, etaX, etaY, otherX, otherY, gamma, start, steps);
  }

  /** Returns a copy with another gamma. */
  public Experiment withGamma(double other) {
    return new Experiment(origin, m, r, etaX, etaY, sigmaX, sigmaY, other, start, steps);
  }

  /** Returns a copy with another start. */
  public Experiment withStart(Start other) {
    return new Experiment(origin, m, r, etaX, etaY, sigmaX, sigmaY, gamma, other, steps);
  }

  /** Returns a copy with another number of columns of X and Y; a start at a point must fit it. */
  public Experiment withRank(int other) {
    return new Experiment(origin, m, other, etaX, etaY, sigmaX, sigmaY, gamma, start, steps);
  }

  /** Returns a copy with another number of updates. */
  public Experiment withSteps(long other) {
    return new Experiment(origin, m, r, etaX, etaY, sigmaX, sigmaY, gamma, start, other);
  }

  /**
   * The entries of M.
   *
   * @throws IllegalArgumentException if M is stored by its factors
   */
  public @Shape({"d1", "d2"}) Matrix<Double> target() {
    return m.matrix();
  }

  /** The number d1 of rows of M. */
  public int d1() {
    return m.rows();
  }

  /** The number d2 of columns of M. */
  public int d2() {
    return m.columns();
  }

  /** Returns true if there is noise; without noise this is gradient descent. */
  public boolean isNoisy() {
    return sigmaX > 0;
  }

  /** M in an arithmetic, each entry rounded to it. */
  public <T> @Shape({"d1", "d2"}) Matrix<T> matrix(Arithmetic<T> arithmetic) {
    Matrix<Double> target = target();
    return Matrix.of(arithmetic, d1(), d2(), (i, j) -> arithmetic.fromDouble(target.get(i, j)));
  }

  /** The step sizes of X and of Y. */
  public StepSizes<Double> stepSizes() {
    return StepSizes.of(Binary64.INSTANCE, etaX, etaY);
  }

  /** X0 of a replicate, row by row. */
  public double[] startX(long seed, long replicate) {
    return start.entries(FactorId.START_X, d1() * r, seed, replicate);
  }

  /** Y0 of a replicate, row by row. */
  public double[] startY(long seed, long replicate) {
    return start.entries(FactorId.START_Y, d2() * r, seed, replicate);
  }

  /** (X0, Y0) of each replicate by its number. */
  public LongFunction<Factors<Double>> starts(long seed) {
    return start.factors(d1(), d2(), r, seed);
  }
}
