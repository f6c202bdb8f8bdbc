// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Label noise, as in Blanc et al. (2020) and HaoChen et al. (2020): every entry of M is disturbed
 * anew at each step, the gradient is taken at the iterate itself,
 *
 * <pre>
 *   G = ((X Y^T - (M + E)) Y,  (X Y^T - (M + E))^T X).
 * </pre>
 *
 * <p>Order: M + E first, then plain descent. Draws {@link Draw#cells} = E. For centred E the
 * estimate is unbiased.
 *
 * <p>Which optimum: with independent entries of variance tau^2 the mean update of the Gram matrices
 * is
 *
 * <pre>
 *   E X'^T X' = (X'^T X')_plain + etaX^2 tau^2 d1 Y^T Y,   E Y'^T Y' = ... + etaY^2 tau^2 d2 X^T X
 * </pre>
 *
 * <p>so that X^T X / etaX - Y^T Y / etaY stands still where etaY d2 X^T X = etaX d1 Y^T Y: ||X||^2
 * / ||Y||^2 = etaX d1 / (etaY d2). With equal steps that is the optimum whose Hessian has the least
 * trace, d2 ||X||^2 + d1 ||Y||^2: the implicit regulariser is (eta tau^2 / 4) tr H. (To the leading
 * order in eta: the residual left by the noise adds what is of the next.)
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param <T> the type of the entries
 */
public record LabelNoiseDescent<T>(@Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps)
    implements UpdateRule<T> {
  @Override
  public Factors<T> gradient(Factors<T> at, Draw<T> draw) {
    return new MatrixFactorization<>(target.plus(draw.cells())).gradient(at);
  }
}
