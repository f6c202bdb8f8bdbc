// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * What is claimed of a candidate's answers: of a case that passed that each number is within its
 * bound, or is the exact one; of a case that failed that no legal plan computes one of its numbers.
 * Where no theorem says that, nothing is claimed, and why is counted.
 */
public final class CandidateClaims {
  private static final Map<String, String> OPS =
      Map.of(
          "loss", "Loss",
          "gradient", "Gradient",
          "hessian", "Hessian",
          "hvp", "Hvp",
          "smoothed_loss", "SmoothedLoss",
          "smoothed_gradient", "SmoothedGradient",
          "smoothed_hessian", "SmoothedHessian",
          "step", "Step");

  /**
   * Updates between two states of a run: with each the exact numbers have three times the digits.
   */
  private static final int MOST_UPDATES = 4;

  private final String declared;
  private final Optional<String> arithmetic;
  private final RoundingModel model;
  private final RequestJson json;
  private final Claims claims;
  private final MistakeClaims mistaken;

  private CandidateClaims(String declared) {
    this.declared = declared;
    this.arithmetic = CoqText.arithmetic(declared);
    this.model = RoundingModel.named(declared);
    this.json = new RequestJson(declared);
    this.claims = new Claims();
    this.mistaken = new MistakeClaims(model, claims);
  }

  /**
   * The claims about the answers to some cases.
   *
   * @param declared the candidate's arithmetic
   * @param results the verdicts
   * @param answers the answers, by their cases
   * @param diagnoses the mistakes that were found in them
   */
  public static Claims of(
      String declared,
      List<CaseResult> results,
      Map<Case, Answer> answers,
      List<Diagnosis> diagnoses) {
    CandidateClaims all = new CandidateClaims(declared);
    for (CaseResult result : results) {
      all.add(result, Optional.ofNullable(answers.get(result.tested())));
    }
    diagnoses.forEach(all.mistaken::add);
    return all.claims;
  }

  private void add(CaseResult result, Optional<Answer> answer) {
    Case tested = result.tested();
    boolean run = tested.op().has(Part.RUN);
    if (answer.isEmpty() || !(run || OPS.containsKey(tested.op().word()))) {
      claims.leave(
          "no single answer with a bound of its own (errors told, laws, several requests)");
    } else if (arithmetic.isEmpty()) {
      claims.leave("the arithmetic " + declared + " is not one that the theorems are stated for");
    } else if (!answer.get().isFinite()) {
      claims.leave("a number that is not finite");
    } else if (result.outcome() == CaseResult.Outcome.UNDECIDED) {
      claims.leave("the bound says nothing here");
    } else if (!Claims.hasOrdinarySteps(model, tested.request())) {
      claims.leave("a step size that is negative, or subnormal and so may be flushed");
    } else if (result.outcome() == CaseResult.Outcome.PASS) {
      if (run) {
        addRun(result, answer.get(), "of_run");
      } else {
        addPassed(result, answer.get());
      }
    } else if (tested.isSubnormal()) {
      claims.leave(
          "a wrong subnormal result, within what the bound of rounded ones leaves room for");
    } else {
      CaseResult byBound = byBound(tested, answer.get());
      if (byBound.outcome() == CaseResult.Outcome.FAIL) {
        addFailed(byBound, answer.get(), run ? "of_run" : "strict");
      } else if (!isStatedExactly(tested)) {
        claims.leave("within the bound, though not the exact value that every legal plan gives");
      } else {
        addFailed(result, answer.get(), "exact");
      }
    }
  }

  /**
   * Whether there is a theorem that every legal plan is exact: in binary, on coarse inputs, of ops
   * that take no root.
   */
  private boolean isStatedExactly(Case tested) {
    Arithmetic<?> format = Arithmetics.named(declared);
    return !tested.op().has(Part.LOSS)
        && !(format instanceof DecimalArithmetic)
        && tested.request().isExactIn(format);
  }

  private CaseResult byBound(Case tested, Answer answer) {
    return Judge.ofBounds(model)
        .judge(new Case(tested.name(), tested.request(), false, tested.sees()), answer);
  }

  private void addPassed(CaseResult result, Answer answer) {
    Case tested = result.tested();
    boolean loss = tested.op().has(Part.LOSS);
    boolean exact = tested.exact() && (!loss || tested.hasFullDigits());
    String plan =
        result.warnings().contains(CaseResult.NORM_SCALED)
            ? "norm_scaled"
            : result.warnings().contains(CaseResult.EXPANDED_LOSS)
                ? "in_expanded_form"
                : exact ? "exact" : "strict";
    Claim.Kind kind = tested.op().has(Part.UPDATE) ? Claim.Kind.UPDATE_PASSES : Claim.Kind.PASSES;
    List<ReadMatrix> printed = List.copyOf(answer.fields().values());
    claims.passes(
        kind,
        tested.name(),
        how(op(tested), plan),
        Texts.of(tested.request(), json.literals(tested.request())),
        printed);
  }

