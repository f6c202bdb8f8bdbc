// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.explain.conversion.RoundingDiagnosis;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.diagnosis.Diagnostician;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.answers.CandidateAnswers;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.ObservedArithmetic;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;

/**
 * Explains a failed verdict within one deadline: looks for a smaller failing case, tries it in a
 * fresh process, then names the fault.
 */
public final class Explainer {
  /** The name of the observed arithmetic in messages. */
  public static final String OBSERVED = "the arithmetic that the errors fit";

  private final CandidateAnswers heard;
  private final DiagnosisDeadline deadline;
  private final List<String> notes = new ArrayList<>();

  /** An explainer of a candidate's answers. */
  public Explainer(CandidateAnswers heard, DiagnosisDeadline deadline) {
    this.heard = heard;
    this.deadline = deadline;
  }

  /** Adds a note to the explanation. */
  public void note(String what) {
    notes.add(what);
  }

  /**
   * Searches for the explanation of the failures.
   *
   * @param observed the arithmetic that the errors fit, before any explanation
   * @param candidate the program to ask further, or {@link Candidate#NONE}
   */
  public Explanation explain(String observed, Candidate candidate) {
    boolean asks = candidate != Candidate.NONE;
    Optional<CaseResult> first = CaseResult.simplestFailure(heard.results());
    Optional<CaseResult> smallest =
        first.map(
            failed ->
                asks
                    ? deadline.guarded(
                        "a smaller failing case", failed, () -> shrunk(failed, candidate))
                    : failed);
    // No single request repeats a failure of several answers together.
    Optional<Replay> replay =
        smallest
            .filter(failed -> !asks || !heard.isOfSeveral(failed.tested()))
            .map(failed -> replay(failed.tested(), candidate));
    Optional<CaseResult> smaller = smallest.filter(failed -> !Optional.of(failed).equals(first));
    String declared = heard.declared();
    List<CaseResult> results = heard.results();
    List<CaseResult> ofMatrices = results.stream().filter(r -> hasMatrices(r.tested())).toList();
    Diagnostician diagnostician =
        new Diagnostician(declared, ofMatrices, heard.answers(), deadline);
    List<Diagnosis> diagnosis =
        new ArrayList<>(
            deadline.guarded(
                "the fault", List.of(), () -> diagnostician.diagnose(heard.samples(), candidate)));
    deadline
        .guarded(
            "the fault in round",
            List.<Code.Found>of(),
            () -> RoundingDiagnosis.of(results, heard.answers()))
        .forEach(m -> diagnosis.add(new Diagnosis(m.code(), Ops.ROUND, m.words())));
    Map<Op, String> where =
        deadline.guarded("where it fails", Map.of(), diagnostician::whereItFails);
    boolean narrow = diagnosis.stream().anyMatch(d -> d.code() == Code.NARROW_ARITHMETIC);
    String fitting =
        deadline.guarded(
            OBSERVED, observed, () -> ObservedArithmetic.of(results, declared, narrow));
    return Explanation.of(fitting, diagnosis, where, smaller, replay, notes, deadline);
  }

  /** The smallest case found that fails in the same way as the given one. */
  private CaseResult shrunk(CaseResult failed, Candidate candidate) {
    Case tested = failed.tested();
    Answer answer = heard.answers().get(tested);
    Shrinker shrinker =
        new Shrinker(
            heard.declared(), one -> heard.judged(candidate.ask(one)), failed, answer, deadline);
    try {
      if (!hasMatrices(tested)) {
        return fewerNumbers(failed, candidate);
      }
      shrinker.shrink();
    } catch (ProtocolViolation e) {
      note("The search for a smaller failing case ended early: " + e.getMessage() + ".");
    }
    return shrinker.smallest();
  }

  private static boolean hasMatrices(Case tested) {
    return tested.op().fields().contains("X");
  }

  /** A failed case of an op without matrices, reduced to the numbers that its failure needs. */
  private CaseResult fewerNumbers(CaseResult failed, Candidate candidate) throws ProtocolViolation {
    Case tested = failed.tested();
    Optional<Request> fewer = heard.op(tested).flatMap(op -> op.smaller(failed));
    if (fewer.isEmpty() || deadline.hasPassed()) {
      return failed;
    }
    Case smaller =
        new Case(tested.name() + ", made smaller", fewer.get(), tested.exact(), tested.purpose());
    CaseResult found = heard.judged(candidate.ask(smaller));
    return found.hasFailed() ? found : failed;
  }

  /** The failed request, and the result of asking it alone in a fresh process. */
  private Replay replay(Case failed, Candidate candidate) {
    String line = new RequestJson(heard.declared()).line(1, failed.request());
    String notTried =
        "It was not tried in a fresh process: a file cannot answer new requests. The replies must be"
            + " to requests of the same --seed and --arithmetic.";
    return new Replay(
        line,
        candidate == Candidate.NONE
            ? notTried
            : deadline.guarded(
                "the failed request in a fresh process",
                notTried,
                () -> afresh(failed, candidate)));
  }

  /** The sentences about the answer of a fresh process. */
  private String afresh(Case failed, Candidate candidate) {
    if (deadline.hasPassed()) {
      return "There was no time to try it in a fresh process.";
    }
    try {
      CaseResult found = heard.judged(candidate.askAfresh(failed, deadline.left()));
      return found.hasFailed() ? "" : Replay.RIGHT;
    } catch (ProtocolViolation e) {
      return "A fresh process gave no answer to it that could be judged.";
    }
  }
}
