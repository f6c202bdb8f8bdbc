// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The paper's Perturbed GD among the rules: G = (Rt Yt, Rt^T Xt) with Xt = X + Z1, Yt = Y + Z2, Rt
 * = Xt Yt^T - M. The twin of {@link org.noisygd.descent.update.PerturbedUpdate} in residual form:
 * the same operations, so the same bits ({@code RuleBatchTest}). Draws {@link Draw#factors} = (Z1,
 * Z2).
 *
 * <p>Which optimum: the smoothed one, ||X|| = gamma ||Y|| (Lemma 3, Theorem 2), wherever it starts
 * and whatever the steps.
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param <T> the type of the entries
 */
public record PerturbedDescent<T>(@Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps)
    implements UpdateRule<T> {
  @Override
  public Factors<T> gradient(Factors<T> at, Draw<T> draw) {
    return new MatrixFactorization<>(target).gradient(at.plus(draw.factors()));
  }
}
