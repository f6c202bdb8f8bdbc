// SPDX-License-Identifier: Apache-2.0
package org.noisygd.arithmetic;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.commons.numbers.fraction.BigFraction;
import org.apfloat.Apfloat;
import org.apfloat.FixedPrecisionApfloatHelper;

/**
 * Decimal floating point of P digits by Apfloat: the second route beside {@link DecimalArithmetic},
 * and the faster one from some thousand digits on. This is the only class that touches Apfloat.
 *
 * <p>Apfloat leaves its rounding undefined and lets operands of different precision mix silently
 * (50 digits plus 1 digit gave 2), so every operation goes through a {@link
 * FixedPrecisionApfloatHelper} and doubles are converted exactly, never by {@code new
 * Apfloat(double)}. The unit roundoff given, 2 10^(1-P), is <b>measured</b> by the check {@code
 * A.bound}: a product is within 10^(1-P), a quotient within 1.1 times that; a sum keeps no guard
 * digit, so its error is relative to |a| + |b|, not to the sum.
 */
public final class ApfloatArithmetic implements Arithmetic<Apfloat> {
  private final int digits;
  private final FixedPrecisionApfloatHelper helper;

  private ApfloatArithmetic(int digits) {
    this.digits = digits;
    this.helper = new FixedPrecisionApfloatHelper(digits);
  }

  /**
   * The arithmetic of the given number of significant decimal digits.
   *
   * @throws IllegalArgumentException unless {@code digits >= 1}
   */
  public static ApfloatArithmetic ofDigits(int digits) {
    return new ApfloatArithmetic(Require.positive("digits", digits));
  }

  @Override
  public String name() {
    return "apfloat:" + digits;
  }

  @Override
  public BigFraction unitRoundoff() {
    return BigFraction.of(BigInteger.TWO, BigInteger.TEN.pow(digits - 1));
  }

  @Override
  public Apfloat add(Apfloat a, Apfloat b) {
    return helper.add(a, b);
  }

  @Override
  public Apfloat subtract(Apfloat a, Apfloat b) {
    return helper.subtract(a, b);
  }

  @Override
  public Apfloat multiply(Apfloat a, Apfloat b) {
    return helper.multiply(a, b);
  }

  @Override
  public Apfloat divide(Apfloat a, Apfloat b) {
    return helper.divide(a, b);
  }

  @Override
  public Apfloat negate(Apfloat a) {
    return helper.negate(a);
  }

  @Override
  public Apfloat sqrt(Apfloat a) {
    return helper.sqrt(a);
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
  public boolean isFinite(Apfloat a) {
    return true;
  }

  @Override
  public Apfloat fromDecimal(BigDecimal literal) {
    // Apfloat would cut the literal's digits; round them first, so that the nearest value results.
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
}
