// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/** How balanced an iterate is (Definition 1; Theorem 2 for any rank). Dimensionless. */
public final class Balance {
  private Balance() {}

  /** The imbalance X^T X - gamma^2 Y^T Y, r x r; zero where (X, Y) is gamma-balanced. */
  public static <T extends Object> @Shape({"r", "r"}) Matrix<T> imbalance(
      Factors<T> at, T gammaSquared) {
    return at.x().gram().minus(at.y().gram().scale(gammaSquared));
  }

  /** ||X||_F^2 - gamma^2 ||Y||_F^2, the trace of the imbalance. */
  public static <T extends Object> T imbalanceTrace(Factors<T> at, T gammaSquared) {
    Arithmetic<T> arithmetic = at.arithmetic();
    return arithmetic.subtract(
        at.x().normSquared(), arithmetic.multiply(gammaSquared, at.y().normSquared()));
  }

  /**
   * The squared ratio of norms ||X||_F^2 / ||Y||_F^2.
   *
   * @throws IllegalArgumentException if Y is zero
   */
  public static <T extends Object> T ratioSquared(Factors<T> at) {
    Arithmetic<T> arithmetic = at.arithmetic();
    T y = at.y().normSquared();
    Require.that(arithmetic.signum(y) != 0, "Y", "not be zero", at.y().shape() + " zeros");
    return arithmetic.divide(at.x().normSquared(), y);
  }

  /**
   * The ratio of norms ||X||_F / ||Y||_F.
   *
   * @throws IllegalArgumentException if Y is zero
   * @throws ArithmeticException if the arithmetic is exact and lacks the root
   */
  public static <T extends Object> T ratio(Factors<T> at) {
    return at.arithmetic().sqrt(ratioSquared(at));
  }
}
