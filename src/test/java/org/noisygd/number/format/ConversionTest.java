// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cross-checks against {@link Grid}; {@link BlockStoreTest} has the blocks, golden/rounding the
 * rest.
 */
class ConversionTest {
  @ParameterizedTest
  @ValueSource(strings = {"e2m1", "e2m3", "e3m2", "e4m3", "e4m3-ieee", "e5m2", "binary16"})
  void fraction_everyGap_isTheDistanceFromTheLowerValue(String name) {
    Grid grid = Grid.of(name);
    Conversion to = Conversion.of(name, true);
    for (int n = 0; n < grid.values.size(); n++) {
      double below = grid.value(n);
      double gap = grid.after(n).roundToDouble() - below;
      for (double f : new double[] {0, 0x1p-20, 0.25, 0.5, 1 - 0x1p-30}) {
        assertEquals(f, to.fraction(-(below + f * gap), 1), name + " " + below + " + " + f);
      }
    }
    assertEquals(0x1p-53, to.fraction(0x1p-600, 1), "less than any digit kept, yet not 0");
  }
}
