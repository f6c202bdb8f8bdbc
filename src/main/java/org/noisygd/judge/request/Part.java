// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

/** The parts of an op's answer, which determine the known faults that are possible in it. */
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
  /** Several updates in sequence. */
  RUN
}
