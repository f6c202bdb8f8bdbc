// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.function.UnaryOperator;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The stages of one factor: of its gradient, its update and its noise. A fault in one factor
 * changes the side of that factor.
 *
 * @param <T> the type of the numbers
 */
final class Side<T> {
  /** The factor of the gradient by this factor. */
  double size = 1;

  /** The step size. */
  T eta;

  /** The change of the noise before it perturbs this factor. */
  UnaryOperator<Matrix<T>> noise = z -> z;

  /** True if this factor is perturbed in the residual of its gradient. */
  boolean noisyOwn = true;

  /** True if the other factor is perturbed there. */
  boolean noisyOther = true;

  /** True if the other factor is perturbed where it is multiplied by the residual. */
  boolean noisyFactor = true;

  /** The state of the other factor in the residual. */
  Updated inResidual = Updated.NOT;

  /** The state of the other factor beside the residual. */
  Updated asFactor = Updated.NOT;

  /** True if the update starts from the perturbed factor. */
  boolean keepsNoise;

  /** The number for d in s = d sigma^2 of this factor's noise. */
  int rows;

  /** The number for sigma^2 there. */
  T variance;

  /** The factor of s. */
  double sizeOfNoise = 1;

  /** The step of a run whose noise step t uses; it may lie beyond the run's ends. */
  NoiseStep noiseStep = (t, last) -> t;

  /** The states of a factor within an update: old, new, or new with its noise. */
  enum Updated {
    NOT,
    PLAIN,
    NOISY
  }

  /** The step whose noise is used at step t, given the run's last step. */
  interface NoiseStep {
    int of(int t, int last);
  }

  Side(Arithmetic<T> arithmetic) {
    eta = arithmetic.one();
    variance = arithmetic.zero();
  }

  /** Takes the gradient at (X, Y). */
  void unperturbed() {
    noisyOwn = noisyOther = noisyFactor = false;
  }

  boolean hasResidualOf(Side<T> other) {
    boolean same = noisyOwn == other.noisyOther && noisyOther == other.noisyOwn;
    return same && inResidual == Updated.NOT && other.inResidual == Updated.NOT;
  }

  /** Returns true if its gradient needs the other factor's new state. */
  boolean waits() {
    return inResidual != Updated.NOT || asFactor != Updated.NOT;
  }

  /** Adds a last change to the noise. */
  void noise(UnaryOperator<Matrix<T>> change) {
    UnaryOperator<Matrix<T>> before = noise;
    noise = z -> change.apply(before.apply(z));
  }
}
