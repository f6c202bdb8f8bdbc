// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.noisygd.Refused.assertRefused;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Binary64;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.format.EmulatedBinary;

/** Known answers. */
class StepSizesTest {
  @ParameterizedTest
  @ValueSource(
      doubles = {0, -0.0, -0.01, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void of_notFiniteAndPositive_throws(double eta) {
    Binary64 b = Binary64.INSTANCE;
    for (boolean boxed : new boolean[] {false, true}) {
      for (boolean first : new boolean[] {true, false}) {
        double etaX = first ? eta : 0.5;
        double etaY = first ? 0.5 : eta;
        assertRefused(
            (first ? "etaX" : "etaY") + " must be finite and > 0, got " + eta,
            () -> {
              if (boxed) {
                StepSizes.of(b, Double.valueOf(etaX), Double.valueOf(etaY));
              } else {
                StepSizes.of(b, etaX, etaY);
              }
            });
      }
    }
  }

  @Test
  void of_doubleThatTheArithmeticLacks_throws() {
    var thrown =
        assertThrows(
            ArithmeticException.class, () -> StepSizes.of(EmulatedBinary.BINARY32, 0.01, 0.5));
    assertEquals("0.01 is not a value of binary32", thrown.getMessage());
  }

  @Test
  void of_valuesOrDoubles_areKeptInOrder() {
    RationalArithmetic q = RationalArithmetic.INSTANCE;
    StepSizes<BigFraction> steps = StepSizes.of(q, BigFraction.of(1, 100), BigFraction.of(1, 3));
    assertEquals(BigFraction.of(1, 100), steps.etaX());
    assertEquals(BigFraction.of(1, 3), steps.etaY());
    assertEquals(
        new StepSizes<>(BigFraction.of(1, 4), BigFraction.of(1, 2)), StepSizes.of(q, 0.25, 0.5));
    assertRefused(
        "etaX must be finite and > 0, got -1/3",
        () -> StepSizes.of(q, BigFraction.of(1, -3), BigFraction.ONE));
  }
}
