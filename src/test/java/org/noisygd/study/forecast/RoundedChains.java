// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.Arrays;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStorage;
import org.noisygd.number.format.MatrixRounding;
import org.noisygd.number.format.RoundingRandomness;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * Independent chains of a stored number that is held at c:
 *
 * <pre>  w' = R(c + (1 - rho)(w - c) + s z),    z ~ N(0, 1).</pre>
 *
 * <p>Stochastic gradient descent on a parabola, and for s^2 = 2 rho Langevin dynamics of N(c, 1).
 */
final class RoundedChains {
  /** The number of chains. */
  static final int WIDTH = 512;

  private final double centre;
  private final double rate;
  private final boolean stochastic;
  private final NoiseSource noise;
  private final RoundingRandomness source;
  private final IterateStorage store;
  private final double[] values = new double[WIDTH];
  private final double[] computed = new double[WIDTH];
  private final double[] kept = new double[WIDTH];
  private final double[] z = new double[WIDTH];
  private final long[] words = new long[WIDTH];
  private long step;

  /**
   * Chains that start at one number.
   *
   * @param arithmetic that rounds stores, with nothing or a compensation term beside them
   * @param start a number of the format
   * @param centre c
   * @param rate rho
   * @param deviation s
   */
  RoundedChains(
      ArithmeticName arithmetic,
      double start,
      double centre,
      double rate,
      double deviation,
      long seed) {
    MatrixRounding rounding =
        arithmetic
            .store(1)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "arithmetic must round stores, got " + arithmetic));
    this.centre = centre;
    this.rate = rate;
    this.stochastic = arithmetic.isStochastic();
    this.noise = new NoiseSource(new GaussianStream(seed), FactorId.NOISE_X, deviation);
    this.source = new RoundingRandomness(seed);
    this.store = arithmetic.iterateStore(rounding);
    Arrays.fill(values, start);
  }

  /** So many updates of each chain. */
  void advance(long updates) {
    for (long last = step + updates; step < last; step++) {
      noise.fill(z, 0, step);
      for (int i = 0; i < WIDTH; i++) {
        computed[i] = centre + (1 - rate) * (values[i] - centre) + z[i];
      }
      if (stochastic) {
        source.fill(words, 0, step, 0);
      }
      store.store(values, computed, kept, words);
    }
  }

  /** w - c of a chain. */
  double offset(int chain) {
    return values[chain] - centre;
  }
}
