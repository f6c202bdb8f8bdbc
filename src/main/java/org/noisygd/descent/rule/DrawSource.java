// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

/**
 * Where the random numbers of whole runs come from, each a function of its address alone. A method
 * that a source lacks does nothing by default. Safe for use by several threads.
 */
public interface DrawSource {
  /** No random numbers at all. */
  DrawSource NONE = new DrawSource() {};

  /** Fills the perturbations of X and of Y, row by row, for the update from t to t + 1. */
  default void factors(double[] zx, double[] zy, long replicate, long t) {}

  /** Fills one number for each entry of M, row by row, for the update from t to t + 1. */
  default void cells(double[] cells, long replicate, long t) {}
}
