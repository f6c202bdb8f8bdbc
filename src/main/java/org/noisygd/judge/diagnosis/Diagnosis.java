// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.Set;
import org.noisygd.judge.mistake.Mistake;

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
}
