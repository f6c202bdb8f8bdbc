// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.matrix.Matrix;
import org.noisygd.shape.qual.Shape;

/**
 * The orthogonal decomposition of Section 3: an iterate's part in the column spaces U of M and V of
 * M^T, and the rest,
 *
 * <pre>  X = A A^T X + (I - A A^T) X,    Y = B B^T Y + (I - B B^T) Y,</pre>
 *
 * <p>for A (d1 x k) and B (d2 x k) with orthonormal columns; in rank one A = u*, B = v*. (The paper
 * prints a transpose where a perpendicular sign is meant.) The rest is computed as X minus the
 * part, so that the two add up to X up to the rounding of one subtraction.
 *
 * @param parallel the part in U and V
 * @param perpendicular the rest
 * @param <T> the type of the entries
 */
public record OrthogonalDecomposition<T extends Object>(
    Factors<T> parallel, Factors<T> perpendicular) {

  /**
   * Decomposes an iterate.
   *
   * @param at (X, Y)
   * @param a orthonormal columns, d1 x k
   * @param b orthonormal columns, d2 x k
   */
  public static <T extends Object> OrthogonalDecomposition<T> of(
      Factors<T> at, @Shape({"d1", "k"}) Matrix<T> a, @Shape({"d2", "k"}) Matrix<T> b) {
    var parallelX = a.times(a.transpose().times(at.x()));
    var parallelY = b.times(b.transpose().times(at.y()));
    Factors<T> parallel = new Factors<>(parallelX, parallelY);
    return new OrthogonalDecomposition<>(parallel, at.minus(parallel));
  }
}
