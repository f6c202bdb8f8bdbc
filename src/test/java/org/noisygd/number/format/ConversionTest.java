// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.format.Rounding.Directed;

/** Cross-checks against {@link Grid}; {@link BlockStoreTest} has the blocks. */
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

  @ParameterizedTest
  @CsvSource({
    "e4m3, nearest, 464, 448",
    "e4m3, nearest, 464.5, NaN",
    "e4m3, nearest-away, 464, NaN",
    "e4m3, odd, 1e9, 448",
    "e4m3, zero, 1e9, 448",
    "e4m3, up, -1e9, -448",
    "e4m3, down, -449, NaN",
    "e5m2, down, -57345, -Infinity",
    "e5m2, odd, 57345, 57344",
    "bfloat16, odd, 1.001953125, 1.0078125",
    "bfloat16, nearest-away, 1.00390625, 1.0078125",
    "bfloat16, nearest, 1.00390625, 1",
    "float:4:-2:3, nearest, 1.0625, 1",
    "float:4:-2:3, up, 15.1, Infinity",
    "e2m1, up, 100, 6"
  })
  void round_knownPoints_areThoseOfTheDefinitions(
      String to, String mode, double value, double expected) {
    Directed rounding =
        Arrays.stream(Directed.values())
            .filter(d -> d.label().equals(mode))
            .findFirst()
            .orElseThrow();
    assertEquals(expected, Conversion.of(to, false).round(value, 1, rounding, 0));
  }
}
