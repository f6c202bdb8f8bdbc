// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Known answers: bounds on tails, both ways, against probabilities in closed form. */
class TailBoundsTest {
  /** Rounding of exponents up to 40, and of sums of 40 terms, each within 2^-53 relative. */
  private static final double ROUNDING = 1 + 80 * 0x1p-52;

  /** The binomial coefficients over 2^n. */
  private static double[] coins(int n) {
    double[] row = {1};
    for (int i = 0; i < n; i++) {
      double[] next = new double[row.length + 1];
      for (int k = 0; k < row.length; k++) {
        next[k] += row[k] / 2;
        next[k + 1] += row[k] / 2;
      }
      row = next;
    }
    return row;
  }

  /** Fair coins: the bound against the exact tail. */
  @Test
  void binomial_fairCoins_boundsTheExactTail() {
    int n = 40;
    double[] coins = coins(n);
    double tail = 0;
    for (int k = n; k > n / 2; k--) {
      tail += coins[k];
      assertTrue(ROUNDING * Math.exp(-TailBounds.binomial(n, k, 0.5)) >= Math.min(1, 2 * tail));
    }
  }

  /**
   * Two degrees of freedom: half a chi-square is an exponential y, and E exp((y - 1 - ln y) / 2) is
   * exp(-1/2) times the integral of y^(-1/2) exp(-y/2), sqrt(2 pi).
   */
  @Test
  void meanLikelihoodRatio_twoDegrees_isTheIntegral() {
    assertEquals(
        Math.sqrt(2 * Math.PI / Math.E),
        Math.exp(TailBounds.meanLikelihoodRatio(2, 0.5)),
        64 * 0x1p-52);
  }
}
