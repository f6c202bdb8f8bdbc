// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Known answers: the bound on numbers that come again at one distance. */
class DuplicateValuesTest {
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

  /** What the class says of nine pairs: N q of a large request in binary64, and all distances. */
  @Test
  void coincidences_nineAtOneDistance_refute() {
    double expected = 141_813 * 0x1.001p-24;
    double distances = Math.log(1.5e7);
    assertTrue(TailBounds.coincidences(9, expected) - distances > -Math.log(1e-17));
    assertTrue(TailBounds.coincidences(7, expected) - distances > TestFamily.limit(3));
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
