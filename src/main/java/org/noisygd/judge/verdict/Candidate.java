// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Arithmetic;

/** A candidate that is asked: a program, or its replies in a file. */
@FunctionalInterface
public interface Candidate {
  /** Nobody to ask. */
  Candidate NONE = tested -> new Exchange(tested, "", Optional.empty(), "");

  /**
   * Asks a case; no reply comes if the candidate does not offer the op, or a file holds none.
   *
   * @throws ProtocolViolation if no more can be asked
   */
  Exchange ask(Case tested) throws ProtocolViolation;

  /**
   * Asks a fresh process a case, after some lines.
   *
   * @param atMost the time for one reply
   * @throws ProtocolViolation if there is no such process, or it gives no reply
   */
  default Exchange askAfresh(List<String> earlier, Case tested, Duration atMost)
      throws ProtocolViolation {
    throw new ProtocolViolation("a file answers no further question");
  }

  /** The lines that it was asked before a case, from its hello on. */
  default List<String> before(Case tested) {
    return List.of();
  }

  /** The cases of an op that it can be asked. */
  default List<Case> cases(Op op) {
    return List.of();
  }

  /** The answer to a case; empty where there is none. */
  default Optional<Answer> answer(Case tested, Arithmetic<?> arithmetic) {
    try {
      return ask(tested).answer(arithmetic);
    } catch (ProtocolViolation e) {
      return Optional.empty();
    }
  }

  /** The answer of a fresh process, asked nothing else; empty where there is none. */
  default Optional<Answer> freshAnswer(Case tested, Arithmetic<?> arithmetic, Duration atMost) {
    try {
      return askAfresh(List.of(), tested, atMost).answer(arithmetic);
    } catch (ProtocolViolation e) {
      return Optional.empty();
    }
  }
}
