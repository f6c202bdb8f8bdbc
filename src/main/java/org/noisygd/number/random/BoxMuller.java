// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import org.checkerframework.dataflow.qual.Pure;

/**
 * Two standard normal deviates from two 32-bit words, by Box and Muller's transform in a fixed
 * sequence of IEEE binary64 operations: add, subtract, multiply, divide, square root, and exact
 * conversions. No fused multiply-add, no library function and no branch, so that programs and
 * vectors of any kind get the same bits.
 *
 * <pre>
 *   radius: n = 2 w0 + 1 = m 2^k exactly, sqrt(1/2) &lt;= m &lt; sqrt(2);  u = n 2^-33
 *           s = (m - 1) / (m + 1),  w = s s
 *           -2 log u = (k - 33) (-2 ln 2) + s Q(w),   rho = sqrt(-2 log u)
 *   angle:  q = w1 &gt;&gt;&gt; 30,  t = ((w1 mod 2^30) + 1/2 - 2^29) 2^-29 exactly, |t| &lt; 1;  v = t t
 *           sine = t S(v) = sin(pi/4 t),  cosine = C(v) = cos(pi/4 t)
 *   (z1, z2) = rho (cosine, sine), turned by q right angles
 * </pre>
 *
 * <p>Q, S and C by Horner from the highest coefficient, a product and a sum at each degree. Every
 * operation but the exact ones rounds once, to nearest even.
 *
 * <p>Accuracy: |z - exact| &lt;= 2^-45 rho for the exact deviate of the same words (derived in
 * {@code proofs-notes/kernels.md}). Deviates are symmetric exactly; |z| &lt;= {@link #LARGEST};
 * none is zero.
 *
 * <p>Source: G. E. P. Box, M. E. Muller, "A Note on the Generation of Random Normal Deviates", Ann.
 * Math. Statist. 29 (1958) 610-611. The coefficients interpolate at Chebyshev points ({@code
 * src/golden/box_muller.py}).
 */
public final class BoxMuller {

  /** A bound on |z|: sqrt(66 ln 2), the radius of w0 = 0, with its error, rounded up. */
  public static final double LARGEST = 0x1.b0e08d9986a9p2;

  /** 2^52 as bits: a word below 2^52 put into these bits is 2^52 + word. */
  public static final long TWO_52_BITS = 0x4330000000000000L;

  /** 2^52. */
  public static final double TWO_52 = 0x1.0p52;

  /** The bits of sqrt(1/2), to nearest; it only selects one of two representations. */
  public static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;

  /** -2 ln 2, to nearest. */
  public static final double MINUS_2_LN_2 = -0x1.62e42fefa39efp0;

  /** Q, in ascending powers: -2 log((1 + s) / (1 - s)) / s in w = s s, 0 &lt;= w &lt; 0.02945. */
  private static final double[] Q = {
    -0x1.0000000000001p2,
    -0x1.5555555552d50p0,
    -0x1.999999a435066p-1,
    -0x1.249240b87155dp-1,
    -0x1.c722cceee92f5p-2,
    -0x1.732320a9c9387p-2,
    -0x1.58d5d4a938424p-2,
  };

  /** S, in ascending powers: sin(pi/4 t) / t in v = t t, 0 &lt;= v &lt;= 1. */
  private static final double[] S = {
    0x1.921fb54442cfap-1,
    -0x1.4abbce6257a2ap-4,
    0x1.466bc67123fa1p-9,
    -0x1.32d2c644adc0bp-15,
    0x1.5071ce4b47930p-22,
    -0x1.dd54805f3f706p-30,
  };

  /** C, in ascending powers: cos(pi/4 t) in v = t t, 0 &lt;= v &lt;= 1. */
  private static final double[] C = {
    0x1.0p0,
    -0x1.3bd3cc9be458bp-2,
    0x1.03c1f081b0780p-6,
    -0x1.55d3c7dbfd139p-12,
    0x1.e1f4fb60281f6p-19,
    -0x1.a6c9c1be9eb49p-26,
    0x1.f3dbcea61b1a4p-34,
  };

  private BoxMuller() {}

  /** Q's coefficients, a copy. */
  public static double[] radiusCoefficients() {
    return Q.clone();
  }

  /** S's coefficients, a copy. */
  public static double[] sineCoefficients() {
    return S.clone();
  }

  /** C's coefficients, a copy. */
  public static double[] cosineCoefficients() {
    return C.clone();
  }

  /** rho of a word of 32 bits. */
  @Pure
  public static double radius(long word) {
    double n = Double.longBitsToDouble(TWO_52_BITS | (2 * word + 1)) - TWO_52;
    long bits = Double.doubleToRawLongBits(n);
    long k = (bits - SQRT_HALF_BITS) >>> 52;
    double m = Double.longBitsToDouble(bits - (k << 52));
    double exponent = Double.longBitsToDouble(TWO_52_BITS | k) - (TWO_52 + 33);
    double s = (m - 1) / (m + 1);
    return StrictMath.sqrt(exponent * MINUS_2_LN_2 + s * InverseNormal.horner(Q, s * s));
  }

  /** The first (second false) or second deviate of two words of 32 bits. */
  @Pure
  public static double deviate(long word0, long word1, boolean second) {
    double rho = radius(word0);
    double t = angle(word1);
    double v = t * t;
    long q = word1 >>> 30;
    boolean sine = (q % 2 == 1) ^ second;
    double z = rho * (sine ? t * InverseNormal.horner(S, v) : InverseNormal.horner(C, v));
    boolean negative = (second ? q / 2 : (q + 1) / 2 % 2) == 1;
    return negative ? -z : z;
  }

  /** t, exactly. */
  @Pure
  private static double angle(long word) {
    // 2^52 + the word's lower 30 bits, less 2^52 + 2^29, is exact; so is the half.
    double offset =
        Double.longBitsToDouble(TWO_52_BITS | (word & 0x3FFFFFFFL)) - (TWO_52 + 0x1.0p29);
    return (offset + 0.5) * 0x1.0p-29;
  }
}
