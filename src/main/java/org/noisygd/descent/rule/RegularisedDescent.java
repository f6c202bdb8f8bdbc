// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Gradient descent with the balancing regulariser of Tu et al. (2015) and Ge et al. (2017), on
 *
 * <pre>
 *   F(X,Y) + mu/8 ||D||_F^2,   D = X^T X - Y^T Y
 *   G = (R Y + (mu/2) X D,  R^T X - (mu/2) Y D)
 * </pre>
 *
 * <p>For rank one this is the paper's (||x||^2 - ||y||^2)^2. The matrix form is taken because the
 * difference of the squared norms alone would leave r(r+1)/2 - 1 directions of imbalance as they
 * are. Its weight differs from paper to paper; the optimum does not depend on it, since loss and
 * penalty vanish together. With mu = 1 both are of one size: at an optimum of singular value 1 the
 * penalty's curvature along the scaling is 2 mu, the loss's across it 2.
 *
 * <p>Order: D = X^T X, less Y^T Y; the product with D, times mu/2; then one sum or difference an
 * entry. Draws nothing. Which optimum: X^T X = Y^T Y exactly, whatever the steps.
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param halfMu mu/2
 * @param <T> the type of the entries
 */
public record RegularisedDescent<T>(
    @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps, T halfMu) implements UpdateRule<T> {
  @Override
  public Factors<T> gradient(Factors<T> at, Draw<T> draw) {
    Factors<T> plain = new MatrixFactorization<>(target).gradient(at);
    Matrix<T> d = imbalance(at);
    return new Factors<>(
        plain.x().plus(at.x().times(d).scale(halfMu)),
        plain.y().minus(at.y().times(d).scale(halfMu)));
  }

  private static <T> @Shape({"r", "r"}) Matrix<T> imbalance(Factors<T> at) {
    return at.x().gram().minus(at.y().gram());
  }
}
