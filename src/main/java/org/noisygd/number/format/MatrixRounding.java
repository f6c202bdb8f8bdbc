// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

/** Rounds the numbers of a matrix, row by row in an array, as they are stored. */
public interface MatrixRounding {
  /**
   * Rounds all values in place.
   *
   * @param words random words, one an entry; unused if the rounding is not stochastic
   */
  void round(double[] values, long[] words);

  /** The distance from each stored value to the next larger one that could be stored there. */
  void spacings(double[] values, double[] spacings);

  /** This rounding, but to nearest, which needs no words. */
  MatrixRounding toNearest();
}
