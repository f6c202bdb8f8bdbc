// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigDecimal;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;

/**
 * The closed interval [lower, upper] of reals with decimal ends: what {@link IntervalArithmetic}
 * computes with.
 *
 * @param lower its least number
 * @param upper its greatest number, at least {@code lower}
 */
public record DecimalInterval(BigDecimal lower, BigDecimal upper) {
  /** Checks that the ends are in order. */
  public DecimalInterval {
    Require.that(
        lower.compareTo(upper) <= 0, "lower end", "be at most the upper end " + upper, lower);
  }

  /** The greatest absolute value of its numbers. */
  public BigDecimal magnitude() {
    return lower.abs().max(upper.abs());
  }

  /** A number in the middle of it, exactly (lower + upper) / 2. */
  public BigDecimal midpoint() {
    return lower.add(upper).divide(BigDecimal.valueOf(2));
  }

  /** Whether it holds a single number. */
  public boolean isPoint() {
    return lower.compareTo(upper) == 0;
  }

  /** The same interval with its ends as rationals. */
  public Interval toInterval() {
    return new Interval(Rationals.of(lower), Rationals.of(upper));
  }

  @Override
  public String toString() {
    return "[" + lower + ", " + upper + "]";
  }
}
