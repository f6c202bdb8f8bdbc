// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.model;

import java.util.function.UnaryOperator;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * What belongs to one of the two factors: stages of its gradient, of its update, of its noise. A
 * mistake in one factor changes the side of that factor.
 *
 * @param <T> the type of the numbers
 */
public final class Side<T> {
  /** What the gradient by this factor is multiplied by. */
  public double size = 1;

  /** The step size. */
  public T eta;

  /** What becomes of the noise before it perturbs this factor. */
  public UnaryOperator<Matrix<T>> noise = z -> z;

  /**
   * Whether this factor, and whether the other one, is perturbed in the residual of its gradient.
   */
  public boolean noisyOwn = true;

  public boolean noisyOther = true;

  /** Whether the other factor, by which the residual is multiplied, is perturbed. */
  public boolean noisyFactor = true;

  /** Whether the other factor is already updated, in the residual and beside it. */
  public Image inResidual = Image.NONE;

  public Image asFactor = Image.NONE;

  /** Whether the update starts from the perturbed factor. */
  public boolean keepsNoise;

  /** What stands for d in s = d sigma^2 of this factor's noise. */
  public int rows;

  /** What stands for sigma^2 there. */
  public T variance;

  /** What s is multiplied by. */
  public double sizeOfNoise = 1;

  /** The step of a run whose noise step t uses; it may lie beyond the run's ends. */
  public NoiseStep noiseStep = (t, last) -> t;

  /** What stands in a factor's place: not its image, the plain image, or the perturbed image. */
  public enum Image {
    NONE,
    PLAIN,
    NOISY
  }

  /** The step whose noise is used at step t, given the run's last step. */
  public interface NoiseStep {
    int of(int t, int last);
  }

  Side(Arithmetic<T> arithmetic) {
    eta = arithmetic.one();
    variance = arithmetic.zero();
  }

  /** Takes the gradient at (X, Y). */
  public void unperturbed() {
    noisyOwn = noisyOther = noisyFactor = false;
  }

  boolean hasResidualOf(Side<T> other) {
    boolean same = noisyOwn == other.noisyOther && noisyOther == other.noisyOwn;
    return same && inResidual == Image.NONE && other.inResidual == Image.NONE;
  }

  /** Whether its gradient needs the other factor's image. */
  boolean waits() {
    return inResidual != Image.NONE || asFactor != Image.NONE;
  }

  /** Adds a last change to the noise. */
  public void noise(UnaryOperator<Matrix<T>> change) {
    UnaryOperator<Matrix<T>> before = noise;
    noise = z -> change.apply(before.apply(z));
  }
}
