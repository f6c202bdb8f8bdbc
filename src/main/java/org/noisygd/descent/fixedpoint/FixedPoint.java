// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;

/**
 * Fixed-point numbers: an integer v stands for v 2^-F. The integers are unlimited, so only the
 * fraction is rounded, to nearest with ties upwards:
 *
 * <pre>  rnd(q) = floor(q 2^F + 1/2) 2^-F,   |rnd(q) - q| <= 2^-F / 2</pre>
 *
 * <p>The error is absolute: a number below 2^-F / 2 becomes 0, and one of modulus 2^-m keeps F - m
 * bits. {@link #ofDigits} therefore adds {@value #GUARD_BITS} guard bits to the P requested digits,
 * so that numbers down to 2^-12 still have P digits.
 *
 * @param fractionBits F
 */
public record FixedPoint(int fractionBits) {
  /** Number of bits beyond P digits: about 8 for the error of one ordinary update, 4 spare. */
  public static final int GUARD_BITS = 12;

  /** Maximum number of digits P. */
  public static final int MAX_DIGITS = 10_000;

  /** Checks that F is not negative and at most 4 {@link #MAX_DIGITS}, since log2 10 &lt; 4. */
  public FixedPoint {
    Require.that(
        fractionBits >= 0 && fractionBits <= 4 * MAX_DIGITS,
        "fraction bits",
        "be in 0.." + 4 * MAX_DIGITS,
        fractionBits);
  }

  /**
   * The numbers for P decimal digits: F = ceil(P log2 10) + {@value #GUARD_BITS}.
   *
   * @throws IllegalArgumentException unless {@code 1 <= digits <= MAX_DIGITS}
   */
  public static FixedPoint ofDigits(int digits) {
    Require.that(digits >= 1 && digits <= MAX_DIGITS, "digits", "be in 1.." + MAX_DIGITS, digits);
    // 10^P is not a power of two: the length of 10^P in bits is ceil(P log2 10).
    return new FixedPoint(BigInteger.TEN.pow(digits).bitLength() + GUARD_BITS);
  }

  /** The integer v of rnd(q). */
  BigInteger fromRational(BigFraction q) {
    BigInteger denominator = Rationals.denominator(q);
    BigInteger doubled = Rationals.numerator(q).shiftLeft(fractionBits + 1).add(denominator);
    return floorDivide(doubled, denominator.shiftLeft(1));
  }

  /**
   * The integer s, |s| &lt;= 2^53, with rnd(d) = v 2^-F and v = s 2^{@link #shift}.
   *
   * @throws ArithmeticException if d is not finite
   */
  long significand(double d) {
    if (!Double.isFinite(d)) {
      throw new ArithmeticException("number in fixed point must be finite, got " + d);
    }
    int exponent = exponent(d);
    long significand = (long) Math.scalb(d, -exponent); // exact, below 2^53
    int shift = exponent + fractionBits;
    if (shift >= 0) {
      return significand;
    }
    // A significand below 2^53 over 2^55 is below 1/4, however large the shift is.
    return -shift >= 55 ? 0 : (significand + (1L << (-shift - 1))) >> -shift;
  }

  /** The exponent of the power of two in v, see {@link #significand}. */
  int shift(double d) {
    return Math.max(0, exponent(d) + fractionBits);
  }

  /** The exponent of the last bit of a double. */
  private static int exponent(double d) {
    return Math.max(Math.getExponent(d), Double.MIN_EXPONENT) - 52;
  }

  private static BigInteger floorDivide(BigInteger a, BigInteger positive) {
    BigInteger[] parts = a.divideAndRemainder(positive);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** The integer of rnd of an exact product of two numbers: floor(v 2^-F + 1/2). */
  BigInteger round(BigInteger product) {
    return fractionBits == 0
        ? product
        : product.add(BigInteger.ONE.shiftLeft(fractionBits - 1)).shiftRight(fractionBits);
  }

  /** The number of an integer, exactly. */
  Dyadic toDyadic(BigInteger v) {
    return Dyadic.of(v, -fractionBits);
  }
}
