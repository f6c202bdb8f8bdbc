// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.noisygd.explain.diagnosis.FaultFit.AnsweredRequest;
import org.noisygd.explain.fault.Fault;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.error.RoundingModel;

/**
 * Names the known faults that reproduce a candidate's numbers: each {@link Fault} is reproduced in
 * exact arithmetic on the failed cases, and its results are compared with the candidate's within
 * the bounds.
 */
public final class Diagnostician {
  /** Maximum number of fitting codes if roundings of a narrower arithmetic fit too. */
  private static final int FEW_CODES = 2;

  /** Maximum number of fitting codes: if more fit, the bound is too wide to distinguish them. */
  private static final int MANY_CODES = 6;

  private final List<CaseResult> results;
  private final FaultFit fit;
  private final DiagnosisDeadline deadline;

  /**
   * Prepares a search.
   *
   * @param deadline the end of the search; the diagnoses found by then are returned
   */
  public Diagnostician(
      String declared,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      DiagnosisDeadline deadline) {
    this.results = results;
    this.fit = new FaultFit(RoundingModel.named(declared), results, answers, deadline);
    this.deadline = deadline;
  }

  /**
   * The faults that fit, op by op.
   *
   * @param samples the results of the tests of samples
   */
  public List<Diagnosis> diagnose(List<TestResult> samples, Candidate candidate) {
    List<Diagnosis> all = new ArrayList<>();
    ofEachOp((op, ofOp) -> all.addAll(diagnose(op, ofOp, candidate, List.copyOf(all))));
    // The samples of a wrong update have another distribution whatever the noise.
    if (!hasFailed(Ops.STEP) && !hasFailed(Ops.RUN)) {
      samples.forEach(
          s -> s.code().ifPresent(c -> all.add(new Diagnosis(c, Ops.SAMPLE, s.advice()))));
    }
    return List.copyOf(all);
  }

  /** For some ops, the condition that separates failed cases from right ones. */
  public Map<Op, String> whereItFails() {
    Map<Op, String> found = new LinkedHashMap<>();
    ofEachOp((op, ofOp) -> found.put(op, new WhereItFails(fit, ofOp).words()));
    found.values().removeIf(String::isEmpty);
    return found;
  }

  /** Applies a search to the results of one op after another, until the deadline. */
  private void ofEachOp(BiConsumer<Op, List<CaseResult>> look) {
    try {
      Map<Op, List<CaseResult>> byOp = new LinkedHashMap<>();
      results.forEach(r -> byOp.computeIfAbsent(r.tested().op(), k -> new ArrayList<>()).add(r));
      byOp.forEach(look);
    } catch (CancellationException e) {
      // The time is over; the results found before are kept.
    }
  }

  private boolean hasFailed(Op op) {
    return results.stream().anyMatch(r -> r.hasFailed() && r.tested().op() == op);
  }

  /**
   * Diagnoses an op.
   *
   * @param before the diagnoses of the earlier ops
   */
  private List<Diagnosis> diagnose(
      Op op, List<CaseResult> ofOp, Candidate candidate, List<Diagnosis> before) {
    OpAnswers given = new OpAnswers(fit, op, ofOp);
    if (given.failed().isEmpty()) {
      return List.of();
    }
    // A run consists of updates, so a narrower arithmetic is detected in single updates too.
    boolean otherwise =
        op == Ops.RUN
            && hasFailed(Ops.STEP)
            && before.stream()
                .noneMatch(d -> d.op() == Ops.STEP && d.code() == Code.NARROW_ARITHMETIC);
    List<Diagnosis> found =
        deadline.guarded("the fault in " + op, List.of(), () -> diagnose(given, ofOp, candidate));
    return found.stream().filter(f -> !otherwise || f.code() != Code.NARROW_ARITHMETIC).toList();
  }

  /** The diagnoses, the simplest first: faults outside formulas, roundings, earlier requests. */
  private List<Diagnosis> diagnose(OpAnswers given, List<CaseResult> ofOp, Candidate candidate) {
    NarrowArithmetic narrow = new NarrowArithmetic(given, ofOp, /* ofAllOps= */ results);
    return new Search<Diagnosis>()
        .hypothesis(() -> NoiseSubtractedAgain.diagnose(given).stream())
        .hypothesis(() -> given.constant().stream())
        .hypothesis(() -> TruncatedOutput.diagnose(given).stream())
        .last(() -> fit.withinRoundings(given.failed()), () -> narrow.diagnose().stream())
        .hypothesis(() -> remembered(given, candidate))
        .hypothesis(() -> ofFormulas(given, narrow.diagnose()))
        .found();
  }

  /** The faults of formulas, then a factor, then the roundings of a narrower arithmetic. */
  private Stream<Diagnosis> ofFormulas(OpAnswers given, Optional<Diagnosis> narrow) {
    Op op = given.op();
    List<Fault> fitting =
        Stream.of(Fault.values())
            .filter(m -> m.concerns(op.parts()) && fit.fits(m, given))
            .toList();
    long codes = fitting.stream().map(Fault::code).distinct().count();
    return new Search<Diagnosis>()
            .last(() -> codes > (narrow.isEmpty() ? MANY_CODES : FEW_CODES), narrow::stream)
            .hypothesis(() -> described(op, fitting))
            .hypothesis(() -> ScaledTerm.diagnose(given).stream())
            .hypothesis(narrow::stream)
            .found()
            .stream();
  }

  /** The diagnosis of an earlier request's state in place of this one's. */
  private Stream<Diagnosis> remembered(OpAnswers given, Candidate candidate) {
    List<Case> failed = given.failed();
    return given.op() == Ops.RUN || failed.stream().anyMatch(fit::isNearRight)
        ? Stream.empty()
        : StaleState.diagnose(given).filter(d -> mayRemember(failed.get(0), candidate)).stream();
  }

  /** Returns true unless a fresh process also answers a failed case wrongly. */
  private boolean mayRemember(Case failed, Candidate candidate) {
    return candidate
        .freshAnswer(failed, Arithmetics.named(fit.model().name()), deadline.left())
        .map(a -> a.isFinite() && fit.isRight(new AnsweredRequest(failed.request(), a.fields(), 0)))
        .orElse(true);
  }

  /** The faults that fit, each with the codes of the others that fit too. */
  private static Stream<Diagnosis> described(Op op, List<Fault> fitting) {
    return fitting.stream()
        .map(
            fault -> {
              Stream<Fault> rest = fitting.stream().filter(f -> f != fault);
              String others = rest.map(f -> "" + f.code()).distinct().collect(joining(", "));
              String fit = others.contains(",") ? " fit" : " fits";
              String more = "; " + others + fit + " the answered cases too";
              String advice = fault.advice() + (others.isEmpty() ? "" : more);
              return new Diagnosis(fault.code(), op, advice, Optional.of(fault));
            });
  }
}
