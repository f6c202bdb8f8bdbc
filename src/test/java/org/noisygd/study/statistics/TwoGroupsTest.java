// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers, and how often groups are seen. */
class TwoGroupsTest {
  private static final int STUDIES = 2000;

  private static double fraction(int n, double rarer, double apart) {
    Random random = new Random(n); // seeded: the same numbers each time
    int seen = 0;
    int both = 0;
    for (int s = 0; s < STUDIES; s++) {
      double[] values = new double[n];
      int of = 0;
      for (int i = 0; i < n; i++) {
        boolean other = random.nextDouble() < rarer;
        of += other ? 1 : 0;
        values[i] = random.nextGaussian() + (other ? apart : 0);
      }
      boolean hasBoth = rarer == 0 || (of > 0 && of < n);
      both += hasBoth ? 1 : 0;
      seen += hasBoth && TwoGroups.in(values).isPresent() ? 1 : 0;
    }
    return seen / (double) both;
  }

  /** By simulation of 20,000: 0.9% of 8, 0.1% of 16, less than 0.1% of 32. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16, 32, 64})
  void in_valuesOfOneLaw_hardlyEverSeesTwo(int n) {
    // 1.2% and five standard deviations of 2000 draws, 0.24% each.
    assertTrue(fraction(n, 0, 0) <= 0.012 + 5 * 0.0024);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32})
  void in_valuesOfTwoKindsTwentyDeviationsApart_seesThem(int n) {
    assertTrue(fraction(n, 1.0 / 6, 20) >= 0.98);
  }

  @Test
  void groups_ofKnownValues_areAsFarApartAsTheirMeans() {
    double[] values = {1, 11, 1.5, 10.5, 0.5, 1, 1, 1.25};
    TwoGroups two = TwoGroups.in(values).orElseThrow();
    double apart = two.apart(values);
    assertEquals(6.25 / 6 - 10.75, apart, 1e-14);
    assertEquals(6 * 2 / 8.0 * apart * apart, two.between(apart), 1e-12);
    // Clopper and Pearson of 6 of 8 at 99%.
    double[] shifts = two.shifts(0.01);
    BinomialInterval interval = BinomialInterval.of(6, 8, 0.99);
    assertEquals(interval.lower() - 0.75, shifts[0]);
    assertEquals(interval.upper() - 0.75, shifts[1]);
  }

  /** None of n are of a kind of probability p in (1 - p)^n of studies. */
  @Test
  void unseen_ofSomeReplicates_isTheKindThatMayBeMissing() {
    assertEquals(0.4377, TwoGroups.unseen(8, 0.01), 5e-5);
    assertEquals(0.01, StrictMath.pow(1 - TwoGroups.unseen(32, 0.01), 32), 1e-12);
  }
}
