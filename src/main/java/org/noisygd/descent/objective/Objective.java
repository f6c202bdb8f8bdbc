// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * A twice differentiable function of the factors (X, Y), with its derivatives in closed form.
 *
 * <p>Every method takes an iterate whose shapes fit the target M and throws {@link
 * IllegalArgumentException} otherwise. In an exact arithmetic the results are exact.
 *
 * @param <T> the type of the entries
 */
public interface Objective<T> {
  /** The target M, d1 x d2. */
  @Shape({"d1", "d2"})
  Matrix<T> target();

  /** The value at an iterate. */
  T loss(Factors<T> at);

  /** The gradient at an iterate: the derivatives by X (d1 x r) and by Y (d2 x r). */
  Factors<T> gradient(Factors<T> at);

  /** The Hessian applied to a direction, without forming it. */
  Factors<T> hessianVectorProduct(Factors<T> at, Factors<T> direction);

  /** The Hessian, a symmetric matrix of order (d1 + d2) r. */
  @Shape({"(d1+d2)*r", "(d1+d2)*r"})
  Matrix<T> hessian(Factors<T> at);
}
