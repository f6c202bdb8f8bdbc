// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.time.Duration;
import java.util.Optional;
import org.noisygd.io.FormatException;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.number.Arithmetic;

/** A candidate: a program, or its replies in a file. */
@FunctionalInterface
public interface Candidate {
  /**
   * A request and its reply, if there is one.
   *
   * @param tested the case that was asked
   * @param request the line of the request
   * @param reply the reply, if there is one
   * @param lost the reason if the candidate ended or fell silent at it, else an empty string
   */
  record Exchange(Case tested, String request, Optional<Reply> reply, String lost) {
    /** An exchange with a reply. */
    public static Exchange of(Case tested, String request, Reply reply) {
      return new Exchange(tested, request, Optional.of(reply), "");
    }

    /** Returns true if the candidate ended or fell silent at it. */
    public boolean isLost() {
      return !lost.isEmpty();
    }

    /**
     * Returns the numbers of the reply, or empty if it has none.
     *
     * @throws ProtocolViolation if it does not fit the request
     */
    public Optional<Answer> answer(Arithmetic<?> arithmetic) throws ProtocolViolation {
      try {
        return reply
            .filter(r -> !r.isUnsupported() && r.error().isEmpty())
            .map(r -> tested.op().read(r, tested.request(), arithmetic));
      } catch (FormatException e) {
        throw new ProtocolViolation(String.valueOf(e.getMessage()));
      }
    }
  }

  /** A candidate without replies. */
  Candidate NONE = tested -> new Exchange(tested, "", Optional.empty(), "");

  /**
   * Asks a case. There is no reply if the candidate lacks the op, or a file has no reply.
   *
   * @throws ProtocolViolation if the candidate takes no more requests
   */
  Exchange ask(Case tested) throws ProtocolViolation;

  /**
   * Asks a case in a fresh process.
   *
   * @param atMost the time for one reply
   * @throws ProtocolViolation if there is no such process, or it gives no reply
   */
  default Exchange askAfresh(Case tested, Duration atMost) throws ProtocolViolation {
    throw new ProtocolViolation("a file cannot answer new requests");
  }

  /** Returns the answer of a fresh process that is asked nothing else, or empty without one. */
  default Optional<Answer> freshAnswer(Case tested, Arithmetic<?> arithmetic, Duration atMost) {
    try {
      return askAfresh(tested, atMost).answer(arithmetic);
    } catch (ProtocolViolation e) {
      return Optional.empty();
    }
  }
}
