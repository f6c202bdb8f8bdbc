// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.matrix.Matrix;

/**
 * The quantities in the answers to a request. An op selects some of them. An implementation
 * computes them exactly, with roundings, or with faults.
 *
 * <p>Every method throws {@link IllegalArgumentException} if the shapes do not fit, as after some
 * faults.
 */
public interface Quantities<T> {
  Inputs<T> inputs();

  /** The residual X Y^T - M, d1 x d2. */
  Matrix<T> residual();

  /** The objective F, or the smoothed objective Fs. */
  T loss(boolean smoothed);

  /** The gradient of F or Fs, of the shapes of X and Y. */
  Factors<T> gradient(boolean smoothed);

  /** The Hessian of F or Fs, of side (d1 + d2) r. */
  Matrix<T> hessian(boolean smoothed);

  /** The Hessian of F applied to the direction. */
  Factors<T> hessianVectorProduct();

  /** One perturbed update of (X, Y), with the direction as the noise. */
  Factors<T> update();
}
