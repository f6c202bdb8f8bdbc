// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.noisygd.explain.mistake.Mistake;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseBounds;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
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
    // The images of a wrong update have another law whatever the noise.
    if (!d.failedOps.contains(Ops.STEP) && !d.failedOps.contains(Ops.RUN)) {
      samples.forEach(
          s -> s.code().ifPresent(c -> all.add(new Diagnosis(c, Ops.SAMPLE, s.advice()))));
    }
    return List.copyOf(all);
  }

  /** Where each op fails, in a line; an op of which nothing separates has none. */
  public static Map<Op, String> whereItFails(
      String declared,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      DiagnosisDeadline deadline) {
    RoundingModel model = RoundingModel.named(declared);
    MistakeFit fit = new MistakeFit(new CaseBounds(model), results, answers, deadline);
    Map<Op, String> found = new LinkedHashMap<>();
    try {
      for (Op op : results.stream().map(r -> r.tested().op()).distinct().toList()) {
        List<CaseResult> ofOp = results.stream().filter(r -> r.tested().op() == op).toList();
        found.put(op, new WhereItFails(fit, model, ofOp).words());
      }
    } catch (DiagnosisDeadline.Passed e) {
      // What was found by then is reported.
    }
    found.values().removeIf(String::isEmpty);
    return found;
  }

  /** Diagnoses op by op, and adds what is found to the list. */
  private void diagnose(List<CaseResult> results, List<Diagnosis> all) {
    for (Op op : results.stream().map(r -> r.tested().op()).distinct().toList()) {
      List<CaseResult> ofOp = results.stream().filter(r -> r.tested().op() == op).toList();
      OpAnswers given = OpAnswers.of(declared, fit, op, ofOp);
      if (!given.failed().isEmpty()) {
        List<Diagnosis> found =
            deadline
                .faults()
                .guarded("the mistake in " + op, List.of(), () -> diagnose(given, ofOp));
        // A run consists of updates: a narrower arithmetic shows in a single update as well.
        boolean otherwise =
            op == Ops.RUN
                && failedOps.contains(Ops.STEP)
                && all.stream()
                    .noneMatch(d -> d.op() == Ops.STEP && d.code() == Code.NARROW_ARITHMETIC);
        found.stream()
            .filter(f -> !otherwise || f.code() != Code.NARROW_ARITHMETIC)
            .forEach(all::add);
      }
    }
  }

  /**
   * A hypothesis about an op's wrong answers.
   *
   * @param applies tells whether it can be decided on these answers
   * @param explains gives the diagnoses, if it explains them
   * @param last tells whether every later hypothesis would fit too, and would be named by chance
   */
  private record Hypothesis(
      BooleanSupplier applies, Supplier<List<Diagnosis>> explains, boolean last) {
    static Hypothesis of(BooleanSupplier applies, Supplier<Optional<Diagnosis>> explains) {
      return new Hypothesis(applies, () -> explains.get().stream().toList(), false);
    }
  }

  /**
   * The first hypothesis that explains the answers, in order of simplicity: causes outside a
   * formula, roundings, earlier requests; then the catalogue; a factor; roundings again.
   */
  private List<Diagnosis> diagnose(OpAnswers given, List<CaseResult> results) {
    Op op = given.op();
    List<Case> failed = given.failed();
    Supplier<List<Diagnosis>> narrow =
        once(() -> new NarrowArithmetic(given, results, wrongWhereExact).diagnose().stream());
    Supplier<List<Mistake>> fitting =
        once(
            () ->
                Stream.of(Mistake.values())
                    .filter(m -> m.concerns(op.parts()))
                    .filter(m -> fit.fits(m, failed) && fit.consistent(m, given.all())));
    BooleanSupplier always = () -> true;
    BooleanSupplier ambiguous =
        () ->
            fitting.get().stream().map(Mistake::code).distinct().count()
                > (narrow.get().isEmpty() ? MANY_CODES : FEW_CODES);
    return Stream.of(
            Hypothesis.of(() -> op.has(Part.UPDATE), () -> RestoredBySubtraction.diagnose(given)),
            Hypothesis.of(always, () -> given.constant()),
            Hypothesis.of(always, () -> TruncatedOutput.diagnose(given)),
            new Hypothesis(() -> fit.withinRoundings(failed), narrow, true),
            Hypothesis.of(
                () -> op != Ops.RUN && failed.stream().noneMatch(fit::isNearRight),
                () -> StaleState.diagnose(given).filter(d -> mayRemember(failed.get(0)))),
            new Hypothesis(ambiguous, narrow, true),
            new Hypothesis(always, () -> described(op, fitting.get()), false),
            new Hypothesis(always, () -> ScaledTerm.diagnose(given), false),
            new Hypothesis(always, narrow, true))
        .filter(h -> h.applies().getAsBoolean())
        .map(h -> Map.entry(h.last(), h.explains().get()))
        .filter(found -> found.getKey() || !found.getValue().isEmpty())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }

  /** A list that is made when it is first asked for. */
  private static <R> Supplier<List<R>> once(Supplier<Stream<R>> make) {
    List<List<R>> made = new ArrayList<>();
    return () -> {
      if (made.isEmpty()) {
        made.add(make.get().toList());
      }
      return made.get(0);
    };
  }

  /** Whether a fresh process answers a failed case correctly, or none can be asked. */
  private boolean mayRemember(Case failed) {
    return candidate
        .freshAnswer(failed, Arithmetics.named(declared), deadline.left())
        .map(a -> a.isFinite() && fit.isRight(new AnsweredRequest(failed.request(), a.fields(), 0)))
        .orElse(true);
  }

  /** The mistakes that fit, each with the codes of the others that fit too. */
  private static List<Diagnosis> described(Op op, List<Mistake> fitting) {
    return fitting.stream()
        .map(
            mistake -> {
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
              String text = mistake.advice() + undecided;
              return new Diagnosis(mistake.code(), op, text, Optional.of(mistake));
            })
        .toList();
  }
}
