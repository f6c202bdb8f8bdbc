// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.UpdateMistake;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Dyadic;
import org.noisygd.theory.rounding.RoundingModel;

/** What is claimed of right and of wrong answers; that Coq proves it is tested with Coq. */
class CandidateClaimsTest {
  private static final DoubleUnaryOperator RIGHT = value -> value;
  private static final DoubleUnaryOperator OFF_BY_A_PERCENT = value -> 1.01 * value;

  @Test
  void of_rightUpdate_claimsThatItPasses() {
    Claims claims = claims(Ops.STEP, "ordinary", "binary64", RIGHT);
    assertEquals(1, claims.claims().size());
    Claim claim = claims.claims().get(0);
    assertEquals(Claim.Kind.UPDATE_PASSES, claim.kind());
    assertTrue(claim.statement().startsWith("passes binary64 Step strict (Request [["));
  }

  @Test
  void of_rightUpdateThatIsExact_claimsEquality() {
    Claims claims = claims(Ops.STEP, "exact", "binary64", RIGHT);
    assertTrue(claims.claims().get(0).statement().startsWith("passes binary64 Step exact "));
  }

  @Test
  void of_wrongGradient_claimsThatAnEntryFails() {
    Claims claims = claims(Ops.GRADIENT, "ordinary", "binary32", OFF_BY_A_PERCENT);
    Claim claim = claims.claims().get(0);
    assertEquals(Claim.Kind.FAILS, claim.kind());
    assertTrue(claim.statement().startsWith("fails binary32 Gradient strict (Request [["));
    assertTrue(claim.statement().matches(".*\\) Of[XY] \\d+ \\d+ \"[-0-9.eE]+\""));
  }

  @Test
  void of_arithmeticWithoutTheorems_claimsNothingAndSaysWhy() {
    Claims claims = claims(Ops.STEP, "ordinary", "double-double", RIGHT);
    assertEquals(List.of(), claims.claims());
    assertEquals(
        Map.of("the arithmetic double-double is not one that the theorems are stated for", 1),
        claims.unclaimed());
  }

  @Test
  void of_exactReplyThatIsOffWithinTheBound_claimsThatEveryLegalPlanIsExact() {
    Map<JudgedOp, String> ops =
        Map.of(
            Ops.STEP, "Step",
            Ops.GRADIENT, "Gradient",
            Ops.HESSIAN, "Hessian",
            Ops.HVP, "Hvp",
            Ops.SMOOTHED_GRADIENT, "SmoothedGradient",
            Ops.SMOOTHED_HESSIAN, "SmoothedHessian");
    ops.forEach(
        (op, word) -> {
          Claims claims = claims(op, "exact", "binary64", Math::nextUp);
          String statement = claims.claims().get(0).statement();
          assertTrue(
              statement.startsWith("fails binary64 " + word + " exact (Request ["), statement);
        });
  }

  @Test
  void of_exactReplyInDecimalsThatIsOffWithinTheBound_claimsNothing() {
    Claims claims = claims(Ops.HESSIAN, "exact", "decimal:16", Math::nextUp);
    assertEquals(List.of(), claims.claims());
    assertEquals(1, claims.unclaimed().size());
  }

  /** The states of a run are recorded at its start and at t = 2 alone. */
  @Test
  void of_runWithAGap_claimsTheStateAfterSeveralUpdates() {
    Case gap =
        Ops.RUN.cases("binary64", 1).stream()
            .filter(c -> !c.exact() && c.request().record().equals(List.of(0, 2)))
            .findFirst()
            .orElseThrow();
    Answer answer = ReferenceAnswer.of("binary64", gap.request());
    List<Claim> claims = claims("binary64", gap, answer).claims();
    assertEquals(1, claims.size());
    Texts asked = Texts.of(gap.request(), new RequestJson("binary64").literals(gap.request()));
    String statement = claims.get(0).statement();
    assertTrue(statement.startsWith("passes binary64 (Steps [[[["), statement);
    assertTrue(
        statement.contains("]]]) of_run (Request " + asked.m() + " " + asked.x()), statement);
  }

  @Test
  void of_diagnosisThatIsOtherInputs_claimsThatTheAnswerIsRightForThem() {
    Case tested = firstCase(Ops.STEP, "ordinary", "binary64");
    Request negated =
        tested.request().withDirection(tested.request().direction().scale(Dyadic.ONE.negate()));
    Answer answer = ReferenceAnswer.of("binary64", negated);
    List<Claim> claims = claims("binary64", tested, answer, UpdateMistake.NOISE_NEGATED).claims();
    assertEquals(
        List.of(Claim.Kind.FAILS, Claim.Kind.MISTAKES), claims.stream().map(Claim::kind).toList());
    String others = Texts.of(negated, new RequestJson("binary64").literals(negated)).toString();
    String statement = claims.get(1).statement();
    assertTrue(statement.contains(" [" + others + "; " + others + "] Of"), statement);
    assertTrue(claims.get(1).about().endsWith(": noise-negated"), claims.get(1).about());
  }

  @Test
  void of_diagnosisOfARun_claimsItOfItsFirstWrongUpdate() {
    Case run = firstCase(Ops.RUN, "ordinary", "binary64");
    List<Factors<Dyadic>> negated =
        run.request().noises().stream().map(z -> z.scale(Dyadic.ONE.negate())).toList();
    Request wrong = run.request().withRun(negated, run.request().record());
    List<Claim> claims =
        claims("binary64", run, ReferenceAnswer.of("binary64", wrong), UpdateMistake.NOISE_NEGATED)
            .claims();
    assertEquals(
        List.of(Claim.Kind.FAILS, Claim.Kind.MISTAKES), claims.stream().map(Claim::kind).toList());
    String statement = claims.get(1).statement();
    assertTrue(statement.startsWith("mistakes binary64 Step of_run (Request [["), statement);
  }

  @Test
  void of_diagnosisThatDoesNotReproduceTheAnswer_claimsTheFailureAlone() {
    Case tested = firstCase(Ops.STEP, "ordinary", "binary64");
    Answer answer =
        ReferenceAnswer.changed(ReferenceAnswer.of("binary64", tested.request()), OFF_BY_A_PERCENT);
    Claims claims = claims("binary64", tested, answer, UpdateMistake.NOISE_NEGATED);
    assertEquals(List.of(Claim.Kind.FAILS), claims.claims().stream().map(Claim::kind).toList());
    assertEquals(1, claims.unclaimed().size());
  }

  /** The claims about the first case of a kind, the reference's answer changed. */
  private static Claims claims(
      JudgedOp op, String kind, String arithmetic, DoubleUnaryOperator change) {
    Case tested = firstCase(op, kind, arithmetic);
    Answer right = ReferenceAnswer.of(arithmetic, tested.request());
    return claims(arithmetic, tested, ReferenceAnswer.changed(right, change));
  }

  private static Claims claims(
      String arithmetic, Case tested, Answer answer, Mistake... diagnosed) {
    CaseResult result = new Judge(RoundingModel.named(arithmetic)).judge(tested, answer);
    List<Diagnosis> diagnoses =
        Stream.of(diagnosed)
            .map(m -> new Diagnosis(m.code(), tested.op().word(), m.advice(), Set.of(m)))
            .toList();
    return CandidateClaims.of(arithmetic, List.of(result), Map.of(tested, answer), diagnoses);
  }

  private static Case firstCase(JudgedOp op, String kind, String arithmetic) {
    return op.cases(arithmetic, 1).stream()
        .filter(c -> c.name().startsWith(op.word() + "/" + kind + "-"))
        .findFirst()
        .orElseThrow();
  }
}
