// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.noisygd.number.matrix.Entries;

/**
 * What one exact update does to the distance between two iterates, from above. With E = diag(etaX,
 * etaY), p the perturbed iterate of one of them and d the difference:
 *
 * <pre>
 *   U(w + d) - U(w) = (I - E H(p)) d - E q,
 *   |U(w + d) - U(w)| <= |J| |d| + eta (sqrt(2) (|X| + |Y|) |d|^2 + |d|^3 / 2),   J = I - E H(p),
 * </pre>
 *
 * <p>with eta the larger step size and |X|, |Y| the Frobenius norms at p. The gradient is a cubic
 * polynomial, so its expansion ends: by X, q is 2 |Y| |dX| |dY| + |X| |dY|^2 + |dX| |dY|^2 at most,
 * and 2 |dX| |dY|, |dX|^2, |dY|^2 are at most |d|^2. Derivation: {@code proofs-notes/precision.md}.
 *
 * @param norm an upper bound on |J|, the spectral norm
 * @param second the factor of |d|^2
 * @param third the factor of |d|^3
 */
record StepGrowth(double norm, double second, double third) {
  /** Squarings of J^T J: its norm is then too large by a factor of at most n^(1/8192). */
  private static final int SQUARINGS = 12;

  /** The largest side of J for which the roundings below are counted. */
  static final int LARGEST_SIDE = 512;

  /**
   * What every sum, product and root here is inflated by: sums of n^2 <= 2^18 non-negative terms
   * have a relative error of at most 2^-34, so this covers sixteen of them.
   */
  private static final double UP = 1 + 0x1p-30;

  /** More than all that underflow may take: n^2 <= 2^18 products, 2^-1074 each. */
  private static final double UNDERFLOW = 0x1p-1000;

  /** The same under a root, and a floor that keeps norms from 0. */
  private static final double ROOT_UNDERFLOW = 0x1p-500;

  /** Rounding is upwards, so that a bound stays one. */
  static final MathContext UPWARDS = new MathContext(17, RoundingMode.UP);

  /** Whether the iterate is so small that its squares are doubles. */
  boolean isFinite() {
    return Double.isFinite(norm) && Double.isFinite(second);
  }

  /** The distance after the update, from above. */
  BigDecimal after(BigDecimal distance) {
    BigDecimal square = distance.multiply(distance, UPWARDS);
    return new BigDecimal(norm)
        .multiply(distance, UPWARDS)
        .add(new BigDecimal(second).multiply(square, UPWARDS), UPWARDS)
        .add(new BigDecimal(third).multiply(square.multiply(distance, UPWARDS), UPWARDS), UPWARDS);
  }

  /**
   * The growth of an update.
   *
   * @param jacobian J row by row, n x n
   * @param entryError how far each entry may be from the exact one
   * @param eta the larger step size
   * @param norms |X| + |Y|, from above
   */
  static StepGrowth of(double[] jacobian, int n, double entryError, double eta, double norms) {
    double norm = (spectralNorm(jacobian, n) + n * entryError) * UP;
    return new StepGrowth(norm, eta * Math.sqrt(2) * norms * UP, eta * 0.5 * UP);
  }

  /**
   * An upper bound on the spectral norm of an n x n matrix in binary64, rounding included: |J|^2 =
   * |J^T J|, and the computed J^T J differs from it by at most gamma_n |J|_F^2 in norm.
   */
  static double spectralNorm(double[] j, int n) {
    double[] transpose = new double[n * n];
    for (int k = 0; k < n * n; k++) {
      transpose[k] = j[k % n * n + k / n];
    }
    double frobenius = frobenius(j);
    double error = roundoff(n) * frobenius * frobenius * UP + UNDERFLOW;
    return Math.sqrt(symmetricNorm(gram(transpose, n), n, SQUARINGS) + error) * UP;
  }

  /** The same of a symmetric matrix A: |A|^2 = |A^2| down to the last square, taken by |.|_F. */
  private static double symmetricNorm(double[] a, int n, int squarings) {
    double frobenius = frobenius(a);
    if (squarings == 0) {
      return frobenius;
    }
    // A power of two: entries keep their bits, and powers of A neither overflow nor vanish.
    int exponent = Math.getExponent(frobenius);
    double[] scaled = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      scaled[k] = Math.scalb(a[k], -exponent);
    }
    double size = frobenius(scaled);
    double error = roundoff(n) * size * size * UP + UNDERFLOW;
    double square = symmetricNorm(gram(scaled, n), n, squarings - 1);
    return Math.scalb(Math.sqrt(square + error) * UP, exponent);
  }

  /** gamma_n = n u / (1 - n u) is at most (n + 1) u for n <= 2^26. */
  private static double roundoff(int n) {
    return (n + 1) * 0x1p-53;
  }

  /** A A^T; symmetric bit for bit, since products commute and sums have one order. */
  private static double[] gram(double[] a, int n) {
    double[] product = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * a[j * n + k];
        }
        product[i * n + j] = sum;
        product[j * n + i] = sum;
      }
    }
    return product;
  }

  private static double frobenius(double[] a) {
    return Math.sqrt(Entries.normSquared(a)) * UP + ROOT_UNDERFLOW;
  }
}