  /** Claims that no legal plan computes an entry, by the bound or because each is exact. */
  private void addFailed(CaseResult result, Answer answer, String plan) {
    Case tested = result.tested();
    if (tested.op().has(Part.RUN)) {
      addRun(result, answer, plan);
      return;
    }
    if (model.conversionsPerProduct() > 0 && tested.op().has(Part.LOSS)) {
      claims.leave(
          "a loss in an arithmetic that converts operands, whose forms have bounds of their own");
      return;
    }
    String entry = result.failure().orElseThrow().entry();
    List<String> names = List.copyOf(answer.fields().keySet());
    int field = names.indexOf(entry.replaceFirst("\\[.*", ""));
    ReadMatrix printed = List.copyOf(answer.fields().values()).get(field);
    Claims.Judged how = how(op(tested), plan);
    Texts q = Texts.of(tested.request(), json.literals(tested.request()));
    claims.fails(tested.name(), how, q, field, entry, printed);
    if (!plan.equals("exact")) {
      mistaken.fails(
          new MistakeClaims.Failed(
              tested.op().word(), tested, how, q, field, entry, answer.fields()));
    }
  }

  /**
   * Each state from the last one before it that is known.
   *
   * @param planOfWrong how the first wrong one is judged
   */
  private void addRun(CaseResult result, Answer answer, String planOfWrong) {
    Case tested = result.tested();
    Request q = tested.request();
    Function<Dyadic, String> literal = json.literals(q);
    Texts asked = Texts.of(q, literal);
    boolean scaled = result.warnings().contains(CaseResult.NORM_SCALED);
    boolean passed = result.outcome() == CaseResult.Outcome.PASS;
    int wrong = result.failure().flatMap(f -> f.step().stream().boxed().findFirst()).orElse(-1);
    List<String> known = List.of(asked.x(), asked.y());
    Optional<List<ReadMatrix>> printed = Optional.empty();
    List<Factors<Dyadic>> since = new ArrayList<>();
    for (int t = 0; t <= q.noises().size(); t++) {
      List<ReadMatrix> state = answer.states().get(t);
      if (t > 0) {
        since.add(q.noises().get(t - 1));
      }
      if (state == null) {
        continue;
      }
      if (t > 0 && (passed || t == wrong)) {
        boolean further = since.size() > 1;
        if (since.size() > MOST_UPDATES) {
          claims.leave(
              "a state of a run more than " + MOST_UPDATES + " updates after the last known");
        } else if (further && planOfWrong.equals("exact")) {
          claims.leave("an exact run's state more than one update after the last known");
        } else {
          String noiseX = CoqText.rows(since.get(0).x(), literal);
          String noiseY = CoqText.rows(since.get(0).y(), literal);
          Texts updates = asked.update(known.get(0), known.get(1), noiseX, noiseY);
          String op = further ? CoqText.steps(since.subList(1, since.size()), literal) : "Step";
          String about = tested.name() + (further ? ", updates to " : ", update ") + t;
          if (passed) {
            String plan =
                scaled ? "of_norm_scaled_run" : tested.exact() ? "of_exact_run" : "of_run";
            claims.passes(Claim.Kind.UPDATE_PASSES, about, how(op, plan), updates, state);
          } else {
            String entry = result.failure().orElseThrow().entry();
            int field = entry.startsWith("X") ? 0 : 1;
            Claims.Judged how = how(op, planOfWrong);
            claims.fails(about, how, updates, field, entry, state.get(field));
            Optional<Case> update =
                further || planOfWrong.equals("exact")
                    ? Optional.empty()
                    : update(about, q, t, printed);
            update.ifPresent(
                u ->
                    mistaken.fails(
                        new MistakeClaims.Failed(
                            q.op().word(), u, how, updates, field, entry, fields(state))));
          }
        }
      }
      printed = Optional.of(state);
      known = state.stream().map(CoqText::rows).toList();
      since.clear();
    }
  }

  /**
   * An update of a run as a case of its own; empty where the state before it is not dyadic.
   *
   * @param from the state before it, where it was printed
   */
  private static Optional<Case> update(
      String about, Request run, int t, Optional<List<ReadMatrix>> from) {
    try {
      DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
      Factors<Dyadic> at =
          from.map(s -> new Factors<>(s.get(0).in(exact), s.get(1).in(exact))).orElse(run.at());
      Request update =
          Request.of(Ops.STEP, run.m(), at)
              .withDirection(run.noises().get(t - 1))
              .withSteps(run.etaX(), run.etaY());
      return Optional.of(new Case(about, update, false, ""));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Map<String, ReadMatrix> fields(List<ReadMatrix> state) {
    Map<String, ReadMatrix> fields = new LinkedHashMap<>();
    fields.put("X", state.get(0));
    fields.put("Y", state.get(1));
    return fields;
  }

  private Claims.Judged how(String op, String plan) {
    return new Claims.Judged(arithmetic.orElseThrow(), op, plan);
  }

  private static String op(Case tested) {
    String op = OPS.get(tested.op().word());
    if (op == null) {
      throw new IllegalArgumentException("no theorem is about " + tested.op());
    }
    return op;
  }
}
