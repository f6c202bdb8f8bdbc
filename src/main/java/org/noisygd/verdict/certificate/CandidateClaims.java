// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.fault.Fault;
import org.noisygd.explain.fault.OtherRequests;
import org.noisygd.judge.answers.CandidateAnswers;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseBounds.Rule;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.verdict.certificate.Claims.Claim;

/**
 * The claims about a candidate's answers. For a passed case: each number is within its bound, or is
 * the exact one. For a failed case: no admissible order gives one of its numbers. If no theorem has
 * this statement, nothing is claimed, and the reason is counted. A diagnosis is claimed if its
 * fault changes only inputs.
 */
public final class CandidateClaims {
  /** Maximum number of updates between two exact states of a run: each triples the digits. */
  private static final int MOST_EXACT = 4;

  /** Maximum number of failed cases per diagnosis, the smallest first: each costs time of Coq. */
  private static final int CASES = 3;

  /** Maximum number of updates per theorem; many, since Coq reads the lines per theorem. */
  private static final int TOGETHER = 200;

  private static final String FAR =
      "an exact state of a run more than " + MOST_EXACT + " updates after the last known";

  private final String declared;
  private final RoundingModel model;
  private final CandidateAnswers answers;
  private final Map<Case, Long> asked = new HashMap<>();
  private final Claims claims = new Claims();
  private final Judge judge;
  private final List<Failed> failed = new ArrayList<>();

  /**
   * A case with a claim that an entry fails.
   *
   * @param op the requested op; for an update of a run, the op of the run
   */
  private record Failed(
      String op, Case tested, Claim.Said said, Place entry, Map<String, ReadMatrix> printed) {}

  private CandidateClaims(CandidateAnswers answers) {
    this.declared = answers.declared();
    this.model = RoundingModel.named(declared);
    this.answers = answers;
    this.judge = new Judge(model);
    long number = answers.hello().size();
    for (Map.Entry<Case, List<String>> exchange : answers.lines().entrySet()) {
      if (exchange.getKey().op().hasTheorems()) {
        asked.put(exchange.getKey(), number + 1);
        number += exchange.getValue().size();
      }
    }
  }

  /**
   * The claims about answers whose lines were kept.
   *
   * @param diagnoses the faults that were found in the answers
   */
  public static Claims of(CandidateAnswers answers, List<Diagnosis> diagnoses) {
    CandidateClaims all = new CandidateClaims(answers);
    for (CaseResult result : answers.results()) {
      all.add(result, Optional.ofNullable(answers.answers().get(result.tested())));
    }
    diagnoses.forEach(all::add);
    return all.claims;
  }

  /** The lines of a case. */
  private Claim.Said said(Case tested, String as) {
    Long request = asked.get(tested);
    if (request == null) {
      throw new IllegalStateException("no claim on " + tested.name());
    }
    SortedMap<Long, String> lines = new TreeMap<>();
    answers.hello().forEach(line -> lines.put(lines.size() + 1L, line));
    long number = request;
    for (String line : lines(tested)) {
      lines.put(number++, line);
    }
    return new Claim.Said(as, lines);
  }

  private List<String> lines(Case tested) {
    return answers.lines().getOrDefault(tested, List.of());
  }

  private boolean isRead(Case tested) {
    return Stream.of(answers.hello(), lines(tested))
        .allMatch(lines -> !lines.isEmpty() && lines.stream().allMatch(Claims::areAboutLine));
  }

  private void add(CaseResult result, Optional<Answer> answer) {
    Case tested = result.tested();
    boolean run = tested.op().has(Part.RUN);
    if (answer.isEmpty() || !tested.op().hasTheorems()) {
      claims.leave("no single answer with a bound of its own (errors, samples, several requests)");
    } else if (!Claims.areAbout(declared)) {
      claims.leave("the arithmetic " + declared + " is not one that the theorems are stated for");
    } else if (answers.hello().isEmpty()) {
      claims.leave("no reply to a hello, which would declare the arithmetic");
    } else if (!isRead(tested)) {
      claims.leave("a line with a control character, or with a backslash in a name");
    } else if (!answer.get().isFinite() || answer.get().isVanishing()) {
      claims.leave("a number that is not finite, or too small to be read");
    } else if (result.outcome() == CaseResult.Outcome.UNDECIDED) {
      claims.leave("there is no bound");
    } else if (!Claims.hasOrdinarySteps(model, tested.request())) {
      claims.leave("a step size that is negative, or subnormal and so may be flushed");
    } else if (result.outcome() == CaseResult.Outcome.PASS) {
      if (run) {
        addPassedRun(result);
      } else {
        addPassed(result);
      }
    } else if (tested.isSubnormal()) {
      claims.leave("a wrong subnormal result within the bound of rounded results");
    } else {
      CaseResult byBound = byBound(tested, answer.get());
      if (byBound.outcome() == CaseResult.Outcome.UNDECIDED) {
        claims.leave("there is no bound");
      } else if (run && byBound.hasFailed()) {
        addFailedRun(byBound.failure().orElseThrow(), tested, answer.get());
      } else if (byBound.hasFailed()) {
        addFailed(byBound, tested, answer.get(), Claim.Kind.FAILS);
      } else if (run || !isStatedExactly(tested)) {
        claims.leave("within the bound, though every admissible order gives the exact value");
      } else {
        addFailed(result, tested, answer.get(), Claim.Kind.FAILS_EXACTLY);
      }
    }
  }

