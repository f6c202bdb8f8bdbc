// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.sampling.LawResult;

/** What a candidate answered, and how each answer was judged, on which no explanation has a say. */
public interface Heard {
  /** The arithmetic that the candidate declared. */
  String declared();

  /** The answers, by their cases. */
  Map<Case, Answer> answers();

  /** Every case that was answered. */
  List<CaseResult> results();

  /** What the tests of the drawn images found. */
  List<LawResult> samples();

  /** Whether the result of a case rests on several requests. */
  boolean isOfSeveral(Case tested);

  /** The op of a case, if it is one that the judge knows. */
  Optional<JudgedOp> op(Case tested);

  /**
   * The verdict on a further exchange, by the same rule as for the answers so far.
   *
   * @throws ProtocolViolation if there is no reply, or it does not fit the request
   */
  CaseResult judged(Exchange one) throws ProtocolViolation;
}
