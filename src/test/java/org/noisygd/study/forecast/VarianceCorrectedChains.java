// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import org.noisygd.number.format.RoundingWords;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * Independent Langevin chains of step a for N(0, 1) on the multiples of h, by the
 * variance-corrected store of Zhang, Wilson and De Sa (ICML 2022): from x, the next number has the
 * mean m = (1 - a) x and the variance v = 2a, the rounding's own variance included, where that is
 * possible. With R the stochastic and N the nearest rounding to multiples of h:
 *
 * <pre>
 *   v > h^2/4     y = m + sqrt(v - h^2/4) z,  r = y - N(y);   N(y) + c, where c is +-h
 *                 with chances (h^2/4 + r^2 +- r h) / (2 h^2), else 0
 *   else          R(m) + c, where c is +-h with chances (v - w) / (2 h^2) each, w the variance
 *                 of R(m), or 0 where w is above v
 * </pre>
 */
final class VarianceCorrectedChains {
  /** How many chains. */
  static final int WIDTH = 512;

  private final double step;
  private final double spacing;
  private final double variance;
  private final NoiseSource noise;
  private final RoundingWords source;
  private final double[] values = new double[WIDTH];
  private final double[] z = new double[WIDTH];
  private final long[] words = new long[WIDTH];
  private long updates;

  VarianceCorrectedChains(double step, double spacing, long seed) {
    this.step = step;
    this.spacing = spacing;
    this.variance = 2 * step / (spacing * spacing);
    this.noise = new NoiseSource(new GaussianStream(seed), FactorId.NOISE_X, 1);
    this.source = new RoundingWords(seed);
  }

  void advance(long more) {
    for (long last = updates + more; updates < last; updates++) {
      if (isNoisy()) {
        noise.fill(z, 0, updates);
      }
      source.fill(words, 0, updates, 0);
      for (int i = 0; i < WIDTH; i++) {
        values[i] = spacing * next((1 - step) * values[i] / spacing, z[i], words[i]);
      }
    }
  }

  double value(int chain) {
    return values[chain];
  }

  /** Whether v is above h^2/4. */
  private boolean isNoisy() {
    return variance > 0.25;
  }

  /** From the mean, in spacings. */
  private double next(double mean, double gaussian, long word) {
    double first = (word >>> 32) * 0x1p-32;
    double second = (word & 0xffffffffL) * 0x1p-32;
    if (isNoisy()) {
      double y = mean + Math.sqrt(variance - 0.25) * gaussian;
      double nearest = Math.rint(y);
      double r = y - nearest;
      return nearest + jump(first, (0.25 + r * r + r) / 2, (0.25 + r * r - r) / 2);
    }
    double below = Math.floor(mean);
    double f = mean - below;
    double missing = Math.max(0, variance - f * (1 - f)) / 2;
    return below + (first < f ? 1 : 0) + jump(second, missing, missing);
  }

  private static int jump(double uniform, double up, double down) {
    return uniform < up ? 1 : uniform < up + down ? -1 : 0;
  }
}
