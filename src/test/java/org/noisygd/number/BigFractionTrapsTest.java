// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/**
 * Two traps of Commons Numbers' BigFraction, which the project avoids by going through {@link
 * Rationals}; {@code ArchitectureTest} sees to it.
 */
class BigFractionTrapsTest {
  @Test
  void compareTo_twoNegatives_isWrongThereAndRightHere() {
    BigFraction half = BigFraction.of(-1, 2);
    BigFraction third = BigFraction.of(-1, 3);
    assertEquals(1, half.compareTo(third), "Commons Numbers has mended it: drop the rule");
    assertEquals(-1, Rationals.compare(half, third));
    assertEquals(1, Rationals.compare(third, half));
    assertEquals(0, Rationals.compare(third, BigFraction.of(1, -3)));
    assertEquals(third, Rationals.max(half, third));
    assertEquals(third, Rationals.max(third, half));
    assertEquals(-1, RationalArithmetic.INSTANCE.compare(half, third));
  }

  @Test
  void getDenominator_ofAQuotient_mayBeNegative() {
    BigFraction q = BigFraction.of(1, 2).divide(BigFraction.of(-3));
    assertEquals(-1, q.getDenominator().signum(), "Commons Numbers has mended it: drop the rule");
    assertEquals(1, Rationals.denominator(q).signum());
    assertEquals(-1, Rationals.numerator(q).signum());
  }
}
