// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.Set;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.request.Op;

/**
 * A known mistake that reproduces the candidate's numbers.
 *
 * @param code its code
 * @param op the op it was seen in
 * @param text what to change
 * @param mistakes what reproduces them: it and what it needs; empty where it is no formula
 */
public record Diagnosis(String code, String op, String text, Set<Mistake> mistakes) {
  public Diagnosis {
    mistakes = Set.copyOf(mistakes);
  }

  /** One that is no mistake of a formula. */
  public Diagnosis(String code, String op, String text) {
    this(code, op, text, Set.of());
  }

  /** One that is no mistake of a formula: what was found, to which its code's advice is added. */
  public static Diagnosis of(Op op, Code.Found found) {
    return new Diagnosis(found.code().toString(), op.word(), found.advice());
  }

  /** A mistake that explains all by itself. */
  public static Diagnosis of(Op op, Mistake mistake) {
    return new Diagnosis(mistake.code().toString(), op.word(), mistake.advice(), Set.of(mistake));
  }

  /** Whether this is its code. */
  public boolean is(Code other) {
    return code.equals(other.toString());
  }
}
