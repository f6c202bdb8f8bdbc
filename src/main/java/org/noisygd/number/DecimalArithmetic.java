// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Decimal floating point of P digits with an unlimited exponent: every operation is correctly
 * rounded, half to even, by {@link BigDecimal} (its specification; the root since Java 9). Python's
 * {@code decimal} with the same precision gives the same digits. Unit roundoff 10^(1-P)/2.
 */
public final class DecimalArithmetic implements Arithmetic<BigDecimal> {
  /** Maximum number of digits P; with more digits {@link ApfloatArithmetic} is faster. */
  public static final int MAX_DIGITS = 100_000;

  /** The exact arithmetic of all decimals; it refuses quotients and roots that are not decimals. */
  public static final DecimalArithmetic EXACT = new DecimalArithmetic(0);

  private final MathContext context;

  private DecimalArithmetic(int digits) {
    this.context = new MathContext(digits, RoundingMode.HALF_EVEN);
  }

  /**
   * The arithmetic of the given number of significant decimal digits.
   *
   * @throws IllegalArgumentException unless {@code 1 <= digits <= MAX_DIGITS}
   */
  public static DecimalArithmetic ofDigits(int digits) {
    Require.that(digits >= 1 && digits <= MAX_DIGITS, "digits", "be in 1.." + MAX_DIGITS, digits);
    return new DecimalArithmetic(digits);
  }

  /** P, the significant digits of every value; 0 in the exact arithmetic. */
  public int digits() {
    return context.getPrecision();
  }

  @Override
  public String name() {
    return "decimal:" + digits();
  }

  @Override
  public BigFraction unitRoundoff() {
    return digits() == 0
        ? BigFraction.ZERO
        : BigFraction.of(BigInteger.ONE, BigInteger.TEN.pow(digits() - 1).shiftLeft(1));
  }

  @Override
  public BigDecimal add(BigDecimal a, BigDecimal b) {
    return a.add(b, context);
  }

  @Override
  public BigDecimal subtract(BigDecimal a, BigDecimal b) {
    return a.subtract(b, context);
  }

  @Override
  public BigDecimal multiply(BigDecimal a, BigDecimal b) {
    return a.multiply(b, context);
  }

  @Override
  public BigDecimal divide(BigDecimal a, BigDecimal b) {
    return a.divide(b, context);
  }

  @Override
  public BigDecimal negate(BigDecimal a) {
    return a.negate();
  }

  @Override
  public BigDecimal sqrt(BigDecimal a) {
    return a.sqrt(context);
  }

  @Override
  public int compare(BigDecimal a, BigDecimal b) {
    return a.compareTo(b);
  }

  @Override
  public int signum(BigDecimal a) {
    return a.signum();
  }

  @Override
  public BigDecimal fromDecimal(BigDecimal literal) {
    return literal.round(context);
  }

  @Override
  public BigDecimal fromRational(BigFraction q) {
    return Rationals.roundToDecimal(q, context);
  }

  @Override
  public BigDecimal fromDyadic(Dyadic d) {
    return fromDecimal(d.toBigDecimal());
  }

  @Override
  public double roundToDouble(BigDecimal a) {
    return a.doubleValue(); // correctly rounded
  }

  @Override
  public BigFraction toRational(BigDecimal a) {
    return Rationals.of(a);
  }

  @Override
  public String print(BigDecimal a) {
    return Literals.format(a);
  }

  /** The name of this arithmetic. */
  @Override
  public String toString() {
    return name();
  }
}
