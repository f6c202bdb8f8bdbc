// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.commons.numbers.fraction.BigFraction;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;
import org.apfloat.FixedPrecisionApfloatHelper;

/**
 * Decimal floating point of P digits by Apfloat: an independent check of {@link DecimalArithmetic},
 * and faster than it from some thousand digits on. This is the only class that touches Apfloat.
 *
 * <p>Apfloat leaves its rounding undefined, lets operands of different precision mix silently (50
 * digits plus 1 digit gave 2) and adds without a guard digit (99..9 - 10..0 gave 0), so every
 * operation goes through a {@link FixedPrecisionApfloatHelper} of {@value #GUARD_DIGITS} more
 * digits and its result is rounded, half to even, to P; doubles are converted exactly, never by
 * {@code new Apfloat(double)}. Operands of P digits whose sum cancels differ by at most one in
 * exponent, so the guard digits hold the sum exactly. The unit roundoff given, 10^(1-P), is
 * <b>assumed</b>: half of it for the rounding, and some units of the last guard digit for Apfloat;
 * measured by {@code ApfloatArithmeticTest}.
 */
public final class ApfloatArithmetic implements Arithmetic<Apfloat> {
  /** Number of guard digits of an operation, beyond P. */
  private static final int GUARD_DIGITS = 20;

  /** Maximum number of digits P. */
  public static final int MAX_DIGITS = 1_000_000;

  private final int digits;
  private final FixedPrecisionApfloatHelper helper;

  private ApfloatArithmetic(int digits) {
    this.digits = digits;
    this.helper = new FixedPrecisionApfloatHelper(digits + GUARD_DIGITS);
  }

  /**
   * The arithmetic of the given number of significant decimal digits.
   *
   * @throws IllegalArgumentException unless {@code 1 <= digits <= MAX_DIGITS}
   */
  public static ApfloatArithmetic ofDigits(int digits) {
    return new ApfloatArithmetic(
        Require.that(
            digits >= 1 && digits <= MAX_DIGITS, "digits", "be in 1.." + MAX_DIGITS, digits));
  }

  private Apfloat round(Apfloat a) {
    return a.signum() == 0 ? a : ApfloatMath.roundToPrecision(a, digits, RoundingMode.HALF_EVEN);
  }

  @Override
  public String name() {
    return "apfloat:" + digits;
  }

  @Override
  public BigFraction unitRoundoff() {
    return BigFraction.of(BigInteger.ONE, BigInteger.TEN.pow(digits - 1));
  }

  @Override
  public Apfloat add(Apfloat a, Apfloat b) {
    return round(helper.add(a, b));
  }

  @Override
  public Apfloat subtract(Apfloat a, Apfloat b) {
    return round(helper.subtract(a, b));
  }

  @Override
  public Apfloat multiply(Apfloat a, Apfloat b) {
    return round(helper.multiply(a, b));
  }

  @Override
  public Apfloat divide(Apfloat a, Apfloat b) {
    return round(helper.divide(a, b));
  }

  @Override
  public Apfloat negate(Apfloat a) {
    return a.negate();
  }

  @Override
  public Apfloat sqrt(Apfloat a) {
    return round(helper.sqrt(a));
  }

  @Override
  public int compare(Apfloat a, Apfloat b) {
    return a.compareTo(b);
  }

  @Override
  public int signum(Apfloat a) {
    return a.signum();
  }

  @Override
  public Apfloat fromDecimal(BigDecimal literal) {
    // Apfloat would truncate the literal, so it is rounded first to give the nearest value.
    return new Apfloat(literal.round(new MathContext(digits, RoundingMode.HALF_EVEN)), digits);
  }

  @Override
  public Apfloat fromRational(BigFraction q) {
    return fromDecimal(Rationals.roundToDecimal(q, digits));
  }

  @Override
  public BigFraction toRational(Apfloat a) {
    return Rationals.of(new BigDecimal(a.toString()));
  }

  @Override
  public String print(Apfloat a) {
    return Literals.format(new BigDecimal(a.toString()));
  }

  /** The name of this arithmetic. */
  @Override
  public String toString() {
    return name();
  }
}
