// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.explain.mistake.Mistake;
import org.noisygd.explain.mistake.MistakeCatalogue;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseBounds;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.sampling.LawResult;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Names the known mistakes that reproduce a candidate's numbers: each {@link Mistake} is made in
 * exact arithmetic on the failed cases, and its image is compared with the candidate's within the
 * bound.
 */
public final class Diagnostician {
  /** If more codes than this fit, roundings of a narrower arithmetic are the likelier cause. */
  private static final int FEW_CODES = 2;

  /** If more codes than this fit, the bound is too wide to tell anything, and none is named. */
  private static final int MANY_CODES = 6;

  private final String declared;
  private final MistakeFit fit;
  private final List<Case> wrongWhereExact = new ArrayList<>();
  private final Set<Op> failedOps = new HashSet<>();
  private final Candidate candidate;
  private final DiagnosisDeadline deadline;
  private final Faults faults;

  private Diagnostician(
      String declared,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      Candidate candidate,
      DiagnosisDeadline deadline) {
    this.declared = declared;
    for (CaseResult r : results) {
      if (r.outcome() == CaseResult.Outcome.FAIL) {
        failedOps.add(r.tested().op());
        if (r.tested().exact()) {
          wrongWhereExact.add(r.tested());
        }
      }
    }
    CaseBounds bounds = new CaseBounds(RoundingModel.named(declared));
    this.fit = new MistakeFit(bounds, results, answers, deadline);
    this.candidate = candidate;
    this.deadline = deadline;
    this.faults = deadline.faults();
  }

  /**
   * The mistakes that fit, op by op.
   *
   * @param deadline when the search ends; what it has found by then is returned
   */
  public static List<Diagnosis> diagnose(
      String declared,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      List<LawResult> samples,
      Candidate candidate,
      DiagnosisDeadline deadline) {
    if (results.stream().noneMatch(r -> r.outcome() == CaseResult.Outcome.FAIL)
        && samples.stream().allMatch(LawResult::pass)) {
      return List.of();
    }
    Diagnostician d = new Diagnostician(declared, results, answers, candidate, deadline);
    List<Diagnosis> all = new ArrayList<>();
    try {
      d.diagnose(results, all);
    } catch (DiagnosisDeadline.Passed e) {
      // What was found by then is reported.
    }
    all.addAll(
        d.faults.guarded(
            "the mistake in the images drawn",
            List.of(),
            () ->
                ofSamples(
                    samples, d.failedOps.contains(Ops.STEP) || d.failedOps.contains(Ops.RUN))));
    return List.copyOf(all);
  }

  /**
   * Names the mistake that the failed tests of samples point to.
   *
   * @param wrongUpdate true if an update failed: its images have another law whatever the noise
   */
  private static List<Diagnosis> ofSamples(List<LawResult> samples, boolean wrongUpdate) {
    return samples.stream()
        .filter(s -> !wrongUpdate)
        .flatMap(
            s ->
                s.code().stream()
                    .map(c -> new Diagnosis(c.toString(), Ops.SAMPLE.word(), s.advice())))
        .toList();
  }

  /** Diagnoses op by op, and adds what is found to the list. */
  private void diagnose(List<CaseResult> results, List<Diagnosis> all) {
    for (Op op : results.stream().map(r -> r.tested().op()).distinct().toList()) {
      List<CaseResult> ofOp = results.stream().filter(r -> r.tested().op() == op).toList();
      if (ofOp.stream().anyMatch(r -> r.outcome() == CaseResult.Outcome.FAIL)) {
        List<Diagnosis> found =
            faults.guarded("the mistake in " + op, List.of(), () -> diagnose(op, ofOp));
        // A run consists of updates: a narrower arithmetic shows in a single update as well.
        boolean otherwise =
            op == Ops.RUN
                && failedOps.contains(Ops.STEP)
                && all.stream()
                    .noneMatch(d -> d.op().equals(Ops.STEP.word()) && d.is(Code.NARROW_ARITHMETIC));
        found.stream().filter(f -> !otherwise || !f.is(Code.NARROW_ARITHMETIC)).forEach(all::add);
      }
    }
  }

  private List<Diagnosis> diagnose(Op op, List<CaseResult> results) {
    OpAnswers given = OpAnswers.of(declared, fit, op, results);
    List<Case> failed = given.failed();
    if (failed.isEmpty()) {
      return List.of();
    }
    // First causes that are not in a formula: no work, too few digits, roundings, old requests.
    Optional<Diagnosis> noFormula =
        RestoredBySubtraction.diagnose(given)
            .or(() -> NothingComputed.diagnose(given))
            .or(() -> TruncatedOutput.diagnose(given));
    if (noFormula.isPresent()) {
      return List.of(noFormula.get());
    }
    Optional<Diagnosis> narrow = new NarrowArithmetic(given, results, wrongWhereExact).diagnose();
    if (fit.withinRoundings(failed)) {
      return narrow.stream().toList(); // any small enough mistake fits
    }
    if (op != Ops.RUN && failed.stream().noneMatch(fit::isNearRight)) {
      Optional<Diagnosis> kept = StaleState.diagnose(given).filter(d -> mayRemember(failed.get(0)));
      if (kept.isPresent()) {
        return List.of(kept.get());
      }
    }
    // Then each mistake of the catalogue; roundings, if they are as likely.
    List<Mistake> fitting =
        MistakeCatalogue.concerning(op.parts()).stream()
            .filter(m -> fit.fits(m, failed) && fit.consistent(m, given.all()))
            .toList();
    long codes = fitting.stream().map(Mistake::code).distinct().count();
    if (codes > (narrow.isPresent() ? FEW_CODES : MANY_CODES)) {
      return narrow.stream().toList();
    }
    if (!fitting.isEmpty()) {
      return fitting.stream().map(m -> described(op, m, fitting)).toList();
    }
    List<Diagnosis> scaled = ScaledTerm.diagnose(given);
    return scaled.isEmpty() ? narrow.stream().toList() : scaled;
  }

  /** Whether a fresh process answers a failed case correctly, or none can be asked. */
  private boolean mayRemember(Case failed) {
    return candidate
        .freshAnswer(failed, Arithmetics.named(declared), deadline.left())
        .map(a -> a.isFinite() && fit.isRight(new AnsweredRequest(failed.request(), a.fields(), 0)))
        .orElse(true);
  }

  /** A mistake that fits, with the codes of the others that fit too. */
  private static Diagnosis described(Op op, Mistake mistake, List<Mistake> fitting) {
    List<String> others =
        fitting.stream()
            .filter(m -> m != mistake)
            .map(m -> m.code().toString())
            .distinct()
            .toList();
    String undecided =
        others.isEmpty()
            ? ""
            : "; "
                + String.join(", ", others)
                + (others.size() == 1 ? " fits" : " fit")
                + " the cases that were answered too";
    return new Diagnosis(
        mistake.code().toString(), op.word(), mistake.advice() + undecided, Optional.of(mistake));
  }
}
