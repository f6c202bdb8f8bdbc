// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers: bounds on tails, both ways, against probabilities in closed form. */
class LawTailTest {
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40, 41})
  void nearHalf_fairCoins_boundsTheExactProbability(int n) {
    double[] coins = coins(n);
    for (int seen = 0; seen <= n; seen++) {
      double distance = Math.abs(seen - n / 2.0);
      double near = 0;
      for (int k = 0; k <= n; k++) {
        near += Math.abs(k - n / 2.0) <= distance ? coins[k] : 0;
      }
      assertTrue(ROUNDING * Math.exp(-LawTail.nearHalf(n, distance)) >= near, seen + " of " + n);
    }
  }

  /** Fair coins: the bound against the exact tail. */
  @Test
  void binomial_fairCoins_boundsTheExactTail() {
    int n = 40;
    double[] coins = coins(n);
    double tail = 0;
    for (int k = n; k > n / 2; k--) {
      tail += coins[k];
      assertTrue(ROUNDING * Math.exp(-LawTail.binomial(n, k, 0.5)) >= Math.min(1, 2 * tail));
    }
  }

  /** Four degrees of freedom: the distribution function is 1 - exp(-x/2) (1 + x/2). */
  @Test
  void nearChiSquare_fourDegrees_boundsTheExactProbability() {
    for (double distance = 1e-6; distance < 4; distance *= 1.5) {
      double near = fourDegrees(4 + distance) - fourDegrees(4 - distance);
      assertTrue(Math.exp(-LawTail.nearChiSquare(4, distance)) >= near, "distance " + distance);
    }
  }

  private static double fourDegrees(double x) {
    return -Math.expm1(-x / 2) - x / 2 * Math.exp(-x / 2);
  }

  /** The sum of two exponentials is at least s with probability (1 + s) exp(-s). */
  @Test
  void fisher_twoNumbers_boundsTheExactTail() {
    for (double s = 0; s < 40; s += 0.3) {
      double tail = (1 + s) * Math.exp(-s);
      assertTrue(ROUNDING * Math.exp(-LawTail.fisher(2, s)) >= tail, "sum " + s);
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
        Math.exp(LawTail.meanLikelihoodRatio(2, 0.5)),
        64 * 0x1p-52);
  }

  /** 256 numbers, each in the middle of its own cell of equal probability. */
  @Test
  void cellTree_oneNumberInEachCell_isTooEvenAndNotUneven() {
    double[] middles = EvennessLaw.CellTree.cuts(9);
    EvennessLaw.CellTree.Counts counts =
        new EvennessLaw.CellTree.Counts(EvennessLaw.CellTree.cuts(4), 0);
    for (int j = 0; j < middles.length; j += 2) {
      counts.add(middles[j]);
    }
    EvennessLaw.CellTree tree = new EvennessLaw.CellTree();
    tree.add(counts);
    // Every node splits evenly: N = 256 once, 128 twice, 64 four times, 32 eight times.
    double sum = 0;
    for (int depth = 0; depth < 4; depth++) {
      sum -= (1 << depth) * Math.log(Math.sqrt(2 / (Math.PI * (256 >> depth))));
    }
    assertEquals(LawTail.fisher(15, sum), tree.tooEven(), 40 * 0x1p-52 * sum);
    assertEquals(0, tree.tooUneven());
    assertEquals(0, tree.ratio());
  }
}
