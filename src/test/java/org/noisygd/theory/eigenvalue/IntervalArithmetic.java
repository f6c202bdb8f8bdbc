// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;

/**
 * Interval arithmetic in P decimal digits: the result of an operation holds every result that
 * numbers of the operands can give. Ends are computed by {@link BigDecimal}, lower ones rounded
 * down and upper ones up; roots by {@link BigInteger#sqrtAndRemainder}. Proved, on the
 * specification of those.
 *
 * <p>An {@link Arithmetic} like any other, so every algorithm of this project that makes no
 * decisions (a Hessian, say) runs in it and gives an enclosure. Comparisons that the intervals do
 * not decide are refused, and so is {@link #toRational} of anything but a point.
 */
public final class IntervalArithmetic implements Arithmetic<DecimalInterval> {
  private final int digits;
  private final MathContext down;
  private final MathContext up;

  private IntervalArithmetic(int digits) {
    this.digits = digits;
    this.down = new MathContext(digits, RoundingMode.FLOOR);
    this.up = new MathContext(digits, RoundingMode.CEILING);
  }

  /**
   * The interval arithmetic whose ends have the given number of significant decimal digits.
   *
   * @throws IllegalArgumentException unless {@code digits >= 1}
   */
  public static IntervalArithmetic ofDigits(int digits) {
    return new IntervalArithmetic(Require.positive("digits", digits));
  }

  /** P. */
  public int digits() {
    return digits;
  }

  @Override
  public String name() {
    return "interval:" + digits;
  }

  /** 10^(1-P): by how much, relatively, each end of a result may be wider than it need be. */
  @Override
  public BigFraction unitRoundoff() {
    return BigFraction.of(BigInteger.ONE, BigInteger.TEN.pow(digits - 1));
  }

  @Override
  public DecimalInterval add(DecimalInterval a, DecimalInterval b) {
    return new DecimalInterval(a.lower().add(b.lower(), down), a.upper().add(b.upper(), up));
  }

  @Override
  public DecimalInterval subtract(DecimalInterval a, DecimalInterval b) {
    return add(a, negate(b));
  }

  @Override
  public DecimalInterval multiply(DecimalInterval a, DecimalInterval b) {
    BigDecimal[] products = {
      a.lower().multiply(b.lower()),
      a.lower().multiply(b.upper()),
      a.upper().multiply(b.lower()),
      a.upper().multiply(b.upper())
    };
    BigDecimal least = products[0];
    BigDecimal greatest = products[0];
    for (BigDecimal product : products) {
      least = least.min(product);
      greatest = greatest.max(product);
    }
    return new DecimalInterval(least.round(down), greatest.round(up));
  }

  /**
   * a / b.
   *
   * @throws ArithmeticException if b holds zero
   */
  @Override
  public DecimalInterval divide(DecimalInterval a, DecimalInterval b) {
    if (b.lower().signum() <= 0 && b.upper().signum() >= 0) {
      throw new ArithmeticException("division by an interval that holds zero, " + b);
    }
    BigDecimal[] lows = new BigDecimal[] {a.lower(), a.lower(), a.upper(), a.upper()};
    BigDecimal[] divisors = new BigDecimal[] {b.lower(), b.upper(), b.lower(), b.upper()};
    BigDecimal least = lows[0].divide(divisors[0], down);
    BigDecimal greatest = lows[0].divide(divisors[0], up);
    for (int k = 1; k < lows.length; k++) {
      least = least.min(lows[k].divide(divisors[k], down));
      greatest = greatest.max(lows[k].divide(divisors[k], up));
    }
    return new DecimalInterval(least, greatest);
  }

  @Override
  public DecimalInterval negate(DecimalInterval a) {
    return new DecimalInterval(a.upper().negate(), a.lower().negate());
  }

  /**
   * The square roots of the numbers of a.
   *
   * @throws ArithmeticException if a holds a negative number
   */
  @Override
  public DecimalInterval sqrt(DecimalInterval a) {
    if (a.lower().signum() < 0) {
      throw new ArithmeticException("square root of an interval with negative numbers, " + a);
    }
    return new DecimalInterval(root(a.lower(), down), root(a.upper(), up));
  }

  /** The root of a, rounded as the context says, from the integer root of a 10^(even power). */
  private BigDecimal root(BigDecimal a, MathContext context) {
    int shift = Math.max(0, 2 * digits - a.precision());
    int scale = a.scale() + shift;
    if (scale % 2 != 0) {
      shift++;
      scale++;
    }
    BigInteger[] root = a.unscaledValue().multiply(BigInteger.TEN.pow(shift)).sqrtAndRemainder();
    boolean raise = root[1].signum() != 0 && context.getRoundingMode() == RoundingMode.CEILING;
    BigInteger rounded = raise ? root[0].add(BigInteger.ONE) : root[0];
    return new BigDecimal(rounded, scale / 2).round(context);
  }

  /**
   * The order of a and b where every number of one is less than every number of the other, or both
   * are the same point.
   *
   * @throws ArithmeticException if the intervals do not decide it
   */
  @Override
  public int compare(DecimalInterval a, DecimalInterval b) {
    if (a.upper().compareTo(b.lower()) < 0) {
      return -1;
    }
    if (a.lower().compareTo(b.upper()) > 0) {
      return 1;
    }
    if (a.isPoint() && b.isPoint()) {
      return 0;
    }
    throw new ArithmeticException("the order of " + a + " and " + b + " is not decided");
  }

  @Override
  public boolean isFinite(DecimalInterval a) {
    return true;
  }

  /** The narrowest interval with ends of P digits that holds q. */
  @Override
  public DecimalInterval fromRational(BigFraction q) {
    return new DecimalInterval(Rationals.roundToDecimal(q, down), Rationals.roundToDecimal(q, up));
  }

  /**
   * The number in a.
   *
   * @throws ArithmeticException if a holds more than one
   */
  @Override
  public BigFraction toRational(DecimalInterval a) {
    if (!a.isPoint()) {
      throw new ArithmeticException("not a single number, " + a);
    }
    return Rationals.of(a.lower());
  }

  @Override
  public String print(DecimalInterval a) {
    return a.toString();
  }
}
