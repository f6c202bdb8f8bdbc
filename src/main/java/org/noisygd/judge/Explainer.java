// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.diagnosis.Diagnostician;
import org.noisygd.judge.diagnosis.Faults;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.judge.rounding.RoundingDiagnosis;
import org.noisygd.judge.verdict.Candidate;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.ObservedArithmetic;

/**
 * Explains a failed verdict: looks for a smaller failing case, tries it in a fresh process, and
 * names the mistake, in this order and within one deadline.
 */
final class Explainer {

  private final VerdictBuilder heard;
  private final DiagnosisDeadline deadline;
  private final Faults faults;
  private final List<String> notes = new ArrayList<>();

  /** An explainer of the replies that a builder collected. */
  Explainer(VerdictBuilder heard, DiagnosisDeadline deadline) {
    this.heard = heard;
    this.deadline = deadline;
    this.faults = deadline.faults();
  }

  /** Notes something that the reader of the report should know. */
  void note(String what) {
    notes.add(what);
  }

  /** The verdict, explained by further questions to the candidate. */
  CandidateVerdict explain(CandidateVerdict verdict, Candidate candidate) {
    if (verdict.verdict() != Verdict.FAIL) {
      return verdict;
    }
    Optional<CaseResult> first = verdict.firstFailure();
    Optional<CaseResult> smallest =
        first.map(
            failed ->
                faults.guarded("a smaller failing case", failed, () -> shrunk(failed, candidate)));
    // No single request can repeat what only several answers show together.
    Optional<Replay> replay =
        smallest
            .filter(failed -> !heard.isOfSeveral(failed.tested()))
            .map(
                failed ->
                    faults.guarded(
                        "the failed request in a fresh process",
                        notTried(failed),
                        () -> replay(failed.tested(), candidate)));
    Optional<CaseResult> smaller = smallest.filter(failed -> !Optional.of(failed).equals(first));
    return explained(verdict, smaller, replay, candidate);
  }

  /** The verdict, explained from the replies in a file alone. */
  CandidateVerdict explain(CandidateVerdict verdict) {
    if (verdict.verdict() != Verdict.FAIL) {
      return verdict;
    }
    Optional<Replay> replay = verdict.firstFailure().map(this::notTried);
    return explained(verdict, Optional.empty(), replay, Candidate.NONE);
  }

  private CandidateVerdict explained(
      CandidateVerdict verdict,
      Optional<CaseResult> smaller,
      Optional<Replay> replay,
      Candidate candidate) {
    List<Diagnosis> diagnosis =
        new ArrayList<>(
            faults.guarded(
                "the mistake",
                List.of(),
                () ->
                    Diagnostician.diagnose(
                        verdict.declared(),
                        verdict.results().stream().filter(r -> hasMatrices(r.tested())).toList(),
                        heard.answers(),
                        verdict.samples(),
                        candidate,
                        deadline)));
    faults
        .guarded(
            "the mistake in round",
            List.<Code.Found>of(),
            () -> RoundingDiagnosis.of(verdict.results(), heard.answers()))
        .forEach(
            m -> diagnosis.add(new Diagnosis(m.code().toString(), Ops.ROUND.word(), m.words())));
    boolean narrow = diagnosis.stream().anyMatch(d -> d.is(Code.NARROW_ARITHMETIC));
    String observed =
        faults.guarded(
            VerdictBuilder.OBSERVED,
            verdict.observed(),
            () -> ObservedArithmetic.of(verdict.results(), verdict.declared(), narrow));
    return verdict.explained(observed, Explanation.of(diagnosis, smaller, replay, notes, deadline));
  }

  /** The failed request, not tried again. */
  private Replay notTried(CaseResult failed) {
    return new Replay(line(failed.tested()), Replay.NOT_TRIED);
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

  /** A failed case of an op without matrices, with only the numbers that its failure needs. */
  private CaseResult fewerNumbers(CaseResult failed, Candidate candidate) throws ProtocolViolation {
    Case tested = failed.tested();
    Optional<Request> fewer = heard.op(tested).flatMap(op -> op.smaller(failed));
    if (fewer.isEmpty() || deadline.hasPassed()) {
      return failed;
    }
    Case smaller =
        new Case(tested.name() + ", made smaller", fewer.get(), tested.exact(), tested.sees());
    CaseResult found = heard.judged(candidate.ask(smaller));
    return found.hasFailed() ? found : failed;
  }

  /** Asks a fresh process the failed request alone. */
  private Replay replay(Case failed, Candidate candidate) {
    String line = line(failed);
    if (deadline.hasPassed()) {
      return new Replay(line, Replay.NO_TIME);
    }
    try {
      boolean wrong = heard.judged(candidate.askAfresh(failed, deadline.left())).hasFailed();
      return wrong ? Replay.of(line) : new Replay(line, Replay.RIGHT);
    } catch (ProtocolViolation e) {
      return new Replay(line, Replay.UNKNOWN);
    }
  }

  private String line(Case failed) {
    return new RequestJson(heard.declared()).line(1, failed.request());
  }
}
