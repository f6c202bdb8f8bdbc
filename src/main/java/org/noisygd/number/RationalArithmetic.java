// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Exact arithmetic on the rationals. The root of a number that is not the square of a rational is
 * refused with an {@link ArithmeticException}. Printed as {@code p/q} where no decimal is exact.
 */
public final class RationalArithmetic implements Arithmetic<BigFraction> {
  /** The only instance. */
  public static final RationalArithmetic INSTANCE = new RationalArithmetic();

  private RationalArithmetic() {}

  @Override
  public String name() {
    return "rational";
  }

  @Override
  public BigFraction unitRoundoff() {
    return BigFraction.ZERO;
  }

  @Override
  public BigFraction add(BigFraction a, BigFraction b) {
    return a.add(b);
  }

  @Override
  public BigFraction subtract(BigFraction a, BigFraction b) {
    return a.subtract(b);
  }

  @Override
  public BigFraction multiply(BigFraction a, BigFraction b) {
    return a.multiply(b);
  }

  @Override
  public BigFraction divide(BigFraction a, BigFraction b) {
    return a.divide(b);
  }

  @Override
  public BigFraction negate(BigFraction a) {
    return a.negate();
  }

  @Override
  public BigFraction sqrt(BigFraction a) {
    if (a.signum() < 0) {
      throw new ArithmeticException("square root of the negative number " + a);
    }
    BigInteger[] numerator = Rationals.numerator(a).sqrtAndRemainder();
    BigInteger[] denominator = Rationals.denominator(a).sqrtAndRemainder();
    if (numerator[1].signum() != 0 || denominator[1].signum() != 0) {
      throw new ArithmeticException("the square root of " + a + " is not rational");
    }
    return BigFraction.of(numerator[0], denominator[0]);
  }

  @Override
  public int compare(BigFraction a, BigFraction b) {
    return Rationals.compare(a, b);
  }

  @Override
  public BigFraction of(int n) {
    return BigFraction.of(n);
  }

  @Override
  public BigFraction of(double d) {
    return Rationals.of(d);
  }

  @Override
  public BigFraction fromRational(BigFraction q) {
    return q;
  }

  @Override
  public BigFraction toRational(BigFraction a) {
    return a;
  }

  @Override
  public BigFraction zero() {
    return BigFraction.ZERO;
  }

  @Override
  public BigFraction one() {
    return BigFraction.ONE;
  }

  @Override
  public String print(BigFraction a) {
    return Rationals.denominator(a).bitCount() == 1
        ? DyadicArithmetic.INSTANCE.fromRational(a).toLiteral()
        : Rationals.numerator(a) + "/" + Rationals.denominator(a);
  }

  /** The name of this arithmetic. */
  @Override
  public String toString() {
    return name();
  }
}
