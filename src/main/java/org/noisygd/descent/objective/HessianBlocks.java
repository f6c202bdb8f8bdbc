// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The Hessian's block form. In the variables (X row by row, Y row by row), with i, i' rows of X, j,
 * j' rows of Y and a, b columns:
 *
 * <pre>
 *   H[(i,a), (i',b)] = delta_ii' A_ab                    A = Y^T Y (+ C2 if smoothed)
 *   H[(j,a), (j',b)] = delta_jj' B_ab                    B = X^T X (+ C1 if smoothed)
 *   H[(i,a), (j,b)]  = R_ij delta_ab + X_ib Y_ja
 * </pre>
 */
final class HessianBlocks {
  private HessianBlocks() {}

  static <T extends Object> @Shape({"(d1+d2)*r", "(d1+d2)*r"}) Matrix<T> assemble(
      Factors<T> at,
      @Shape({"d1", "d2"}) Matrix<T> residual,
      @Shape({"r", "r"}) Matrix<T> a,
      @Shape({"r", "r"}) Matrix<T> b) {
    Arithmetic<T> arithmetic = at.arithmetic();
    int r = at.r();
    int split = at.d1() * r;
    T zero = arithmetic.zero();
    return ofEntries(
        arithmetic,
        at.variables(),
        (p, q) -> {
          if (p < split && q < split) {
            return p / r == q / r ? a.get(p % r, q % r) : zero;
          }
          if (p >= split && q >= split) {
            return p / r == q / r ? b.get(p % r, q % r) : zero;
          }
          int x = Math.min(p, q);
          int y = Math.max(p, q) - split;
          T product = arithmetic.multiply(at.x().get(x / r, y % r), at.y().get(y / r, x % r));
          return x % r == y % r ? arithmetic.add(residual.get(x / r, y / r), product) : product;
        });
  }

  @SuppressWarnings("shape") // the side is (d1 + d2) r by construction
  private static <T extends Object> @Shape({"(d1+d2)*r", "(d1+d2)*r"}) Matrix<T> ofEntries(
      Arithmetic<T> arithmetic, int side, Matrix.Entry<T> entry) {
    return Matrix.of(arithmetic, side, side, entry);
  }
}
