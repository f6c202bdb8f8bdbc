// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;

/**
 * The closed interval [lower, upper] of rationals. Every operation on it is exact.
 *
 * @param lower the lower end
 * @param upper the upper end, at least {@code lower}
 */
public record Interval(BigFraction lower, BigFraction upper) {
  /** Number of digits of each end in {@link #toString}. */
  private static final int PRINTED_DIGITS = 20;

  /** Checks that the ends are in order. */
  public Interval {
    if (Rationals.compare(lower, upper) > 0) {
      throw new IllegalArgumentException(
          "lower end must be at most the upper end " + upper + ", got " + lower);
    }
  }

  /** The interval of a single number. */
  public static Interval of(BigFraction point) {
    return new Interval(point, point);
  }

  /** Returns true if the interval is a single number. */
  public boolean isPoint() {
    return lower.equals(upper);
  }

  /** Returns true if the interval contains the number. */
  public boolean contains(BigFraction value) {
    return Rationals.compare(lower, value) <= 0 && Rationals.compare(value, upper) <= 0;
  }

  /** Returns true if this interval contains that one. */
  public boolean contains(Interval that) {
    return Rationals.compare(lower, that.lower) <= 0 && Rationals.compare(that.upper, upper) <= 0;
  }

  /** Returns true if every number of this interval is less than every number of that one. */
  public boolean isBelow(Interval that) {
    return Rationals.compare(upper, that.lower) < 0;
  }

  /** The width upper - lower. */
  public BigFraction width() {
    return upper.subtract(lower);
  }

  /** The midpoint (lower + upper) / 2. */
  public BigFraction midpoint() {
    return lower.add(upper).divide(2);
  }

  /** The set of absolute values of its numbers. */
  public Interval abs() {
    BigFraction low = lower.abs();
    BigFraction high = upper.abs();
    BigFraction least = lower.signum() > 0 ? low : upper.signum() < 0 ? high : BigFraction.ZERO;
    return new Interval(least, Rationals.max(low, high));
  }

  /** The numbers factor x with x in this interval. */
  public Interval scale(BigFraction factor) {
    BigFraction a = factor.multiply(lower);
    BigFraction b = factor.multiply(upper);
    return factor.signum() < 0 ? new Interval(b, a) : new Interval(a, b);
  }

  /**
   * The quotients x / y with x here and y there, both intervals of positive numbers.
   *
   * @throws IllegalArgumentException if either interval contains a number that is not positive
   */
  public Interval dividePositive(Interval that) {
    Require.that(lower.signum() > 0, "dividend", "be positive", this);
    Require.that(that.lower.signum() > 0, "divisor", "be positive", that);
    return new Interval(lower.divide(that.upper), upper.divide(that.lower));
  }

  /** The lower end as a decimal of that many digits, rounded down. */
  public BigDecimal lowerDecimal(int digits) {
    return Rationals.roundToDecimal(lower, new MathContext(digits, RoundingMode.FLOOR));
  }

  /** The upper end as a decimal of that many digits, rounded up. */
  public BigDecimal upperDecimal(int digits) {
    return Rationals.roundToDecimal(upper, new MathContext(digits, RoundingMode.CEILING));
  }

  /** The ends in 20 digits, rounded outwards. */
  @Override
  public String toString() {
    return "[" + lowerDecimal(PRINTED_DIGITS) + ", " + upperDecimal(PRINTED_DIGITS) + "]";
  }
}
