// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Known answers: intervals of rationals. */
class IntervalTest {
  private static Interval of(long lower, long upper) {
    return new Interval(q(lower), q(upper));
  }

  @Test
  void new_endsOutOfOrder_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> of(-1, -2));
    assertTrue(of(-2, -2).isPoint());
    assertFalse(of(-2, -1).isPoint());
  }

  @Test
  void contains_bothEnds_andNothingOutside() {
    assertTrue(of(-2, 1).contains(q(-2)));
    assertTrue(of(-2, 1).contains(q(1)));
    assertFalse(of(-2, 1).contains(q(-3)));
    assertFalse(of(-2, 1).contains(q(2)));
    assertTrue(of(-2, 1).contains(of(-2, 1)));
    assertFalse(of(-2, 1).contains(of(-2, 2)));
    assertFalse(of(-2, 1).contains(of(-3, 1)));
  }

  @Test
  void isBelow_atTouchingEnds_isNot() {
    assertTrue(of(0, 1).isBelow(of(2, 3)));
    assertFalse(of(0, 1).isBelow(of(1, 3)));
  }

  @Test
  void arithmetic_ofKnownIntervals_isExact() {
    assertEquals(q(3), of(-2, 1).width());
    assertEquals(q(-1, 2), of(-2, 1).midpoint());
    assertEquals(of(-2, 4), of(-2, 1).scale(q(-2)).scale(q(1)));
    assertEquals(of(-4, 2), of(-2, 1).scale(q(2)));
    assertEquals(new Interval(q(2, 5), q(3, 4)), of(2, 3).dividePositive(of(4, 5)));
    assertThrows(IllegalArgumentException.class, () -> of(0, 3).dividePositive(of(4, 5)));
    assertThrows(IllegalArgumentException.class, () -> of(1, 3).dividePositive(of(0, 5)));
  }

  @Test
  void abs_ofEitherSignAndBoth_holdsTheSizes() {
    assertEquals(of(0, 2), of(-2, 1).abs());
    assertEquals(of(0, 3), of(-2, 3).abs());
    assertEquals(of(2, 3), of(-3, -2).abs());
    assertEquals(of(2, 3), of(2, 3).abs());
    assertEquals(of(0, 1), of(-1, 0).abs());
    assertEquals(of(0, 1), of(0, 1).abs());
  }

  @Test
  void decimals_ofThirds_roundOutwards() {
    Interval third = new Interval(q(-1, 3), q(1, 3));
    assertEquals(new BigDecimal("-0.334"), third.lowerDecimal(3));
    assertEquals(new BigDecimal("0.334"), third.upperDecimal(3));
    assertEquals("[-0.33333333333333333334, 0.33333333333333333334]", third.toString());
  }
}
