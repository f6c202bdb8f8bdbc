// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.Refused.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers: what is let pass, and the one line that is said of what is not. */
class RequireTest {

  @Test
  void that_ruleHolds_returnsTheValue() {
    assertEquals("v", Require.that(true, "name", "rule", "v"));
    assertRefused("name must be so, got v", () -> Require.that(false, "name", "be so", "v"));
  }

  @Test
  void integers_atTheEdge() {
    assertEquals(1, Require.positive("d1", 1));
    assertRefused("d1 must be at least 1, got 0", () -> Require.positive("d1", 0));
    assertEquals(0, Require.nonNegative("t", 0));
    assertRefused("t must be at least 0, got -1", () -> Require.nonNegative("t", -1));
    assertEquals(0L, Require.nonNegative("t", 0L));
    assertEquals(1L << 40, Require.nonNegative("t", 1L << 40));
    assertRefused("t must be at least 0, got -1", () -> Require.nonNegative("t", -1L));
    assertEquals(0, Require.index("row", 0, 2));
    assertEquals(1, Require.index("row", 1, 2));
    assertRefused("row must be in 0..1, got 2", () -> Require.index("row", 2, 2));
    assertRefused("row must be in 0..1, got -1", () -> Require.index("row", -1, 2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void doubles_notFinite_areRefused(double d) {
    assertRefused("eta must be finite, got " + d, () -> Require.finite("eta", d));
    assertRefused("eta must be finite and > 0, got " + d, () -> Require.finitePositive("eta", d));
    assertRefused(
        "sigma must be finite and >= 0, got " + d, () -> Require.finiteNonNegative("sigma", d));
  }

  @Test
  void doubles_atTheEdge() {
    assertEquals(-3.0, Require.finite("x", -3.0));
    assertEquals(Double.MIN_VALUE, Require.finitePositive("eta", Double.MIN_VALUE));
    assertRefused("eta must be finite and > 0, got 0.0", () -> Require.finitePositive("eta", 0));
    assertEquals(0.0, Require.finiteNonNegative("sigma", 0));
    assertRefused(
        "sigma must be finite and >= 0, got -1.0", () -> Require.finiteNonNegative("sigma", -1));
  }
}
