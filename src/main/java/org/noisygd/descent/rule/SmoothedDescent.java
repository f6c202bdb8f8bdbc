// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Gradient descent on the smoothed objective itself: G = (R Y + X C2, R^T X + Y C1), as {@link
 * SmoothedFactorization#gradient} orders it: each product whole, then one sum an entry. Draws
 * nothing.
 *
 * <p>This is the mean of an update of Perturbed GD, and l2 regularisation of weights C2 and C1.
 * Which optimum: the smoothed one of Theorem 2, exactly in the limit.
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param noise C1 and C2, r x r
 * @param <T> the type of the entries
 */
public record SmoothedDescent<T>(
    @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps, NoiseMoments<T> noise)
    implements UpdateRule<T> {
  @Override
  public Factors<T> gradient(Factors<T> at, Draw<T> draw) {
    return new SmoothedFactorization<>(target, noise).gradient(at);
  }
}
