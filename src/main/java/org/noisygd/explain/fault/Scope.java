// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Part;

/** The part of a computation with a fault, given by the parts of answers that it makes wrong. */
enum Scope {
  /** One update, and therefore a run. */
  UPDATE(Part.UPDATE),
  RUN(Part.RUN),
  GRADIENT(Part.GRADIENT, Part.UPDATE),
  /** Answers with one part by X and one by Y, each linear in the residual or in the direction. */
  FACTORS(Part.GRADIENT, Part.UPDATE, Part.HESSIAN_TIMES),
  /** Every op: all use the residual. */
  RESIDUAL(Part.RESIDUAL),
  LOSS(Part.LOSS),
  HESSIAN(Part.HESSIAN, Part.HESSIAN_TIMES),
  /** The Hessians as matrices. */
  FULL_HESSIAN(Part.HESSIAN),
  HVP(Part.HESSIAN_TIMES),
  /** The noise terms of the smoothed objective. */
  SMOOTHED(Part.SMOOTHED),
  /** The smoothed loss alone, which has both parts. */
  SMOOTHED_LOSS(Part.SMOOTHED, Part.LOSS);

  @SuppressWarnings("ImmutableEnumChecker") // an immutable set
  private final Set<Part> of;

  Scope(Part... of) {
    this.of = Set.of(of);
  }

  /** Returns true if a fault of this scope can occur in an answer with these parts. */
  boolean holds(Set<Part> parts) {
    return this == SMOOTHED_LOSS ? parts.containsAll(of) : of.stream().anyMatch(parts::contains);
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
