// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.noisygd.explain.mistake.Mistake;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Op;

/**
 * A known mistake that reproduces the candidate's numbers.
 *
 * @param code its code
 * @param op the op it was seen in
 * @param text what to change
 * @param mistake the mistake that reproduces them; empty if the cause is not in a formula
 */
public record Diagnosis(Code code, Op op, String text, Optional<Mistake> mistake) {
  /** A cause that is not in a formula. */
  public Diagnosis(Code code, Op op, String text) {
    this(code, op, text, Optional.empty());
  }

  /** A cause that is not in a formula, with the advice of its code. */
  public static Diagnosis of(Op op, Code.Found found) {
    return new Diagnosis(found.code(), op, found.advice());
  }

  /** A mistake that alone explains all answers. */
  public static Diagnosis of(Op op, Mistake mistake) {
    return new Diagnosis(mistake.code(), op, mistake.advice(), Optional.of(mistake));
  }

  /** What a report in fields says of it. */
  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("code", code.toString());
    fields.put("op", op.word());
    fields.put("text", text);
    return fields;
  }
}
