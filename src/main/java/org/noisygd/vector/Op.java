// SPDX-License-Identifier: Apache-2.0
package org.noisygd.vector;

import java.util.Locale;

/** The operations of the candidate protocol that have test vectors. */
public enum Op {
  /** F. */
  LOSS,
  /** The gradient of F. */
  GRADIENT,
  /** The Hessian of F. */
  HESSIAN,
  /** The Hessian of F applied to a direction. */
  HVP,
  /** Fs. */
  SMOOTHED_LOSS,
  /** The gradient of Fs. */
  SMOOTHED_GRADIENT,
  /** The Hessian of Fs. */
  SMOOTHED_HESSIAN,
  /** One perturbed update with given noise. */
  STEP,
  /** Several perturbed updates with given noise. */
  RUN,
  /** Mean and covariance of one perturbed update with Gaussian noise. */
  SAMPLE;

  /** The protocol's name, such as {@code smoothed_loss}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the request holds sigma1 and sigma2. */
  public boolean isSmoothed() {
    return this == SMOOTHED_LOSS || this == SMOOTHED_GRADIENT || this == SMOOTHED_HESSIAN;
  }

  /** Whether the answer is a Hessian matrix. */
  public boolean isHessian() {
    return this == HESSIAN || this == SMOOTHED_HESSIAN;
  }

  /** Whether the answer is a loss. */
  public boolean isLoss() {
    return this == LOSS || this == SMOOTHED_LOSS;
  }

  /** Whether the request holds step sizes. */
  public boolean hasSteps() {
    return this == STEP || this == RUN || this == SAMPLE;
  }
}
