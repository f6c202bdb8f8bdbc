// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Part;

/** The part of a computation in which a fault occurs. */
enum Scope {
  /** One update, and therefore a run. */
  UPDATE,
  /** Only a run. */
  RUN,
  /** The gradient, and therefore an update. */
  GRADIENT,
  /** Answers with one part by X and one by Y, each linear in the residual or in the direction. */
  FACTORS,
  /** The residual, which every op uses. */
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
  /** Only the smoothed loss. */
  SMOOTHED_LOSS;

  /** Returns true if a fault of this scope can be made in an answer with these parts. */
  boolean holds(Set<Part> parts) {
    return switch (this) {
      case UPDATE -> parts.contains(Part.UPDATE);
      case RUN -> parts.contains(Part.RUN);
      case GRADIENT -> parts.contains(Part.GRADIENT) || UPDATE.holds(parts);
      case FACTORS -> HVP.holds(parts) || GRADIENT.holds(parts);
      case RESIDUAL -> parts.contains(Part.RESIDUAL);
      case LOSS -> parts.contains(Part.LOSS);
      case HESSIAN -> HVP.holds(parts) || FULL_HESSIAN.holds(parts);
      case FULL_HESSIAN -> parts.contains(Part.HESSIAN);
      case HVP -> parts.contains(Part.HESSIAN_TIMES);
      case SMOOTHED -> parts.contains(Part.SMOOTHED);
      case SMOOTHED_LOSS -> SMOOTHED.holds(parts) && LOSS.holds(parts);
    };
  }

  /**
   * The description of a fault.
   *
   * @param advice the change that the program needs
   */
  record Description(Code code, Scope scope, String advice) {
    private static final Pattern OF_A_FACTOR = Pattern.compile("[XY]|(?<=\\b(?:d|sigma))[12]");

    private static final Map<String, String> OTHER = Map.of("X", "Y", "Y", "X", "1", "2", "2", "1");

    /** The description of the same fault in the other factor. */
    Description mirrored() {
      Matcher factors = OF_A_FACTOR.matcher(advice);
      return new Description(
          code, scope, factors.replaceAll(m -> OTHER.getOrDefault(m.group(), "")));
    }
  }

  /** The description of a fault of this scope, with the correct behaviour. */
  Description of(Code code, String words) {
    return new Description(code, this, code.of(words).advice());
  }

  /** The description of an input that is rounded. */
  Description ofRounded(String input) {
    return of(
        Code.NARROW_ARITHMETIC, input + " is rounded to binary32 (float32) before it is used");
  }
}
