// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.study.precision.DriftResult.Point;

/** Measured means lie in what is proved of them, where that says something. */
class ProvedDriftTest {
  private static Point begin(DriftResult result) {
    return result.twin().stream()
        .filter(point -> point.step() >= result.phases().endOfTwo())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void figure_storesAtRandom_haveTheMeanInTheBand() {
    DriftResult result =
        DriftStudyTest.study(
                "fig4", 32, 3_000, "bfloat16/stochastic:16", "binary:7/stochastic", "binary64")
            .run(2, done -> {});
    assertTrue(ProvedDrift.speaksOf(result, begin(result)));
    List<String> lines = ProvedDrift.figure(result, begin(result)).csv().lines().toList();
    assertEquals(9, lines.get(0).split(",", -1).length);
    // After 3,000 updates the means scatter by a fifth of what is proved.
    String line = lines.get(lines.size() - 1);
    String[] cells = line.split(",", -1);
    for (int k = 1; k < cells.length; k += 4) {
      double mean = Double.parseDouble(cells[k + 3]);
      assertTrue(Double.parseDouble(cells[k + 1]) <= mean, line);
      assertTrue(mean <= Double.parseDouble(cells[k + 2]), line);
    }
  }

  @Test
  void speaksOf_fewBits_isFalse() {
    DriftResult result = DriftStudyTest.study("fig4", 2, 500, "e4m3/stochastic").run(2, done -> {});
    assertFalse(ProvedDrift.speaksOf(result, begin(result)));
  }
}