  /**
   * Returns true if a theorem states that every admissible order is exact: in binary, on coarse
   * inputs, for ops without a root.
   */
  private boolean isStatedExactly(Case tested) {
    Arithmetic<?> format = Arithmetics.named(declared);
    return !tested.op().has(Part.LOSS)
        && !(format instanceof DecimalArithmetic)
        && tested.request().isExactIn(format);
  }

  /** The verdict by the widest bound of any admissible order. */
  private CaseResult byBound(Case tested, Answer answer) {
    boolean scaled = tested.op() == Ops.GRADIENT || tested.op().has(Part.UPDATE);
    return new Judge(model, scaled ? Rule.WIDEST_BOUNDS : Rule.BOUNDS)
        .judge(tested.byBound(), answer);
  }

  /** The sense in which a result passes; a loss by a scaled norm has a plain loss's bound. */
  private static String sense(CaseResult result, boolean exact) {
    boolean scaled = result.warnings().contains(CaseResult.NORM_SCALED);
    return scaled && !result.tested().op().has(Part.LOSS)
        ? "NormScaled"
        : result.warnings().contains(CaseResult.EXPANDED_LOSS)
            ? "Expanded"
            : exact && !scaled ? "Equal" : "Within";
  }

  private void addPassed(CaseResult result) {
    Case tested = result.tested();
    boolean loss = tested.op().has(Part.LOSS);
    boolean exact = tested.exact() && (!loss || tested.hasFullDigits());
    Claim.Kind kind = tested.op().has(Part.UPDATE) ? Claim.Kind.UPDATE_PASSES : Claim.Kind.PASSES;
    Claims.Size size = Claims.Size.of(tested.request());
    claims.passes(kind, tested.name(), said(tested, "Answer"), sense(result, exact), size);
  }

  /** Claims that no admissible order gives an entry, by the bound or because each is exact. */
  private void addFailed(CaseResult result, Case tested, Answer answer, Claim.Kind kind) {
    if (model.conversionsPerProduct() > 0 && tested.op().has(Part.LOSS)) {
      claims.leave("a loss in an arithmetic that converts operands, with a bound per form");
      return;
    }
    Place entry = result.failure().orElseThrow().place();
    Claim.Said said = said(tested, "Answer");
    claims.fails(kind, tested.name(), said, entry, Claims.Size.of(tested.request()));
    if (kind == Claim.Kind.FAILS) {
      failed.add(new Failed(tested.op().word(), tested, said, entry, answer.fields()));
    }
  }

  /** Claims the recorded states of a run that passed, several per theorem. */
  private void addPassedRun(CaseResult result) {
    Case tested = result.tested();
    Request q = tested.request();
    int first = q.record().indexOf(0) + 1; // the start itself, if it is recorded, has no theorem
    for (int n = first; n < q.record().size(); n++) {
      boolean far = tested.exact() && updates(q, n) > MOST_EXACT;
      boolean many = updatesFrom(q, first, n) > TOGETHER;
      if (far) {
        claims.leave(FAR);
      }
      if ((far || many) && n > first) {
        addPassedStates(result, first, n);
      }
      first = far ? n + 1 : many ? n : first;
    }
    if (first < q.record().size()) {
      addPassedStates(result, first, q.record().size());
    }
  }

