// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

/** What an op's answer is made of, and so which known mistakes can be made in it. */
public enum Part {
  /** The residual X Y^T - M. */
  RESIDUAL,
  /** A value of the objective. */
  LOSS,
  /** A gradient of the objective. */
  GRADIENT,
  /** A Hessian as a matrix. */
  HESSIAN,
  /** A Hessian applied to a direction. */
  HESSIAN_TIMES,
  /** The noise terms of the smoothed objective. */
  SMOOTHED,
  /** A perturbed update. */
  UPDATE,
  /** Several updates, each from the image of the one before. */
  RUN
}
