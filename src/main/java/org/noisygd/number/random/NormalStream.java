// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

/**
 * Standard normal deviates, each a function of its address alone: (seed, replicate, step, factor,
 * entry). Dimensionless, mean 0, variance 1.
 *
 * <p>Entries number a d x r matrix row by row: entry (i, k) is i r + k. Implementations are
 * immutable, and two of equal {@link #name} and {@link #seed} give equal bits on every machine.
 */
public interface NormalStream {

  /** The generator and the transform, such as {@code philox4x64-10/as241}. */
  String name();

  /** The seed; any 64 bits. */
  long seed();

  /** A bound that no deviate exceeds in absolute value. */
  double largest();

  /**
   * The deviate at an address.
   *
   * @param replicate the independent repeat of a run, &gt;= 0
   * @param step the update that uses the noise, t for the update from t to t + 1, &gt;= 0
   * @param factor the matrix
   * @param entry the index in that matrix, row by row, &gt;= 0
   * @throws IllegalArgumentException if a number is negative
   */
  double at(long replicate, long step, FactorId factor, long entry);

  /**
   * Fills {@code z} with entries 0, 1, ..., the same bits as {@link #at} gives.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  void fill(double[] z, long replicate, long step, FactorId factor);
}
