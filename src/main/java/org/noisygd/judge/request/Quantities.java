// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.matrix.Matrix;

/**
 * What the answers to a request are made of. An op says which of these it answers; the class that
 * computes them decides whether they are exact, rounded, or wrong by a known mistake.
 *
 * <p>Every method throws {@link IllegalArgumentException} if the shapes do not fit, which a mistake
 * may cause.
 *
 * @param <T> the type of the numbers
 */
public interface Quantities<T> {
  /** The numbers of the request. */
  Inputs<T> inputs();

  /** The residual X Y^T - M, d1 x d2. */
  Matrix<T> residual();

  /** F, or the smoothed objective Fs. */
  T loss(boolean smoothed);

  /** The gradient of F or Fs, of the shapes of X and Y. */
  Factors<T> gradient(boolean smoothed);

  /** The Hessian of F or Fs, of side (d1 + d2) r. */
  Matrix<T> hessian(boolean smoothed);

  /** The Hessian of F applied to the direction. */
  Factors<T> hessianVectorProduct();

  /** One perturbed update of (X, Y), the direction being the noise. */
  Factors<T> update();
}
