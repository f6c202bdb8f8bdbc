// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Gradient descent: G = (R Y, R^T X), R = X Y^T - M, as {@link MatrixFactorization#gradient} orders
 * it. Draws nothing.
 *
 * <p>Which optimum: that of the start. X^T X / etaX - Y^T Y / etaY changes at second order in the
 * steps alone (Du, Hu, Lee 2018 for the flow; theory.GramChange exactly).
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param <T> the type of the entries
 */
public record PlainDescent<T>(@Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps)
    implements UpdateRule<T> {
  @Override
  public Factors<T> gradient(Factors<T> at, Draw<T> draw) {
    return new MatrixFactorization<>(target).gradient(at);
  }
}
