// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.function.IntToDoubleFunction;
import org.noisygd.number.format.StochasticRounding;

/**
 * The rounding of a Gaussian update u of a number on a grid of one spacing h, in closed form. With
 * a = sd(u)/h, by Poisson summation over the grid and to first order in the mean of u:
 *
 * <pre>
 *   expected step ratio: the mean of the update rounded to nearest over the mean of u
 *            1 + 2 sum (-1)^n exp(-2 pi^2 n^2 a^2)
 *   variance of stochastic rounding: E f(1 - f) = 1/6 - sum exp(-2 pi^2 n^2 a^2) / (pi^2 n^2),
 *            f the fraction of |u|/h, in units of h^2, for a mean of 0
 * </pre>
 *
 * <p>Dimensionless. The sums are exact to 1e-15; that u is Gaussian is a model ({@code
 * proofs-notes/formats.md}).
 */
final class RoundedGaussian {
  /** The exponent of a negligible term: exp(-40) is below 1e-17. */
  private static final double SMALL = 40;

  /** Minimum a for the sums, which need too many terms below it. */
  private static final double FINE = 1e-3;

  /** The ratio of update to spacing above which the grid is ignored: its variance is below 1%. */
  private static final double NO_GRID = 64;

  /** Maximum distance of an update, in standard deviations; 1e-19 of updates are farther. */
  private static final double FARTHEST = 9;

  private RoundedGaussian() {}

  /** The expected step ratio of rounding to nearest. */
  static double stepRatio(double a) {
    return isStagnated(a) ? 0 : 1 + 2 * sum(a, n -> sign(n));
  }

  /** Returns true if half a spacing is 25 standard deviations or more. */
  static boolean isStagnated(double a) {
    return a < 0.02;
  }

  /** (-1)^n. */
  static int sign(int n) {
    return n % 2 == 1 ? -1 : 1;
  }

  /** The sum of exp(-2 pi^2 n^2 a^2) / divisor(n), n from 1 on. */
  static double sum(double a, IntToDoubleFunction divisor) {
    double sum = 0;
    for (int n = 1; exponent(n, a) < SMALL; n++) {
      sum += StrictMath.exp(-exponent(n, a)) / divisor.applyAsDouble(n);
    }
    return sum;
  }

  /** The variance E f(1 - f). */
  static double variance(double a) {
    if (a < FINE) {
      return Math.sqrt(2 / Math.PI) * a - a * a;
    }
    return 1.0 / 6 - sum(a, n -> Math.PI * Math.PI * n * n);
  }

  /** The variance E p(1 - p), p the probability of the farther neighbour, of B bits if limited. */
  static double variance(double a, StochasticRounding rounding) {
    if (rounding.isProportional() || Math.scalb(a, rounding.bits()) > NO_GRID) {
      return variance(a);
    }
    double finer = Math.scalb(1.0, -rounding.bits());
    double shift = rounding.cutToEven() ? finer / 2 : 0;
    GaussianUpdate update = new GaussianUpdate(0, 0, a);
    double sum = 0;
    for (double cut = 0; cut < FARTHEST * a + finer; cut += finer) {
      double p = cut % 1;
      sum += 2 * p * (1 - p) * update.probability(Math.max(0, cut - shift), cut - shift + finer);
    }
    return sum;
  }

  private static double exponent(int n, double a) {
    return 2 * Math.PI * Math.PI * n * n * a * a;
  }
}
