// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import org.checkerframework.dataflow.qual.Pure;

/**
 * The natural logarithm as a fixed sequence of IEEE binary64 operations, for the tails of {@link
 * InverseNormal}.
 *
 * <pre>
 *   p = m 2^e exactly, sqrt(1/2) &lt;= m &lt; sqrt(2);  s = (m - 1) / (m + 1);  w = s s
 *   log p = e L1 + ((2 s) P(w) + e L2),   P(w) = 1 + w/3 + w^2/5 + ... + w^10/21
 * </pre>
 *
 * <p>P is evaluated by Horner's scheme from the highest coefficient. L1 + L2 = ln 2, and L1 has 32
 * bits, so e L1 is exact, as are m - 1 and 2 s. Every other operation rounds once, to nearest even.
 *
 * <p>Accuracy: truncating the series costs less than 2^-60 of log m (derived: |s| &lt; 0.1716, so
 * the remainder is below w^11 / (23 (1 - w))). For 2^-53 &lt;= p &lt;= 0.075, the range used, the
 * relative error is below 2 units of 2^-53 (derived in {@code proofs-notes/noise.md}).
 */
public final class FixedLogarithm {

  /** sqrt(1/2), to nearest; only selects one of two representations. */
  public static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1;

  /** L1: ln 2 truncated to 32 bits, as in fdlibm's {@code e_log.c}. */
  public static final double LN2_HIGH = 0x1.62e42feep-1;

  /** L2: ln 2 - L1, to nearest. */
  public static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** P, in ascending powers: the nearest doubles of 1 / (2 n + 1). */
  private static final double[] LOGARITHM = {
    0x1.0p0, // 1
    0x1.5555555555555p-2, // 1/3
    0x1.999999999999ap-3, // 1/5
    0x1.2492492492492p-3, // 1/7
    0x1.c71c71c71c71cp-4, // 1/9
    0x1.745d1745d1746p-4, // 1/11
    0x1.3b13b13b13b14p-4, // 1/13
    0x1.1111111111111p-4, // 1/15
    0x1.e1e1e1e1e1e1ep-5, // 1/17
    0x1.af286bca1af28p-5, // 1/19
    0x1.8618618618618p-5, // 1/21
  };

  private FixedLogarithm() {}

  /** P's coefficients, a copy. */
  public static double[] coefficients() {
    return LOGARITHM.clone();
  }

  /** The logarithm of p, for a positive normal p; undefined for any other. */
  @Pure
  static double log(double p) {
    int e = Math.getExponent(p) + 1;
    double m = half(p);
    if (m < SQRT_HALF) {
      m = 2 * m;
      e = e - 1;
    }
    double s = (m - 1) / (m + 1);
    double logM = (2 * s) * InverseNormal.horner(LOGARITHM, s * s);
    return e * LN2_HIGH + (logM + e * LN2_LOW);
  }

  /**
   * The significand of a positive normal p, scaled into [1/2, 1): its bits with another exponent.
   */
  @Pure
  private static double half(double p) {
    return Double.longBitsToDouble(
        (Double.doubleToRawLongBits(p) & 0x000F_FFFF_FFFF_FFFFL) | 0x3FE0_0000_0000_0000L);
  }
}
