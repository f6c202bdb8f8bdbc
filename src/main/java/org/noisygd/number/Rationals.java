// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.commons.numbers.fraction.BigFraction;

/** Exact conversions to rationals, and the named roundings from them. */
public final class Rationals {
  private Rationals() {}

  /**
   * The exact value of a double.
   *
   * @throws ArithmeticException if d is infinite or NaN
   */
  public static BigFraction of(double d) {
    return Dyadic.of(d).toRational();
  }

  /** The exact value of a decimal. */
  public static BigFraction of(BigDecimal d) {
    return d.scale() <= 0
        ? BigFraction.of(d.toBigIntegerExact())
        : BigFraction.of(d.unscaledValue(), BigInteger.TEN.pow(d.scale()));
  }

  /**
   * The sign of a - b as a negative, zero or positive number. Do not use {@link
   * BigFraction#compareTo}: in Commons Numbers 1.2 it compares two negative fractions by magnitude,
   * so that it puts -1/2 above -1/3. Fractions are not reduced: doubles near the smallest normal
   * number have denominators of a thousand bits.
   */
  public static int compare(BigFraction a, BigFraction b) {
    return numerator(a).multiply(denominator(b)).compareTo(numerator(b).multiply(denominator(a)));
  }

  /** The larger of a and b. */
  public static BigFraction max(BigFraction a, BigFraction b) {
    return compare(a, b) >= 0 ? a : b;
  }

  /**
   * The numerator of q in lowest terms, with q's sign. {@link BigFraction#getNumerator} itself may
   * have the other sign: a {@link BigFraction} keeps negative denominators.
   */
  public static BigInteger numerator(BigFraction q) {
    BigInteger numerator = q.getNumerator();
    return q.getDenominator().signum() < 0 ? numerator.negate() : numerator;
  }

  /** The denominator of q in lowest terms, positive. */
  public static BigInteger denominator(BigFraction q) {
    return q.getDenominator().abs();
  }

  /** The power 2^exponent. */
  public static BigFraction powerOfTwo(int exponent) {
    BigInteger power = BigInteger.ONE.shiftLeft(Math.abs(exponent));
    return exponent >= 0 ? BigFraction.of(power) : BigFraction.of(BigInteger.ONE, power);
  }

  /** The number q rounded to the given number of significant decimal digits, half to even. */
  public static BigDecimal roundToDecimal(BigFraction q, int digits) {
    return roundToDecimal(q, new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  /** The number q rounded once, by a context. */
  public static BigDecimal roundToDecimal(BigFraction q, MathContext context) {
    return new BigDecimal(numerator(q)).divide(new BigDecimal(denominator(q)), context);
  }

  /** The double nearest to q, ties to even. */
  public static double roundToDouble(BigFraction q) {
    return Dyadic.roundToOdd(q, ROUND_TO_ODD_BITS).roundToDouble();
  }

  /**
   * Rounding a quotient to odd at 53 + 2 bits or more and then to nearest at 53 or fewer gives the
   * correctly rounded quotient (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums",
   * IEEE Trans. Comput. 57, 2008).
   */
  private static final int ROUND_TO_ODD_BITS = 55;
}
