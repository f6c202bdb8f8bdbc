// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.sampling.LawResult;
import org.noisygd.judge.verdict.Candidate;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Names the known mistakes that reproduce a candidate's numbers: each {@link Mistake} is made in
 * exact arithmetic on the failed cases, and its image is compared with the candidate's within the
 * bound. If no single mistake fits, pairs are tried.
 */
public final class Diagnostician {
  private static final String NO_CASE = "no case of the suite tells them apart";

  /** How many cases may be asked to tell apart mistakes that fit all answers. */
  private static final int QUESTIONS = 4;

  /** If more codes than this fit, roundings of a narrower arithmetic are the likelier cause. */
  private static final int FEW_CODES = 2;

  /** If more codes than this fit, the bound is too wide to tell anything, and none is named. */
  private static final int MANY_CODES = 6;

  /** Simpler than a part of a sum that is left out, if that part is the whole sum. */
  private static final Set<Code> NOTHING_DONE =
      Set.of(Code.UPDATES_MISSING, Code.FACTOR_NOT_UPDATED);

  private final String declared;
  private final MistakeFit fit;
  private final DistinguishingCase telling;
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
    this.telling = new DistinguishingCase(bounds, Compared.ROOM);
    this.candidate = candidate;
    this.deadline = deadline;
    this.faults = deadline.faults();
  }

  /** The mistakes that fit, op by op. */
  public static List<Diagnosis> diagnose(
      String declared,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      List<LawResult> samples) {
    return diagnose(
        declared, results, answers, samples, List.of(), Candidate.NONE, DiagnosisDeadline.never());
  }

  /**
   * The mistakes that fit, op by op; if several do, also the case that would tell them apart.
   *
   * @param inLaw the wrong updates whose law the wrong samples follow
   * @param deadline when the search ends; what it has found by then is returned
   */
  public static List<Diagnosis> diagnose(
      String declared,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      List<LawResult> samples,
      List<Mistake> inLaw,
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
    if (all.stream().anyMatch(found -> found.is(Code.NARROW_ARITHMETIC))) {
      all.removeIf(found -> found.is(Code.FAST_PRODUCT)); // roundings to fewer digits look like it
    }
    all.addAll(
        d.faults.guarded(
            "the mistake in the images drawn",
            List.of(),
            () ->
                ofSamples(
                    samples,
                    inLaw,
                    all,
                    d.failedOps.contains(Ops.STEP) || d.failedOps.contains(Ops.RUN))));
    return List.copyOf(all);
  }

  /**
   * Diagnoses samples. If the images follow the law of a wrong update, that mistake is named,
   * unless the updates themselves show another. Otherwise the failed tests of the noise are named,
   * unless an update is wrong.
   *
   * @param inLaw the wrong updates whose law the images follow
   * @param elsewhere the diagnosis of the other ops
   * @param wrongUpdate whether an update failed: its images follow another law whatever the noise
   */
  private static List<Diagnosis> ofSamples(
      List<LawResult> samples,
      List<Mistake> inLaw,
      List<Diagnosis> elsewhere,
      boolean wrongUpdate) {
    if (!inLaw.isEmpty()) {
      List<Diagnosis> found = inLaw.stream().map(m -> Diagnosis.of(Ops.SAMPLE, m)).toList();
      List<Diagnosis> shown =
          found.stream()
              .filter(d -> elsewhere.stream().anyMatch(e -> e.code().equals(d.code())))
              .toList();
      Set<String> updates = Set.of(Ops.STEP.word(), Ops.RUN.word());
      boolean updateNamed = elsewhere.stream().anyMatch(e -> updates.contains(e.op()));
      return shown.isEmpty() && !updateNamed ? found : shown;
    }
    Set<String> seen = new HashSet<>();
    return samples.stream()
        .filter(s -> !wrongUpdate && !s.pass() && !s.code().isEmpty() && seen.add(s.code()))
        .map(s -> new Diagnosis(s.code(), Ops.SAMPLE.word(), s.advice()))
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
        NothingComputed.diagnose(given)
            .or(() -> RestoredBySubtraction.diagnose(given))
            .or(() -> TruncatedOutput.diagnose(given))
            .or(() -> NarrowInputs.diagnose(given))
            .or(() -> WrappedIntegers.diagnose(given));
    if (noFormula.isPresent()) {
      return List.of(noFormula.get());
    }
    Optional<Diagnosis> narrow = new NarrowArithmetic(given, results, wrongWhereExact).diagnose();
    if (fit.withinRoundings(failed)) {
      return narrow.or(() -> NormwiseErrors.diagnose(given)).stream().toList();
    }
    if (op == Ops.RUN && failed.stream().allMatch(fit::isNearRight)) {
      return narrow.stream().toList(); // any small enough mistake fits
    }
    if (failed.stream().noneMatch(fit::isNearRight)) {
      Optional<Diagnosis> kept =
          op == Ops.RUN
              ? RunStates.diagnose(given)
              : StaleState.diagnose(given).filter(d -> mayRemember(failed.get(0)));
      if (kept.isPresent()) {
        return List.of(kept.get());
      }
    }
    // Then each mistake of the catalogue alone; roundings, if they are as likely.
    MistakeSearch search = new MistakeSearch(given);
    List<Set<Mistake>> alone = search.alone();
    if (narrow.isPresent() && codes(alone) > FEW_CODES) {
      return List.of(narrow.get());
    }
    if (!alone.isEmpty()) {
      return named(op, alone);
    }
    if (narrow.isPresent()) {
      List<Set<Mistake>> sized = search.sized();
      List<Diagnosis> factor = sized.isEmpty() ? ScaledTerm.diagnose(given) : named(op, sized);
      return factor.isEmpty() ? List.of(narrow.get()) : factor;
    }
    // One wrong number proves no more: some size, part or pair of mistakes gives any number.
    if (fit.wrongEntries(failed) == 1) {
      return List.of();
    }
    // Then a size that a fit finds, a mistake in some steps or requests, and finally two mistakes.
    List<Set<Mistake>> found = search.sized();
    if (found.isEmpty()) {
      found = search.sizedPairs();
    }
    if (found.isEmpty() && op == Ops.RUN) {
      found = search.inSomeSteps();
    }
    if (!found.isEmpty()) {
      return named(op, found);
    }
    List<Set<Mistake>> inPart = search.inSomeRequests();
    if (!inPart.isEmpty()) {
      return inPart.stream().flatMap(f -> describe(op, f, List.of(f)).stream()).toList();
    }
    List<Diagnosis> scaled = ScaledTerm.diagnose(given);
    if (!scaled.isEmpty()) {
      return scaled;
    }
    List<Diagnosis> two = named(op, search.pairs());
    return two.isEmpty() ? NormwiseErrors.ofSums(given).stream().toList() : two;
  }

  /** Whether a fresh process answers a failed case correctly, or none can be asked. */
  private boolean mayRemember(Case failed) {
    return candidate
        .freshAnswer(failed, Arithmetics.named(declared), deadline.left())
        .map(a -> a.isFinite() && fit.isRight(new AnsweredRequest(failed.request(), a.fields(), 0)))
        .orElse(true);
  }

  /** The diagnoses of mistakes that fit, unless too many do. */
  private List<Diagnosis> named(Op op, List<Set<Mistake>> fits) {
    if (codes(fits) > MANY_CODES) {
      return List.of();
    }
    List<Set<Mistake>> left =
        faults.guarded("what tells mistakes apart", fits, () -> toldApart(op, fits));
    return left.stream().flatMap(f -> describe(op, f, left).stream()).toList();
  }

  /** The mistakes that fit every answer to the op and, if several do, a few more answers. */
  private List<Set<Mistake>> toldApart(Op op, List<Set<Mistake>> fits) {
    List<Set<Mistake>> left = fits;
    if (left.size() > 1) {
      List<Case> ofOp = new ArrayList<>();
      for (Case tested : fit.answers().keySet()) {
        if (tested.op() == op) {
          ofOp.add(tested);
        }
      }
      left = narrowed(left, ofOp);
    }
    for (int asked = 0; asked < QUESTIONS && left.size() > 1; asked++) {
      Optional<DistinguishingCase.Separation> separation = separation(op, left.get(0), left);
      Optional<Case> question = separation.map(DistinguishingCase.Separation::tested);
      Optional<Answer> answer =
          question.flatMap(q -> candidate.answer(q, Arithmetics.named(declared)));
      if (question.isEmpty() || answer.isEmpty() || !answer.get().isFinite()) {
        break;
      }
      fit.add(question.get(), answer.get());
      left = narrowed(left, List.of(question.get()));
    }
    return simplest(left);
  }

  /** If a missing update or factor fits, only that: nothing tells it from a missing part of it. */
  private static List<Set<Mistake>> simplest(List<Set<Mistake>> fits) {
    List<Set<Mistake>> nothing =
        fits.stream()
            .filter(f -> f.stream().allMatch(m -> NOTHING_DONE.contains(m.code())))
            .toList();
    return nothing.isEmpty() ? fits : nothing;
  }

  /** The mistakes that fit these cases too; all of them if none does. */
  private List<Set<Mistake>> narrowed(List<Set<Mistake>> fits, List<Case> cases) {
    List<Case> finite = cases.stream().filter(c -> fit.answer(c).isFinite()).toList();
    List<Set<Mistake>> left = fits.stream().filter(f -> fit.consistent(f, finite)).toList();
    return left.isEmpty() ? fits : left;
  }

  /** The smallest unanswered case that tells a set of mistakes from another set. */
  private Optional<DistinguishingCase.Separation> separation(
      Op op, Set<Mistake> faults, List<Set<Mistake>> others) {
    List<Case> open =
        candidate.cases(op).stream()
            .filter(c -> !fit.answers().containsKey(c))
            .sorted(Comparator.comparingInt(c -> c.request().at().variables()))
            .toList();
    return others.stream()
        .filter(f -> !f.equals(faults))
        .map(f -> telling.separation(open, faults, f))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String codes(Set<Mistake> faults) {
    return String.join(" + ", faults.stream().map(m -> m.code().toString()).toList());
  }

  /** What else fits the same cases, and which case would decide. */
  private String undecided(Op op, Set<Mistake> faults, List<Set<Mistake>> all) {
    if (all.size() < 2) {
      return "";
    }
    List<Set<Mistake>> others = all.stream().filter(f -> !f.equals(faults)).toList();
    String codes = String.join(", ", others.stream().map(Diagnostician::codes).distinct().toList());
    String telling =
        this.faults.guarded(
            "the case that tells mistakes apart",
            "no case is known that tells them apart",
            () ->
                separation(op, faults, all)
                    .map(DistinguishingCase.Separation::words)
                    .orElse(NO_CASE));
    // One mistake in two forms, such as the noise of a run that has none.
    if (telling.equals(NO_CASE) && codes.equals(codes(faults))) {
      return "";
    }
    return "; "
        + codes
        + (others.size() == 1 ? " fits" : " fit")
        + " the cases that were answered too; "
        + telling;
  }

  private static long codes(List<Set<Mistake>> fits) {
    return fits.stream().flatMap(Set::stream).map(Mistake::code).distinct().count();
  }

  /** One entry for each mistake; if two are needed together, each says so. */
  private List<Diagnosis> describe(Op op, Set<Mistake> faults, List<Set<Mistake>> all) {
    List<Diagnosis> entries = new ArrayList<>();
    String undecided = undecided(op, faults, all);
    for (Mistake fault : faults) {
      String text =
          faults.stream()
              .filter(f -> !f.code().equals(fault.code()))
              .map(f -> "; together with " + f.code())
              .reduce(fault.advice(), String::concat);
      entries.add(new Diagnosis(fault.code().toString(), op.word(), text + undecided, faults));
    }
    return entries;
  }
}
