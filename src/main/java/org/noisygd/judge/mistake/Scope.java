// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import org.noisygd.judge.protocol.Op;

/** Where a mistake can occur. */
enum Scope {
  /** One update, and so a run. */
  UPDATE,
  /** A run alone. */
  RUN,
  /** The gradient, and so an update. */
  GRADIENT,
  /** What has a part by X and one by Y, each linear in the residual or in the direction. */
  FACTORS,
  /** The objective itself: its value, its gradient, and so an update. */
  OBJECTIVE,
  /** The residual, which is in every op. */
  RESIDUAL,
  /** The losses. */
  LOSS,
  /** The Hessians and their products. */
  HESSIAN,
  /** The Hessians as matrices. */
  FULL_HESSIAN,
  /** A Hessian applied to a direction. */
  HVP,
  /** The noise terms of the smoothed objective. */
  SMOOTHED,
  /** The smoothed loss alone. */
  SMOOTHED_LOSS;

  /** Whether a mistake of this scope can be made in an op. */
  boolean holds(Op op) {
    return switch (this) {
      case UPDATE -> op == Op.STEP || op == Op.RUN;
      case RUN -> op == Op.RUN;
      case GRADIENT -> op == Op.GRADIENT || op == Op.SMOOTHED_GRADIENT || UPDATE.holds(op);
      case FACTORS -> op == Op.HVP || GRADIENT.holds(op);
      case OBJECTIVE -> LOSS.holds(op) || GRADIENT.holds(op);
      case RESIDUAL -> op != Op.SAMPLE;
      case LOSS -> op.isLoss();
      case HESSIAN -> op == Op.HVP || FULL_HESSIAN.holds(op);
      case FULL_HESSIAN -> op.isHessian();
      case HVP -> op == Op.HVP;
      case SMOOTHED -> op.isSmoothed();
      case SMOOTHED_LOSS -> op == Op.SMOOTHED_LOSS;
    };
  }
}
