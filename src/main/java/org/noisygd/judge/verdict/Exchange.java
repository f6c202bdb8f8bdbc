// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.util.Optional;
import java.util.function.BiFunction;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.number.Arithmetic;

/**
 * A request and what came of it.
 *
 * @param tested the case that was asked
 * @param request the line that was written
 * @param reply the reply, if there is one
 * @param lost why the candidate was lost over it; empty if it was not
 */
public record Exchange(Case tested, String request, Optional<Reply> reply, String lost) {
  /** An exchange with a reply. */
  public static Exchange of(Case tested, String request, Reply reply) {
    return new Exchange(tested, request, Optional.of(reply), "");
  }

  /** Whether the candidate was lost over it. */
  public boolean isLost() {
    return !lost.isEmpty();
  }

  /**
   * The numbers of the reply; empty if it has none.
   *
   * @throws ProtocolViolation if it does not fit the request
   */
  public Optional<Answer> answer(Arithmetic<?> arithmetic) throws ProtocolViolation {
    return reply.isEmpty() || reply.get().isUnsupported() || reply.get().error().isPresent()
        ? Optional.empty()
        : Optional.of(tested.op().read(reply.get(), tested.request(), arithmetic));
  }

  /**
   * The verdict on the reply; empty if the candidate cannot do the request.
   *
   * @param judge the verdict on numbers
   * @throws ProtocolViolation if there is no reply, or it does not fit the request
   */
  public Optional<CaseResult> judged(
      Arithmetic<?> arithmetic, BiFunction<Case, Answer, CaseResult> judge)
      throws ProtocolViolation {
    if (reply.isEmpty()) {
      throw new ProtocolViolation(lost);
    }
    return reply.get().error().isPresent()
        ? Optional.of(CaseResult.error(tested, reply.get().error().get()))
        : answer(arithmetic).map(answer -> judge.apply(tested, answer));
  }
}
