// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import java.util.List;
import org.checkerframework.dataflow.qual.Pure;

/**
 * A standard normal deviate from one 64-bit word, by Wichura's AS 241 (PPND16) in a fixed sequence
 * of IEEE binary64 operations: add, subtract, multiply, divide, square root, and exact scalings. No
 * fused multiply-add, no library function, so every language gets the same bits.
 *
 * <pre>
 *   k = word &gt;&gt;&gt; 12,  u = (k + 1/2) 2^-52,  q = u - 1/2        exactly; |q| &lt; 1/2, q != 0
 *   |q| &lt;= 0.425:  t = 0.180625 - q q,                  z = (q A(t)) / B(t)
 *   else:          p = 1/2 - |q|  (exact),  r = sqrt(-log p)
 *     r &lt;= 5:      t = r - 1.6,                         z = C(t) / D(t), with the sign of q
 *     else:        t = r - 5,                           z = E(t) / F(t), with the sign of q
 * </pre>
 *
 * <p>A to F are polynomials of degree 7, evaluated by Horner's scheme with a product and a sum at
 * each degree; log is {@link FixedLogarithm}. Every operation but the exact ones rounds once, to
 * nearest even.
 *
 * <p>Accuracy, relative to Phi^-1(u): the rounding error is below 22 units of 2^-53 (derived to
 * first order in {@code proofs-notes/noise.md}), the error of the formula at most 0.9 units
 * (measured there). The largest error was 6.7 units, 5.5 ulps (measured: 190,000 words, all
 * octaves, both seams). The last 12 bits of a word are not used. Special cases: none; every word
 * gives a finite non-zero deviate, and the complement of a word its negative, exactly.
 *
 * <p>Source: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution",
 * Applied Statistics 37 (1988) 477-484; the coefficients pass its printed hash sums ({@code
 * NoiseCoefficientsTest}).
 */
public final class InverseNormal {

  /** Maximum |z|, from the words 0 and all ones: the deviate of p = 2^-53. */
  public static final double LARGEST = 0x1.06b48528cea51p3;

  /** 0.425: |q| up to here is the central region. */
  public static final double CENTRAL_LIMIT = 0x1.b333333333333p-2;

  /** 0.180625 = 0.425^2. */
  public static final double CENTRAL_SHIFT = 0x1.71eb851eb851fp-3;

  /** 1.6, the shift of the middle region. */
  public static final double MIDDLE_SHIFT = 0x1.999999999999ap0;

  /** 5: the beginning of the far tail, and the shift there. */
  private static final double FAR_SHIFT = 0x1.4p2;

  /** A, in ascending powers: the nearest doubles of the published decimals beside them. */
  private static final double[] CENTRAL_NUMERATOR = {
    0x1.b18d91e9eef75p1, // 3.3871328727963666080e0
    0x1.0a4888b1a436ep7, // 1.3314166789178437745e2
    0x1.ece5d2213c0ccp10, // 1.9715909503065514427e3
    0x1.ad1d8cd4ee71dp13, // 1.3731693765509461125e4
    0x1.66c3e869b752ap15, // 4.5921953931549871457e4
    0x1.06c1c55b78f2p16, // 6.7265770927008700853e4
    0x1.052d26b2e45e4p15, // 3.3430575583588128105e4
    0x1.39a296f7d925ep11, // 2.5090809287301226727e3
  };

  /** B, in ascending powers. */
  private static final double[] CENTRAL_DENOMINATOR = {
    0x1.0p0, // 1.0
    0x1.5281b386e1ab5p5, // 4.2313330701600911252e1
    0x1.5797efdc8b3f7p9, // 6.8718700749205790830e2
    0x1.512322e75c89fp12, // 5.3941960214247511077e3
    0x1.4b772d5d65266p14, // 2.1213794301586595867e4
    0x1.3317caa64f4bep15, // 3.9307895800092710610e4
    0x1.c0e457cb1ae76p14, // 2.8729085735721942674e4
    0x1.46a7eca984b69p12, // 5.2264952788528545610e3
  };

  /** C, in ascending powers. */
  private static final double[] MIDDLE_NUMERATOR = {
    0x1.6c665fde9526ap0, // 1.42343711074968357734e0
    0x1.2857748cab19bp2, // 4.63033784615654529590e0
    0x1.713f71462256ap2, // 5.76949722146069140550e0
    0x1.d2ecb1a3d02c4p1, // 3.64784832476320460504e0
    0x1.453cc085375b2p0, // 1.27045825245236838258e0
    0x1.ef2abb9b85c37p-3, // 2.41780725177450611770e-1
    0x1.744eb6c45ec67p-6, // 2.27238449892691845833e-2
    0x1.9615ac0b7ace9p-11, // 7.74545014278341407640e-4
  };

