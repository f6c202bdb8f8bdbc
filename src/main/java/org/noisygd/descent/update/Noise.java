// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.number.random.NormalStream;

/**
 * The perturbations of a run.
 *
 * @param <T> the type of the entries
 */
@FunctionalInterface
public interface Noise<T> {
  /** The perturbations of the update from step t to t + 1, or null for a noise-free update. */
  @Nullable Factors<T> at(long t);

  /** No perturbation at any step: plain gradient descent. */
  static <T> Noise<T> none() {
    return t -> null;
  }

  /**
   * Independent Gaussian noise, drawn anew at each step: entry (i, k) of a factor is deviate i r +
   * k of the stream's replicate, times the factor's standard deviation, rounded to the arithmetic.
   *
   * @param stream the source of the deviates, such as a {@code GaussianStream} of a seed
   * @param replicate the number of the stream's independent replicate
   * @param sigmaX the standard deviation of the noise of X
   * @param sigmaY the standard deviation of the noise of Y
   * @param start an iterate, for its sizes and its arithmetic
   */
  static <T> Noise<T> gaussian(
      NormalStream stream, long replicate, double sigmaX, double sigmaY, Factors<T> start) {
    NoiseSource ofX = new NoiseSource(stream, FactorId.NOISE_X, sigmaX);
    NoiseSource ofY = new NoiseSource(stream, FactorId.NOISE_Y, sigmaY);
    return t -> {
      double[] x = new double[start.d1() * start.r()];
      double[] y = new double[start.d2() * start.r()];
      ofX.fill(x, replicate, t);
      ofY.fill(y, replicate, t);
      return Factors.fromRows(start.arithmetic(), x, y, start.r());
    };
  }
}
