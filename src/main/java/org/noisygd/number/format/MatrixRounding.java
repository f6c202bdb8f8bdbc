// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

/** The rounding on storage of a matrix, row by row in an array. */
public interface MatrixRounding {
  /**
   * Rounds all values in place.
   *
   * @param words random words, one per entry; unused if the rounding is not stochastic
   */
  void round(double[] values, long[] words);

  /** Writes the distance from each stored value to the next larger one that can be stored there. */
  void spacings(double[] values, double[] spacings);

  /** Returns the rounding to nearest on the same storage; it needs no random words. */
  MatrixRounding toNearest();
}
