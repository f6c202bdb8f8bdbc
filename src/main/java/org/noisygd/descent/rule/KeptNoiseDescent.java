// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Noise that is kept in the iterate: the gradient is taken at the iterate, and the perturbation
 * stays,
 *
 * <pre>
 *   X' = (X - etaX R Y) + Z1,   Y' = (Y - etaY R^T X) + Z2.
 * </pre>
 *
 * <p>With entries of variance 2 etaX T and 2 etaY T it is the unadjusted Langevin algorithm at
 * temperature T. Order: the plain update, then one sum an entry. Draws {@link Draw#factors} = (Z1,
 * Z2).
 *
 * <p>Which optimum: none. With entries of variances v1 and v2 the mean of ||X||^2 - ||Y||^2 changes
 * by d1 r v1 - d2 r v2 a step, beside what plain descent changes it by (second order for equal
 * steps), and nothing pulls it back: it does a random walk with 4 (v1 ||X||^2 + v2 ||Y||^2) of
 * variance a step, to leading order. The density exp(-F/T) has no finite integral along the optima.
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param <T> the type of the entries
 */
public record KeptNoiseDescent<T>(@Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps)
    implements UpdateRule<T> {
  @Override
  public Factors<T> gradient(Factors<T> at, Draw<T> draw) {
    return new MatrixFactorization<>(target).gradient(at);
  }

  @Override
  public Factors<T> apply(Factors<T> iterate, Draw<T> draw) {
    return UpdateRule.super.apply(iterate, draw).plus(draw.factors());
  }
}
