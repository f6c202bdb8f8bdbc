// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * The second route of the rounding tests: rounding to nearest, ties to even, straight from the
 * definition, on exact rationals. It finds the grid on which the number lies, the two neighbours on
 * it, and compares the distances; it shares nothing with the code under test.
 */
public final class ExactRounding {
  private static final BigFraction TWO = BigFraction.of(2);

  private ExactRounding() {}

  /** 2^e for any int e. */
  public static BigFraction powerOfTwo(int e) {
    BigFraction power = TWO.pow(Math.abs(e));
    return e < 0 ? power.reciprocal() : power;
  }

  /** The integer nearest to q, ties to even. */
  static BigInteger nearestInteger(BigFraction q) {
    // A BigFraction may have a negative denominator.
    BigInteger numerator = q.getNumerator();
    BigInteger denominator = q.getDenominator();
    if (denominator.signum() < 0) {
      numerator = numerator.negate();
      denominator = denominator.negate();
    }
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    BigFraction above = q.subtract(BigFraction.of(floor));
    int side = above.compareTo(BigFraction.of(1, 2)); // both positive, see BigFractionTrapsTest
    boolean up = side > 0 || (side == 0 && floor.testBit(0));
    return up ? floor.add(BigInteger.ONE) : floor;
  }

  /** The exponent e with base^e <= |q| < base^(e+1), by counting; q not zero. */
  static int exponent(BigFraction q, BigFraction base) {
    BigFraction magnitude = q.abs();
    // A first guess from the lengths in bits, then steps of one.
    int bits =
        magnitude.getNumerator().abs().bitLength() - magnitude.getDenominator().abs().bitLength();
    int e = (int) Math.floor(bits * Math.log(2) / Math.log(base.doubleValue()));
    while (power(base, e).compareTo(magnitude) > 0) {
      e--;
    }
    while (power(base, e + 1).compareTo(magnitude) <= 0) {
      e++;
    }
    return e;
  }

  private static BigFraction power(BigFraction base, int e) {
    return e >= 0 ? base.pow(e) : base.pow(-e).reciprocal();
  }

  /**
   * q rounded to p significant digits in the given base, the exponent of the last one at least min.
   */
  private static BigFraction round(BigFraction q, int base, int digits, int minLast) {
    if (q.signum() == 0) {
      return q;
    }
    BigFraction b = BigFraction.of(base);
    int last = Math.max(exponent(q, b) - digits + 1, minLast);
    BigFraction unit = power(b, last);
    return BigFraction.of(nearestInteger(q.divide(unit))).multiply(unit);
  }

  /** q rounded to p bits, exponent unlimited. */
  public static BigFraction roundToBits(BigFraction q, int bits) {
    return round(q, 2, bits, -1_000_000);
  }

  /** q rounded to P decimal digits, exponent unlimited. */
  static BigFraction roundToDigits(BigFraction q, int digits) {
    return round(q, 10, digits, -1_000_000);
  }

  /** |a - b| / |b|, b not zero. */
  static BigFraction relativeError(BigFraction a, BigFraction b) {
    return a.subtract(b).abs().divide(b.abs());
  }
}
