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
   * The value of a double, exactly.
   *
   * @throws ArithmeticException if d is infinite or NaN
   */
  public static BigFraction of(double d) {
    return Dyadic.of(d).toRational();
  }

  /** The value of a decimal, exactly. */
  public static BigFraction of(BigDecimal d) {
    return d.scale() <= 0
        ? BigFraction.of(d.toBigIntegerExact())
        : BigFraction.of(d.unscaledValue(), BigInteger.TEN.pow(d.scale()));
  }

  /**
   * Negative, zero or positive as a is less than, equal to or greater than b. {@link
   * BigFraction#compareTo} is not to be used: in Commons Numbers 1.2 it compares two negative
   * fractions by magnitude, so that it puts -1/2 above -1/3.
   */
  public static int compare(BigFraction a, BigFraction b) {
    return a.subtract(b).signum();
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

  /** 2^exponent. */
  public static BigFraction powerOfTwo(int exponent) {
    BigInteger power = BigInteger.ONE.shiftLeft(Math.abs(exponent));
    return exponent >= 0 ? BigFraction.of(power) : BigFraction.of(BigInteger.ONE, power);
  }

  /**
   * The square root of q.
   *
   * @throws ArithmeticException if q is not the square of a rational
   */
  public static BigFraction sqrt(BigFraction q) {
    if (q.signum() < 0) {
      throw new ArithmeticException("square root of the negative number " + q);
    }
    BigInteger[] numerator = numerator(q).sqrtAndRemainder();
    BigInteger[] denominator = denominator(q).sqrtAndRemainder();
    if (numerator[1].signum() != 0 || denominator[1].signum() != 0) {
      throw new ArithmeticException("the square root of " + q + " is not rational");
    }
    return BigFraction.of(numerator[0], denominator[0]);
  }

  /** q rounded to the given number of significant decimal digits, half to even. */
  public static BigDecimal roundToDecimal(BigFraction q, int digits) {
    return roundToDecimal(q, new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  /** q rounded once, as the context says. */
  public static BigDecimal roundToDecimal(BigFraction q, MathContext context) {
    return new BigDecimal(numerator(q)).divide(new BigDecimal(denominator(q)), context);
  }

  /**
   * q cut to {@code precision + 1} bits or one more, its last bit made odd where anything was cut.
   * A further rounding to nearest at two or more bits fewer is then the correct rounding of q.
   */
  public static Dyadic roundToOdd(BigFraction q, int precision) {
    BigInteger numerator = numerator(q).abs();
    BigInteger denominator = denominator(q);
    int shift = precision + 1 - (numerator.bitLength() - denominator.bitLength());
    BigInteger scaled = shift >= 0 ? numerator.shiftLeft(shift) : numerator;
    BigInteger divisor = shift >= 0 ? denominator : denominator.shiftLeft(-shift);
    BigInteger[] quotient = scaled.divideAndRemainder(divisor);
    BigInteger odd = quotient[1].signum() == 0 ? quotient[0] : quotient[0].setBit(0);
    return Dyadic.of(q.signum() < 0 ? odd.negate() : odd, -shift);
  }

  /** The double nearest to q, ties to even. */
  public static double roundToDouble(BigFraction q) {
    return roundToOdd(q, ROUND_TO_ODD_BITS).roundToDouble();
  }

  /**
   * Rounding a quotient to odd at 53 + 2 bits or more and then to nearest at 53 or fewer gives the
   * correctly rounded quotient (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums",
   * IEEE Trans. Comput. 57, 2008).
   */
  private static final int ROUND_TO_ODD_BITS = 55;
}
