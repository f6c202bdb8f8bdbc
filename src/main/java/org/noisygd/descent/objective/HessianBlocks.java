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
public final class HessianBlocks {
  private HessianBlocks() {}

  /** The entries off the diagonal blocks, at (i, a) of X and (j, b) of Y. */
  public interface OffDiagonal<T> {
    /** The entry in row (i, a) and column (j, b). */
    T at(int i, int a, int j, int b);
  }

  /** The Hessian at a point, from A and B and from its residual. */
  public static <T> @Shape({"(d1+d2)*r", "(d1+d2)*r"}) Matrix<T> assemble(
      Factors<T> at,
      @Shape({"d1", "d2"}) Matrix<T> residual,
      @Shape({"r", "r"}) Matrix<T> a,
      @Shape({"r", "r"}) Matrix<T> b) {
    Arithmetic<T> arithmetic = at.arithmetic();
    return of(
        at.d1(),
        at.d2(),
        a,
        b,
        (i, k, j, l) -> {
          T product = arithmetic.multiply(at.x().get(i, l), at.y().get(j, k));
          return k == l ? arithmetic.add(residual.get(i, j), product) : product;
        });
  }

  /** A symmetric matrix of this form, with A and B of order r and any off-diagonal blocks. */
  @SuppressWarnings("shape") // the side is (d1 + d2) r by construction
  public static <T> @Shape({"(d1+d2)*r", "(d1+d2)*r"}) Matrix<T> of(
      int d1, int d2, Matrix<T> a, Matrix<T> b, OffDiagonal<T> off) {
    int r = a.rows();
    int split = d1 * r;
    int side = (d1 + d2) * r;
    T zero = a.arithmetic().zero();
    return Matrix.of(
        a.arithmetic(),
        side,
        side,
        (p, q) -> {
          if (p < split == q < split) {
            return p / r == q / r ? (p < split ? a : b).get(p % r, q % r) : zero;
          }
          int x = Math.min(p, q);
          int y = Math.max(p, q) - split;
          return off.at(x / r, x % r, y / r, y % r);
        });
  }
}
