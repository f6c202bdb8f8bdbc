// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/** How balanced an iterate is (Definition 1; Theorem 2 for any rank). Dimensionless. */
public final class Balance {
  private Balance() {}

  /** The imbalance X^T X - gamma^2 Y^T Y, r x r; zero where (X, Y) is gamma-balanced. */
  public static <T> @Shape({"r", "r"}) Matrix<T> imbalance(Factors<T> at, T gammaSquared) {
    return at.x().gram().minus(at.y().gram().scale(gammaSquared));
  }
}
