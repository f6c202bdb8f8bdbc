// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.function.Function;
import java.util.function.Supplier;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.answers.CandidateAnswers;

/**
 * A candidate that was asked every case.
 *
 * @param verdict the verdict, without an explanation
 * @param answers the judged answers
 * @param explanation the search for the explanation of a failure; it may ask further cases
 */
public record JudgedCandidate(
    CandidateVerdict verdict,
    CandidateAnswers answers,
    Function<DiagnosisDeadline, Explanation> explanation) {
  /** A candidate that could not take any request. */
  static JudgedCandidate unasked(String name, String declared, long seed, String why) {
    return new JudgedCandidate(
        CandidateVerdict.unasked(name, declared, seed, why),
        CandidateAnswers.none(),
        deadline -> Explanation.NONE);
  }

  /** The verdict with the explanation of a failure; the deadline is made when the search begins. */
  public CandidateVerdict explained(Supplier<DiagnosisDeadline> deadline) {
    return verdict.verdict() == Verdict.FAIL
        ? verdict.explained(explanation.apply(deadline.get()))
        : verdict;
  }
}
