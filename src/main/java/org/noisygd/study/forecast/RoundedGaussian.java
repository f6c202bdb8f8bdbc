// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import org.apache.commons.math3.special.Erf;

/**
 * What rounding does to a Gaussian update u of a number on a grid of spacing h, in closed form.
 * With a = sd(u)/h, by Poisson summation over the grid and to first order in the mean of u:
 *
 * <pre>
 *   gain     the mean of the rounded update over the mean of u
 *            nearest, stochastic-even   1 + 2 sum (-1)^n exp(-2 pi^2 n^2 a^2)
 *            zero, stochastic:B         1 + 2 sum exp(-2 pi^2 n^2 a^2)
 *            stochastic-signed:E        see {@link #signedGain}
 *   lost     P(|u| &lt; h/2) = erf(1 / (2 sqrt 2 a))
 *   variance of stochastic rounding: E f(1 - f) = 1/6 - sum exp(-2 pi^2 n^2 a^2) / (pi^2 n^2),
 *            f the fraction of |u|/h, in units of h^2, for a mean of 0
 * </pre>
 *
 * <p>With B random bits a is counted in spacings of the grid that is 2^B times finer, for the mean
 * of such a store is the number rounded to that grid (claims {@code RS.few_bits} in {@code
 * proofs-notes/CLAIMS.md}). Dimensionless. The sums are exact to 1e-15; that u is Gaussian is the
 * model's ({@code proofs-notes/training-formats.md}).
 */
final class RoundedGaussian {
  /** Where a term is below 1e-17. */
  private static final double SMALL = 40;

  /** Below it the sums take too many terms, and the fraction is that of a number below h. */
  private static final double FINE = 1e-3;

  /** Standard deviations that a Gaussian exceeds with a chance below 1e-17. */
  private static final double FARTHEST = 9;

  /**
   * Where a spacing is below this in standard deviations, terms of its third power are left out.
   */
  private static final double ROUGH = 0.01;

  private RoundedGaussian() {}

  /** The gain of a grid whose middles decide (alternating), or whose numbers do. */
  static double gain(double a, boolean nearest) {
    if (nearest && a < 0.02) {
      return 0; // an update is then below half a spacing but for 25 standard deviations
    }
    double sum = 0;
    for (int n = 1; exponent(n, a) < SMALL; n++) {
      sum += (nearest && n % 2 == 1 ? -1 : 1) * StrictMath.exp(-exponent(n, a));
    }
    return 1 + 2 * sum;
  }

  /** The chance that rounding to nearest leaves the number as it is. */
  static double lost(double a) {
    return Erf.erf(1 / (2 * Math.sqrt(2) * a));
  }

  /** E f(1 - f). */
  static double variance(double a) {
    if (a < FINE) {
      return Math.sqrt(2 / Math.PI) * a - a * a;
    }
    double sum = 0;
    for (int n = 1; exponent(n, a) < SMALL; n++) {
      sum += StrictMath.exp(-exponent(n, a)) / (Math.PI * Math.PI * n * n);
    }
    return 1.0 / 6 - sum;
  }

  /**
   * The gain of a stochastic store with a {@link org.noisygd.number.format.SignedBias}. Its mean is
   * u + h sign(u) min(epsilon, 1 - f), f the fraction of |u|/h. That jumps by 2 epsilon h at 0 and
   * by epsilon h at each other number of the grid, and falls by h over the last epsilon of each
   * spacing; the gain is the mean of its derivative. On a fine grid the sums become integrals
   * (Euler and Maclaurin), to 1e-8.
   */
  static double signedGain(double a, double epsilon) {
    if (a > 1 / ROUGH) {
      return 1 + epsilon * (2 - epsilon) * density(0, a);
    }
    double jumps = density(0, a);
    double falls = 0;
    for (int n = 1; n - 1 <= FARTHEST * a; n++) {
      jumps += density(n, a);
      falls += between((n - epsilon) / a, n / a);
    }
    return 1 + 2 * epsilon * jumps - 2 * falls;
  }

  /** The density of u/h. */
  private static double density(double places, double a) {
    double z = places / a;
    return StrictMath.exp(-z * z / 2) / (a * Math.sqrt(2 * Math.PI));
  }

  private static double between(double from, double to) {
    return Erf.erf(from / Math.sqrt(2), to / Math.sqrt(2)) / 2;
  }

  private static double exponent(int n, double a) {
    return 2 * Math.PI * Math.PI * n * n * a * a;
  }
}
