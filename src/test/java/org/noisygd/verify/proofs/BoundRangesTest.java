// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Known answers: where each bound says something. */
class BoundRangesTest {
  private static final Path RANGES = Path.of("proofs-notes/coq/ranges.tsv");
  private static final double S = 1.0 / 16;
  private static final double LEVEL = 0.01;

  /** The level s eps^2/4 for eps = 1/5. */
  private static final double NEAR = S / 100;

  /** The rows of the file on the drift of stored runs are those of 1.1.0. */
  @Test
  void table_checkedIn_hasWhatTheConstantsGive() throws IOException {
    List<String> checkedIn = Files.readAllLines(RANGES);
    assertEquals(
        List.of(),
        BoundRanges.table().lines().filter(row -> !checkedIn.contains(row)).toList());
  }

  /** The least value of step t + start (1 - rate)^t over a fine grid of times. */
  private static double least(double step, double start, double rate) {
    double least = start;
    for (int k = 0; k < 100_000; k++) {
      double time = StrictMath.pow(10, k / 1000.0);
      double value = step * time + start * StrictMath.exp(time * StrictMath.log1p(-rate));
      least = Math.min(least, value);
    }
    return least;
  }

  /** The bound of theorem_line, or, for d1, d2 >= 2, of theorem_one, from the saddle, n = 2 t1. */
  private static double fromSaddle(double eta, double variances, boolean line, double level) {
    double h6 = 64;
    double rho = variances * S / 1600;
    double nu = rho * 2 * StrictMath.sqrt(eta / 3);
    double step = 2 * h6 * eta * eta / (S * S) * (1190 + 65 / level);
    double idle = line ? 0 : 25 * 16 * eta * eta / S / nu;
    return (line ? 0 : 12.5 * 16 * eta / (S * S) / nu)
        + 325 * h6 * eta / (S * S * S) / level
        + least(step + idle, 1 + 1 / (320 * eta), 3 * rho * eta / 64)
        + least(step, 4 / level, eta * S / 5);
  }

  private static double below(double eta, double level) {
    double step = eta * eta / (S * S) * (1440 + 10 / level);
    return 50 * eta / (S * S * S) / level + least(step, 0.25 / level, eta * S / 5);
  }

  /**
   * Of balance_any_start_signs at c = 1/16, h = 1, b = 1/4, l = 17/64, so N = 16, with |D_0|^2 =
   * 225/8.
   */
  private static double anyStart(double eta) {
    double k = (2 + 24 + 3.0 / 32) * 32.5;
    double m = eta * eta * (16 + 0.5 + 1.0 / 32) * k + StrictMath.pow(eta, 4) * k * k / 4;
    double gap = 0.5 - 17.0 / 64;
    double slope = 2 * (1 + 1.0 / 256) * 16;
    double leaves = (2 * gap * m + 2 * eta * eta * slope * k + 2 * m * m) / (gap * gap);
    double grow = eta * eta * (160 * k + 2 * eta * eta * k * k);
    double level = 225.0 / 800;
    return grow / (eta / 4) / level + least(2 * leaves + grow / level, 100, eta / 4);
  }

  /**
   * Of orbit_converges_signs at c = 1/16, h = 1/2, b = 1/4, top = c^2, l = W_0 = c^2/2, so N = 4.
   */
  private static double orbit(double eta) {
    double k = (0.5 + 6 + 3.0 / 32) * 8.5;
    double m = eta * eta * (4 + 0.25 + 1.0 / 32) * k + StrictMath.pow(eta, 4) * k * k / 4;
    double gap = 1.0 / 512;
    double spread = 8 * eta * eta * (8 + 0.25) / 256 * k + 8 * m * m;
    double leaves = (4 * gap * m + spread) / (gap * gap);
    double level = gap / 100;
    return m / (eta / 32) / level + least(2 * leaves + 2 * m / level, 100, eta / 16);
  }

  private static void assertLargest(String theorem, String eta, String next, DoubleUnaryOperator of)
      throws IOException {
    assertTrue(of.applyAsDouble(Double.parseDouble(eta)) <= 0.1, theorem);
    assertTrue(of.applyAsDouble(Double.parseDouble(next)) > 0.1, theorem);
    assertTrue(
        Files.readAllLines(RANGES).stream()
            .anyMatch(row -> row.contains("\t" + theorem + "\t") && row.contains("eta = " + eta)),
        theorem);
  }

  /** By the formulas of theorem1.md, in binary64. */
  @Test
  void largestStep_byAnotherRoute_isTheSame() throws IOException {
    assertLargest("theorem_local", "2e-10", "3e-10", eta -> below(eta, LEVEL));
    assertLargest("theorem_1_local", "2e-11", "3e-11", eta -> below(eta, NEAR));
    assertLargest(
        "theorem_1", "1e-43", "2e-43", eta -> fromSaddle(eta, S / 20 + S / 30, false, NEAR));
    assertLargest("balance_any_start_signs", "8e-10", "9e-10", BoundRangesTest::anyStart);
    assertLargest("orbit_converges_signs", "1e-11", "2e-11", BoundRangesTest::orbit);
    assertLargest("theorem_line", "2e-18", "3e-18", eta -> fromSaddle(eta, 2 * S, true, LEVEL));
    assertLargest(
        "theorem_one", "1e-43", "2e-43", eta -> fromSaddle(eta, S / 20 + S / 30, false, LEVEL));
  }
}
