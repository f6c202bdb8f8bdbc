// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

/**
 * Sums and quotients rounded to odd at 53 bits: a number that is no double becomes the neighbour
 * whose last bit is 1. A later rounding at 51 bits or less, to nearest or directed, then gives the
 * same as for the exact number.
 */
final class RoundToOdd {
  /** Minimum of |a| in a quotient, so that residual and quotient stay in binary64's range. */
  private static final double SMALL = 0x1p-800;

  private static final double LARGE = 0x1p800;

  private RoundToOdd() {}

  /** The sum a + e for |e| below an ulp of a; only e's sign counts. It is a if e is not finite. */
  static double sum(double a, double e) {
    if (e == 0 || !Double.isFinite(e) || (Double.doubleToRawLongBits(a) & 1) != 0) {
      return a;
    }
    return e > 0 ? Math.nextUp(a) : Math.nextDown(a);
  }

  /**
   * The quotient a / b for b in 2^-200..2^200. An |a| outside 2^-800..2^800 is replaced by the
   * nearer end, which is still far below, or above, every value of a format of a few bits.
   */
  static double quotient(double a, double b) {
    if (a == 0) {
      return a;
    }
    double within = Math.copySign(Math.max(SMALL, Math.min(LARGE, Math.abs(a))), a);
    double q = within / b;
    return sum(q, Math.fma(-q, b, within));
  }
}
