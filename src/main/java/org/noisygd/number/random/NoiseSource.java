// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import org.noisygd.number.Require;

/**
 * The perturbation of one factor: sigma z, each entry one binary64 product of the standard
 * deviation and a standard normal deviate.
 *
 * <p>Matrices are d x r; entry (i, k) is deviate i r + k. In the units of the factor that is
 * perturbed.
 *
 * <p>Accuracy: one rounding on top of the stream's; none if sigma is a power of two, or 0 (then
 * every entry is a zero of the deviate's sign).
 *
 * @param stream the source of the deviates
 * @param factor the matrix; it must differ between two sources over one stream
 * @param sigma the standard deviation, finite, &gt;= 0 and so small that no entry can overflow
 */
public record NoiseSource(NormalStream stream, FactorId factor, double sigma) {

  /**
   * Checks sigma.
   *
   * @throws IllegalArgumentException if sigma is negative, not finite, or so large that sigma z
   *     could overflow
   */
  public NoiseSource {
    Require.finiteNonNegative("sigma", sigma);
    Require.that(
        Double.isFinite(sigma * stream.largest()),
        "sigma",
        "be so small that no deviate times sigma overflows",
        sigma);
  }

  /** One entry: sigma times the stream's deviate at that address. */
  public double at(long replicate, long step, long entry) {
    return sigma * stream.at(replicate, step, factor, entry);
  }

  /**
   * Fills {@code noise} with entries 0, 1, ...: a matrix row by row.
   *
   * @throws IllegalArgumentException if {@code replicate} or {@code step} is negative
   */
  public void fill(double[] noise, long replicate, long step) {
    stream.fill(noise, replicate, step, factor);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = sigma * noise[i];
    }
  }

  /**
   * The whole d x r matrix as rows.
   *
   * @throws IllegalArgumentException if {@code d} or {@code r} is below 1, or {@code replicate} or
   *     {@code step} negative
   */
  public double[][] rows(long replicate, long step, int d, int r) {
    Require.positive("d", d);
    Require.positive("r", r);
    double[] flat = new double[Math.multiplyExact(d, r)];
    fill(flat, replicate, step);
    double[][] rows = new double[d][r];
    for (int i = 0; i < d; i++) {
      System.arraycopy(flat, i * r, rows[i], 0, r);
    }
    return rows;
  }
}
