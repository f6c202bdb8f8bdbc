// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The random numbers of one update; a rule asks for those that it uses.
 *
 * @param <T> the type of the numbers
 */
public interface Draw<T> {
  /** One number for each entry of X and of Y: perturbations. */
  Factors<T> factors();

  /** One number for each entry of M, d1 x d2: noise of labels, or how often an entry was drawn. */
  @Shape({"d1", "d2"})
  Matrix<T> cells();
}
