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
import org.noisygd.judge.request.Op;
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
 * The claims about a candidate's answers. For a passed case: each number is within its bound, or
 * equals the exact one. For a failed case: no admissible order gives one of its numbers. If no
 * theorem has this statement, nothing is claimed, and the reason is counted. A diagnosis is claimed
 * if its fault changes only inputs.
 */
public final class CandidateClaims {
  /** Maximum number of failed cases per diagnosis, the smallest first: each costs time in Coq. */
  private static final int CASES = 3;

  /** Maximum number of updates per theorem; many, since each theorem has Coq read its lines. */
  private static final int TOGETHER = 200;

  private final RoundingModel model;
  private final CandidateAnswers answers;

  /** The lines of each case, by their numbers in the conversation. */
  private final Map<Case, SortedMap<Long, String>> lines = new HashMap<>();

  private final Claims claims = new Claims();
  private final List<Failed> failed = new ArrayList<>();

  /**
   * A case with a claim that an entry fails.
   *
   * @param op the requested op; for an update of a run, the op of the run
   */
  private record Failed(
      Op op, Case tested, Claim.Said said, Place entry, Map<String, ReadMatrix> printed) {}

  private CandidateClaims(CandidateAnswers answers) {
    this.model = RoundingModel.named(answers.declared());
    this.answers = answers;
    SortedMap<Long, String> hello = new TreeMap<>();
    answers.hello().forEach(line -> hello.put(hello.size() + 1L, line));
    long number = hello.size();
    for (Map.Entry<Case, List<String>> exchange : answers.lines().entrySet()) {
      SortedMap<Long, String> all = new TreeMap<>(hello);
      for (String line : exchange.getValue()) {
        all.put(++number, line);
      }
      lines.put(exchange.getKey(), all);
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
      Answer answer = answers.answers().get(result.tested());
      if (answer == null || !result.tested().op().hasTheorems()) {
        all.claims.leave(
            "no single answer with a bound of its own (errors, samples, several requests)");
      } else {
        all.add(result, answer);
      }
    }
    diagnoses.forEach(all::add);
    return all.claims;
  }

  private Claim.Said said(Case tested, String as) {
    return new Claim.Said(
        as, Optional.ofNullable(lines.get(tested)).orElseThrow(IllegalStateException::new));
  }

  private void add(CaseResult result, Answer answer) {
    String why = whyNone(result, answer);
    if (!why.isEmpty()) {
      claims.leave(why);
    } else if (result.hasFailed()) {
      addFailed(result, answer);
    } else if (result.tested().op().has(Part.RUN)) {
      addPassedRun(result);
    } else {
      addPassed(result);
    }
  }

  /** The reason why no theorem can be stated about a case; empty if one may be. */
  private String whyNone(CaseResult result, Answer answer) {
    Case tested = result.tested();
    if (answers.hello().isEmpty()) {
      return "no reply to a hello, which would declare the arithmetic";
    }
    String unstated = Claims.unstated(answers.declared(), said(tested, "").lines().values());
    return !unstated.isEmpty()
        ? unstated
        : !answer.isFinite() || answer.isVanishing()
            ? "a number that is not finite, or too small to be read"
            : result.outcome() == CaseResult.Outcome.UNDECIDED
                ? "there is no bound"
                : !Claims.hasOrdinarySteps(model, tested.request())
                    ? "a step size that is negative, or subnormal and so may be flushed"
                    : result.hasFailed() && tested.isSubnormal()
                        ? "a wrong subnormal result within the bound of rounded results"
                        : "";
  }

  private void addFailed(CaseResult result, Answer answer) {
    Case tested = result.tested();
    boolean run = tested.op().has(Part.RUN);
    CaseResult byBound = byBound(tested, answer); // of another case, which is not to be exact
    if (byBound.outcome() == CaseResult.Outcome.UNDECIDED) {
      claims.leave("there is no bound");
    } else if (byBound.hasFailed() && run) {
      addFailedRun(tested, answer, byBound);
    } else if (byBound.hasFailed()) {
      addFailed(tested, answer, byBound, Claim.Kind.FAILS);
    } else if (run || !isStatedExactly(tested)) {
      claims.leave("within the bound, though every admissible order gives the exact value");
    } else {
      addFailed(tested, answer, result, Claim.Kind.FAILS_EXACTLY);
    }
  }

  /**
   * Returns true if a theorem states that every admissible order is exact: in binary, on coarse
   * inputs, for ops without a root.
   */
  private boolean isStatedExactly(Case tested) {
    Arithmetic<?> format = Arithmetics.named(answers.declared());
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

  /** The sense in which a result passes. A loss of a scaled norm has the bound of a plain loss. */
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
    Claims.Size size = Claims.Size.of(tested.request());
    claims.passes(tested.name(), said(tested, "Answer"), sense(result, exact), size);
  }

