// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ops of the protocol that carry numbers, with the fields that a reply must have. */
public enum Op {
  /** 1/2 ||X Y^T - M||_F^2. */
  LOSS,
  /** The gradient by X and by Y. */
  GRADIENT,
  /** The Hessian, X row by row, then Y row by row. */
  HESSIAN,
  /** The Hessian applied to (dX, dY). */
  HVP,
  /** E F(X + Z1, Y + Z2). */
  SMOOTHED_LOSS,
  /** The gradient of the smoothed objective. */
  SMOOTHED_GRADIENT,
  /** The Hessian of the smoothed objective. */
  SMOOTHED_HESSIAN,
  /** One perturbed update. */
  STEP,
  /** T perturbed updates, some of whose states are recorded. */
  RUN,
  /** Independent images of one perturbed update under the candidate's own noise. */
  SAMPLE;

  /** The name on the wire, such as {@code smoothed_loss}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The fields that a reply must have, in order. */
  public List<String> replyFields() {
    return switch (this) {
      case LOSS, SMOOTHED_LOSS -> List.of("loss");
      case GRADIENT, SMOOTHED_GRADIENT -> List.of("gradX", "gradY");
      case HESSIAN, SMOOTHED_HESSIAN -> List.of("hessian");
      case HVP -> List.of("hvpX", "hvpY");
      case STEP, SAMPLE -> List.of("X", "Y");
      case RUN -> List.of("states");
    };
  }

  /** Whether the request holds sigma1 and sigma2 of the smoothed objective. */
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

  /** The op of that name, if there is one. */
  public static Optional<Op> named(String word) {
    for (Op op : values()) {
      if (op.word().equals(word)) {
        return Optional.of(op);
      }
    }
    return Optional.empty();
  }
}
