// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Properties of the law, under fixed seeds: each bound is one that independent standard normal
 * deviates break with probability at most 1e-9, by a named inequality. The stream's own distance
 * from the normal law, below 8e-16 in distribution (proofs-notes/noise.md), is far below all of
 * them.
 */
class GaussianLawTest {

  private static final int N = 1 << 18;

  /** ln(4e9): every bound below holds up to at most four events of probability exp(-X). */
  private static final double X = Math.log(4e9);

  private static final GaussianStream STREAM = new GaussianStream(20210224);

  @Test
  void mean_ofManyDeviates_isWithinTheGaussianTail() {
    // The sum is normal of variance N, and P(|Z| > t) <= 2 exp(-t^2 / 2).
    double bound = Math.sqrt(2 * X * N);
    double sum = Arrays.stream(deviates()).sum();
    assertTrue(Math.abs(sum) <= bound, () -> "sum " + sum + ", bound " + bound);
  }

  @Test
  void variance_ofManyDeviates_isWithinTheChiSquareTails() {
    // Laurent and Massart (2000), Lemma 1: P(S - N >= 2 sqrt(N x) + 2 x) <= exp(-x), and
    // P(N - S >= 2 sqrt(N x)) <= exp(-x), for S chi-square with N degrees of freedom.
    double excess = Arrays.stream(deviates()).map(z -> z * z).sum() - N;
    double above = 2 * Math.sqrt(N * X) + 2 * X;
    double below = 2 * Math.sqrt(N * X);
    assertTrue(excess <= above && excess >= -below, () -> "excess " + excess);
  }

  @Test
  void distribution_ofManyDeviates_isWithinTheMassartBound() {
    // Dvoretzky, Kiefer, Wolfowitz with Massart's constant: P(sup|F_N - F| > e) <= 2 exp(-2 N e^2).
    double bound = Math.sqrt(X / (2.0 * N));
    double[] z = deviates();
    Arrays.sort(z);
    NormalDistribution normal = new NormalDistribution();
    double distance = 0;
    for (int i = 0; i < N; i++) {
      double p = normal.cumulativeProbability(z[i]);
      distance = Math.max(distance, Math.max(p - (double) i / N, (i + 1.0) / N - p));
    }
    double seen = distance;
    assertTrue(seen <= bound, () -> "distance " + seen + ", bound " + bound);
  }

  @Test
  void product_ofNeighbouringAddresses_isWithinThePolarizedBound() {
    assertUncorrelated(
        "entry", i -> z(20210224, 0, 0, 0, 2 * i), i -> z(20210224, 0, 0, 0, 2 * i + 1));
    assertUncorrelated(
        "block", i -> z(20210224, 0, 0, 0, 8 * i), i -> z(20210224, 0, 0, 0, 8 * i + 4));
    assertUncorrelated("factor", i -> z(20210224, 0, 0, 0, i), i -> z(20210224, 0, 0, 1, i));
    assertUncorrelated(
        "step", i -> z(20210224, 0, 2 * i, 0, 0), i -> z(20210224, 0, 2 * i + 1, 0, 0));
    assertUncorrelated(
        "replicate", i -> z(20210224, 2 * i, 0, 0, 0), i -> z(20210224, 2 * i + 1, 0, 0, 0));
    assertUncorrelated("seed", i -> z(2 * i, 0, 0, 0, 0), i -> z(2 * i + 1, 0, 0, 0, 0));
    assertUncorrelated("step for replicate", i -> z(1, 0, i + 1, 0, 0), i -> z(1, i + 1, 0, 0, 0));
  }

  /**
   * With a = (z + w) / sqrt 2 and b = (z - w) / sqrt 2, sum z w = (sum a^2 - sum b^2) / 2, half the
   * difference of two chi-square variables; the tails above, used four times, bound it by 2 sqrt(N
   * x) + x.
   */
  private static void assertUncorrelated(
      String what, IntToDoubleFunction first, IntToDoubleFunction second) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += first.applyAsDouble(i) * second.applyAsDouble(i);
    }
    double bound = 2 * Math.sqrt(N * X) + X;
    double seen = sum;
    assertTrue(
        Math.abs(seen) <= bound, () -> what + ": sum of products " + seen + ", bound " + bound);
  }

  private static double z(long seed, long replicate, long step, int factor, long entry) {
    return new GaussianStream(seed).at(replicate, step, FactorId.values()[factor], entry);
  }

  private static double[] deviates() {
    double[] z = new double[N];
    STREAM.fill(z, 0, 0, FactorId.START_X);
    return z;
  }
}