  /** Claims that no admissible order gives an entry, by the bound or because each is exact. */
  private void addFailed(Case tested, Answer answer, CaseResult result, Claim.Kind kind) {
    if (model.conversionsPerProduct() > 0 && tested.op().has(Part.LOSS)) {
      claims.leave("a loss in an arithmetic that converts operands, with a bound per form");
      return;
    }
    Place entry = result.failure().orElseThrow().place();
    Claim.Said said = said(tested, "Answer");
    claims.fails(kind, tested.name(), said, entry, Claims.Size.of(tested.request()));
    if (kind == Claim.Kind.FAILS) {
      failed.add(new Failed(tested.op(), tested, said, entry, answer.fields()));
    }
  }

  /** Claims that the recorded states of a run pass, several states per theorem. */
  private void addPassedRun(CaseResult result) {
    Case tested = result.tested();
    Request q = tested.request();
    List<Integer> record = q.record();
    int first = record.indexOf(0) + 1; // the start itself, if it is recorded, has no theorem
    for (int n = first; n < record.size(); n++) {
      if (n + 1 == record.size() || updates(q, first, n + 1) > TOGETHER) {
        int from = record.get(first);
        int to = record.get(n);
        String about = tested.name() + ", t=" + from + (from == to ? "" : " to t=" + to);
        Claim.Said said = said(tested, "Recorded " + first + " " + (n + 1 - first));
        Claims.Size size = Claims.Size.ofRun(q, updates(q, first, n));
        claims.passes(about, said, sense(result, tested.exact()), size);
        first = n + 1;
      }
    }
  }

  /** The number of updates that lead to the recorded states {@code first} to {@code last}. */
  private static int updates(Request q, int first, int last) {
    return q.record().get(last) - (first == 0 ? 0 : q.record().get(first - 1));
  }

  /** Claims that no admissible order gives the first wrong state of a run. */
  private void addFailedRun(Case tested, Answer answer, CaseResult result) {
    Request q = tested.request();
    Place entry = result.failure().orElseThrow().place();
    int t = Math.toIntExact(entry.step().orElseThrow());
    if (t == 0) {
      claims.leave("the start of a run, printed wrongly");
      return;
    }
    int n = q.record().indexOf(t);
    int updates = updates(q, n, n);
    Claim.Said said = said(tested, "Recorded " + n + " 1");
    Claims.Size size = Claims.Size.ofRun(q, updates);
    claims.fails(Claim.Kind.FAILS, tested.name(), said, entry, size);
    if (updates == 1) {
      update(tested, t, answer)
          .map(u -> new Failed(Ops.RUN, u, said, entry, answer.fields(t)))
          .ifPresent(failed::add);
    }
  }

  /**
   * The update of a run to its state t, from the printed state before it or from the start, as a
   * case of its own; empty if that state is not dyadic.
   */
  private static Optional<Case> update(Case run, int t, Answer answer) {
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    Request q = run.request();
    try {
      Factors<Dyadic> from =
          Optional.ofNullable(answer.states().get(t - 1))
              .map(s -> new Factors<>(s.get(0).in(exact), s.get(1).in(exact)))
              .orElse(q.at());
      return Optional.of(new Case(run.name(), q.update(Ops.STEP, t - 1, from), false, ""));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /**
   * Claims a diagnosis for the smallest cases that permit it: the wrong answer is the right one to
   * other requests, which a program with the fault answers in place of the given one.
   */
  private void add(Diagnosis diagnosis) {
    int claimed = 0;
    failed.sort(Comparator.comparingInt(f -> f.tested.request().at().variables()));
    for (Failed f : failed) {
      if (claimed < CASES && f.op == diagnosis.op()) {
        Optional<List<Request>> instead = diagnosis.fault().flatMap(m -> instead(m, f));
        String about = f.tested.name() + ", " + f.entry + ": " + diagnosis.code();
        Claims.Size size = Claims.Size.of(f.tested.request());
        instead.ifPresent(others -> claims.mistakes(about, f.said, others, f.entry, size));
        claimed += instead.isPresent() ? 1 : 0;
      }
    }
    if (claimed == 0) {
      claims.leave("a diagnosis that changes more than inputs, or that exceeds the bounds");
    }
  }

  /** The requests whose right answers are the program's wrong ones, one request per field. */
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
      CaseResult found = new Judge(model).judge(f.tested.byBound().asking(q), one);
      if (found.outcome() != CaseResult.Outcome.PASS
          || !found.warnings().isEmpty()
          || !Claims.hasOrdinarySteps(model, q)) {
        return false;
      }
    }
    return true;
  }
}
