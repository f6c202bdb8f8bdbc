// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Laws of the random numbers: statistical tests with fixed seeds and thresholds that are derived.
 */
class CellDrawsTest {
  private static final long SEED = 20210302;

  /**
   * Standard deviations beyond which a sum of so many terms lies with probability below 4e-9 by the
   * normal approximation (6 sigma: 2e-9, and a factor of two for the approximation's error).
   */
  private static final double SIX = 6;

  @Test
  void signs_manySteps_areFairAndOfTheGivenSize() {
    int n = 600;
    int steps = 500;
    double[] cells = new double[n];
    double[] ofEntry = new double[n];
    double sum = 0;
    for (int t = 0; t < steps; t++) {
      CellDraws.signs(SEED, 0.25).cells(cells, 3, t);
      for (int e = 0; e < n; e++) {
        assertEquals(0.25, Math.abs(cells[e]));
        sum += cells[e] / 0.25;
        ofEntry[e] += cells[e] / 0.25;
      }
    }
    assertTrue(Math.abs(sum) < SIX * Math.sqrt((double) n * steps), "sum of signs " + sum);
    for (int e = 0; e < n; e++) {
      assertTrue(Math.abs(ofEntry[e]) < SIX * Math.sqrt(steps), "entry " + e + ": " + ofEntry[e]);
    }
  }

  @Test
  void samples_manySteps_areUniformAndOfTheGivenNumber() {
    int n = 600;
    int draws = 60;
    int steps = 2000;
    double[] cells = new double[n];
    double[] ofEntry = new double[n];
    for (int t = 0; t < steps; t++) {
      CellDraws.samples(SEED, draws).cells(cells, 0, t);
      double total = 0;
      for (int e = 0; e < n; e++) {
        total += cells[e];
        ofEntry[e] += cells[e];
      }
      assertEquals(draws, total);
    }
    double expected = (double) draws * steps / n;
    double chiSquared = 0;
    for (double count : ofEntry) {
      chiSquared += (count - expected) * (count - expected) / expected;
    }
    // Chi squared with n - 1 of freedom: mean n - 1, variance 2 (n - 1), near normal at 599.
    assertTrue(
        Math.abs(chiSquared - (n - 1)) < SIX * Math.sqrt(2.0 * (n - 1)),
        "chi squared " + chiSquared);
  }

  /** The second moment of t with 9 of freedom, whose fourth moment is 4.2 times its square. */
  @Test
  void student_manyDeviates_haveTheGivenVariance() {
    int n = 200;
    double[] deviation = new double[n];
    java.util.Arrays.fill(deviation, 0.5);
    double[] zx = new double[n];
    double[] zy = new double[n];
    int steps = 1000;
    double sum = 0;
    double squares = 0;
    for (int t = 0; t < steps; t++) {
      FactorDraws.normal(SEED, deviation, deviation).student(9).factors(zx, zy, 1, t);
      for (double z : zx) {
        sum += z;
        squares += z * z;
      }
    }
    double count = (double) n * steps;
    assertTrue(Math.abs(sum / count) < SIX * 0.5 / Math.sqrt(count), "mean " + sum / count);
    double standardError = 0.25 * Math.sqrt(3.2 / count);
    assertTrue(
        Math.abs(squares / count - 0.25) < SIX * standardError, "variance " + squares / count);
  }
}