  private void addPassedStates(CaseResult result, int first, int end) {
    Case tested = result.tested();
    Request q = tested.request();
    int from = q.record().get(first);
    int to = q.record().get(end - 1);
    Claim.Said said = said(tested, "Recorded " + first + " " + (end - first));
    String about = tested.name() + (from == to ? ", t=" + to : ", t=" + from + " to t=" + to);
    Claims.Size size = Claims.Size.ofRun(q, updatesFrom(q, first, end - 1));
    claims.passes(Claim.Kind.UPDATE_PASSES, about, said, sense(result, tested.exact()), size);
  }

  /** The number of updates from the (n - 1)-th recorded state to the n-th. */
  private static int updates(Request q, int n) {
    return q.record().get(n) - (n == 0 ? 0 : q.record().get(n - 1));
  }

  private static int updatesFrom(Request q, int first, int n) {
    return q.record().get(n) - q.record().get(first) + updates(q, first);
  }

  /** Claims that no admissible order gives the first wrong state of a run. */
  private void addFailedRun(CaseResult.Failure failure, Case tested, Answer answer) {
    Request q = tested.request();
    int n = q.record().indexOf(Math.toIntExact(failure.place().step().orElseThrow()));
    int t = q.record().get(n);
    if (t == 0) {
      claims.leave("the start of a run, printed wrongly");
      return;
    }
    int updates = updates(q, n);
    if (tested.exact() && updates > MOST_EXACT) {
      claims.leave(FAR);
      return;
    }
    Claim.Said said = said(tested, "Recorded " + n + " 1");
    Claims.Size size = Claims.Size.ofRun(q, updates);
    claims.fails(Claim.Kind.FAILS, tested.name(), said, failure.place(), size);
    Optional<List<ReadMatrix>> before =
        n == 0 ? Optional.empty() : Optional.ofNullable(answer.states().get(q.record().get(n - 1)));
    if (updates == 1) {
      update(tested.name(), q, t, before)
          .map(u -> new Failed("run", u, said, failure.place(), answer.fields(t)))
          .ifPresent(failed::add);
    }
  }

  /**
   * An update of a run as a case of its own; empty if the state before it is not dyadic.
   *
   * @param from the state before it, if it was printed
   */
  private static Optional<Case> update(
      String about, Request run, int t, Optional<List<ReadMatrix>> from) {
    try {
      DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
      Factors<Dyadic> at =
          from.map(s -> new Factors<>(s.get(0).in(exact), s.get(1).in(exact))).orElse(run.at());
      return Optional.of(new Case(about, run.update(Ops.STEP, t - 1, at), false, ""));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /**
   * Claims a diagnosis for the smallest possible cases: the wrong answer is right for other
   * requests, the ones that a program with the fault answers.
   */
  private void add(Diagnosis diagnosis) {
    int claimed = 0;
    List<Failed> ofOp =
        failed.stream()
            .filter(f -> f.op.equals(diagnosis.op().word()))
            .sorted(Comparator.comparingInt(f -> f.tested.request().at().variables()))
            .toList();
    for (Failed f : ofOp) {
      Optional<List<Request>> instead =
          claimed < CASES ? diagnosis.fault().flatMap(m -> instead(m, f)) : Optional.empty();
      if (instead.isPresent()) {
        claimed++;
        String about = f.tested.name() + ", " + f.entry + ": " + diagnosis.code();
        Claims.Size size = Claims.Size.of(f.tested.request());
        claims.mistakes(about, f.said, instead.get(), f.entry, size);
      }
    }
    if (claimed == 0) {
      claims.leave("a diagnosis that changes more than inputs, or that exceeds the bounds");
    }
  }

  /** The requests whose right answer is the program's wrong one, one per field. */
  private Optional<List<Request>> instead(Fault fault, Failed f) {
    try {
      List<Matrix<Dyadic>> printed =
          f.printed.values().stream().map(m -> m.in(DyadicArithmetic.INSTANCE)).toList();
      return OtherRequests.of(f.tested.request(), fault, printed)
          .filter(requests -> areRight(f, requests));
    } catch (ArithmeticException e) {
      return Optional.empty(); // a number that is not dyadic
    }
  }

  private boolean areRight(Failed f, List<Request> requests) {
    int n = 0;
    for (Map.Entry<String, ReadMatrix> field : f.printed.entrySet()) {
      Request q = requests.get(n++);
      Answer one = new Answer(Map.ofEntries(field), Map.of());
      CaseResult found = judge.judge(f.tested.byBound().asking(q), one);
      if (found.outcome() != CaseResult.Outcome.PASS
          || !found.warnings().isEmpty()
          || !Claims.hasOrdinarySteps(model, q)) {
        return false;
      }
    }
    return true;
  }
}
