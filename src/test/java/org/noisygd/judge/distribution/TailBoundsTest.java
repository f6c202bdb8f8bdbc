// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
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

  /** Two degrees of freedom: the tails are exp(-x/2) and 1 - exp(-x/2). */
  @Test
  void chiSquare_twoDegrees_boundsTheExactTail() {
    for (double x = 0.01; x < 60; x += 0.37) {
      double tail = x > 2 ? Math.exp(-x / 2) : -Math.expm1(-x / 2);
      assertTrue(ROUNDING * Math.exp(-TailBounds.chiSquare(2, x / 2)) >= Math.min(1, 2 * tail));
    }
  }

  /**
   * Numbers that take m values alike: the bound against the probability counted over all of them.
   */
  @Test
  void crowd_fewValues_boundsTheExactProbability() {
    int m = 40;
    double two = 1 - (m - 1.0) * (m - 2.0) / (m * (double) m);
    assertTrue(Math.exp(-TailBounds.crowd(2, 3, 1.0 / m)) >= two);
    assertTrue(Math.exp(-TailBounds.crowd(3, 3, 1.0 / m)) >= 1.0 / (m * (double) m));
    assertTrue(TailBounds.crowd(3, 3, 1.0 / m) > TailBounds.crowd(2, 3, 1.0 / m));
  }

  /**
   * Numbers with m values alike coincide with probability 1/m, and those of a path i, i + 1, ..
   * independently, so the exact probability of k equal neighbours is binomial.
   */
  @Test
  void coincidences_neighboursOfFewValues_boundsTheExactProbability() {
    int pairs = 30;
    double q = 1.0 / 50;
    double atLeast = 0;
    double term = Math.pow(q, pairs);
    for (int k = pairs; k > 0; k--) {
      atLeast += term;
      term *= (double) k / (pairs - k + 1) * (1 - q) / q;
      assertTrue(
          Math.exp(-TailBounds.coincidences(k, pairs * q)) >= Math.min(1, atLeast), "k = " + k);
    }
  }

  /** What the class says of 17 pairs: N q of a large request in binary64, and all distances. */
  @Test
  void coincidences_seventeenAtOneDistance_refute() {
    double expected = 141_813 * 0x1.001p-18;
    double evidence = TailBounds.coincidences(17, expected) - Math.log(1.5e7);
    assertTrue(evidence > -Math.log(2e-12));
    assertTrue(evidence > TestFamily.limit(2));
  }

  /** Given one of two normal numbers, the logarithm of the other's size is near with the bound. */
  @Test
  void density_ofTheLogarithm_isBelowTheBound() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 1000; n++) {
      double at = Math.log(Math.abs(random.nextGaussian()));
      double t = Math.scalb(random.nextDouble(), -random.nextInt(20));
      double near = TailBounds.within(Math.exp(at + t)) - TailBounds.within(Math.exp(at - t));
      assertTrue(near <= 0.9681 * t, at + " within " + t);
    }
  }
}
