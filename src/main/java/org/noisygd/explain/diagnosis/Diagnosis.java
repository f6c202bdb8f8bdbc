// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.Optional;
import org.noisygd.explain.fault.Fault;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Op;

/**
 * A known fault that reproduces the candidate's numbers.
 *
 * @param op the op in which it was seen
 * @param text the change that the program needs
 * @param fault the fault of a formula, if it is one
 */
public record Diagnosis(Code code, Op op, String text, Optional<Fault> fault) {
  /** A fault outside formulas. */
  public Diagnosis(Code code, Op op, String text) {
    this(code, op, text, Optional.empty());
  }

  /** A fault outside formulas, with the advice of its code. */
  public static Diagnosis of(Op op, Code.Found found) {
    return new Diagnosis(found.code(), op, found.advice());
  }
}