  /** D, in ascending powers. */
  private static final double[] MIDDLE_DENOMINATOR = {
    0x1.0p0, // 1.0
    0x1.06cefbb46a449p1, // 2.05319162663775882187e0
    0x1.ad278e6526633p0, // 1.67638483018380384940e0
    0x1.61292f23385c9p-1, // 6.89767334985100004550e-1
    0x1.2f5123394f04p-3, // 1.48103976427480074590e-1
    0x1.f207a7eab17bfp-7, // 1.51986665636164571966e-2
    0x1.1f18cbfdf2728p-11, // 5.47593808499534494600e-4
    0x1.20d3f686439e4p-30, // 1.05075007164441684324e-9
  };

  /** E, in ascending powers. */
  private static final double[] FAR_NUMERATOR = {
    0x1.aa1b1c13ee526p2, // 6.65790464350110377720e0
    0x1.5daea6e875003p2, // 5.46378491116411436990e0
    0x1.c8ea6461fa445p0, // 1.78482653991729133580e0
    0x1.2fad9315255cfp-2, // 2.96560571828504891230e-1
    0x1.b2b41193b4ee7p-6, // 2.65321895265761230930e-2
    0x1.45c1908425345p-10, // 1.24266094738807843860e-3
    0x1.c6ec6cc59e02ap-16, // 2.71155556874348757815e-5
    0x1.afb74d693bf93p-23, // 2.01033439929228813265e-7
  };

  /** F, in ascending powers. */
  private static final double[] FAR_DENOMINATOR = {
    0x1.0p0, // 1.0
    0x1.331d34fc7d77fp-1, // 5.99832206555887937690e-1
    0x1.186eb183443fbp-3, // 1.36929880922735805310e-1
    0x1.e76f93215462ap-7, // 1.48753612908506148525e-2
    0x1.9c8bc979dc5d7p-11, // 7.86869131145613259100e-4
    0x1.35c2c496374bfp-16, // 1.84631831751005468180e-5
    0x1.31446f740b9ep-23, // 1.42151175831644588870e-7
    0x1.269bff1f8c19p-49, // 2.04426310338993978564e-15
  };

  private InverseNormal() {}

  /** A's coefficients, then B's, a copy each. */
  public static List<double[]> centralCoefficients() {
    return List.of(CENTRAL_NUMERATOR.clone(), CENTRAL_DENOMINATOR.clone());
  }

  /** C's coefficients, then D's, a copy each. */
  public static List<double[]> middleCoefficients() {
    return List.of(MIDDLE_NUMERATOR.clone(), MIDDLE_DENOMINATOR.clone());
  }

  /**
   * The deviate of a word: Phi^-1 at the middle of the cell of width 2^-52 that the word's upper 52
   * bits name.
   */
  @Pure
  public static double fromWord(long word) {
    // 2 k + 1 - 2^52 is an odd integer below 2^52 in absolute value: exact as a double.
    long odd = ((word >>> 12) << 1) + 1 - (1L << 52);
    return atOffset(odd * 0x1p-53);
  }

  /** The deviate at u = 1/2 + q, for |q| &lt;= 1/2 - 2^-53 of which 1/2 - |q| is a double. */
  @Pure
  static double atOffset(double q) {
    double distance = Math.abs(q);
    if (distance <= CENTRAL_LIMIT) {
      double t = CENTRAL_SHIFT - q * q;
      return (q * horner(CENTRAL_NUMERATOR, t)) / horner(CENTRAL_DENOMINATOR, t);
    }
    double r = StrictMath.sqrt(-FixedLogarithm.log(0.5 - distance));
    double z;
    if (r <= FAR_SHIFT) {
      double t = r - MIDDLE_SHIFT;
      z = horner(MIDDLE_NUMERATOR, t) / horner(MIDDLE_DENOMINATOR, t);
    } else {
      double t = r - FAR_SHIFT;
      z = horner(FAR_NUMERATOR, t) / horner(FAR_DENOMINATOR, t);
    }
    return q < 0 ? -z : z;
  }

  /** The sum of c[i] t^i: from the highest coefficient down, a product, then a sum. */
  @Pure
  static double horner(double[] c, double t) {
    double sum = c[c.length - 1];
    for (int i = c.length - 2; i >= 0; i--) {
      sum = sum * t + c[i];
    }
    return sum;
  }
}
