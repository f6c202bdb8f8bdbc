// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Where the random numbers of whole runs come from, each a function of its address alone. Does
 * nothing where a rule needs nothing. Safe for use by several threads.
 */
public interface DrawSource {
  /** No random numbers at all. */
  DrawSource NONE = new DrawSource() {};

  /** Fills the perturbations of X and of Y, row by row, for the update from t to t + 1. */
  default void factors(double[] zx, double[] zy, long replicate, long t) {}

  /** Fills one number for each entry of M, row by row, for the update from t to t + 1. */
  default void cells(double[] cells, long replicate, long t) {}

  /** The draw of one update in any arithmetic, each number exactly. */
  @SuppressWarnings("shape") // the sizes are what d1, d2 and r stand for
  default <T extends Object> Draw<T> draw(
      Arithmetic<T> arithmetic, int d1, int d2, int r, long replicate, long t) {
    return new Draw<>() {
      @Override
      public Factors<T> factors() {
        double[] zx = new double[d1 * r];
        double[] zy = new double[d2 * r];
        DrawSource.this.factors(zx, zy, replicate, t);
        return new Factors<>(
            Matrix.of(arithmetic, d1, r, (i, k) -> arithmetic.of(zx[i * r + k])),
            Matrix.of(arithmetic, d2, r, (j, k) -> arithmetic.of(zy[j * r + k])));
      }

      @Override
      public Matrix<T> cells() {
        double[] cells = new double[d1 * d2];
        DrawSource.this.cells(cells, replicate, t);
        return Matrix.of(arithmetic, d1, d2, (i, j) -> arithmetic.of(cells[i * d2 + j]));
      }
    };
  }
}
