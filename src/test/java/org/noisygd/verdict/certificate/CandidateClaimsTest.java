// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.fault.Fault;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.answers.CandidateAnswers;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseBounds.Rule;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Reply.ReplyReader;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.number.Dyadic;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.verdict.certificate.Claims.Claim;

/** The claims about right and wrong answers; that Coq proves it is tested with Coq. */
class CandidateClaimsTest {
  private static final DoubleUnaryOperator RIGHT = value -> value;
  private static final DoubleUnaryOperator OFF_BY_A_PERCENT = value -> 1.01 * value;

  @Test
  void of_rightUpdate_claimsThatItPasses() {
    Claims claims = claims(Ops.STEP, "ordinary", "binary64", RIGHT);
    assertEquals(1, claims.claims().size());
    Claim claim = claims.claims().get(0);
    assertEquals(Claim.Kind.UPDATE_PASSES, claim.kind());
    assertEquals("Answer [1, 2, 3, 4]", claim.said().as() + " " + claim.said().lines().keySet());
    assertEquals("Within", claim.arguments());
  }

  @Test
  void of_rightUpdateThatIsExact_claimsEquality() {
    Claims claims = claims(Ops.STEP, "exact", "binary64", RIGHT);
    assertEquals("Equal", claims.claims().get(0).arguments());
  }

  @Test
  void of_wrongGradient_claimsThatAnEntryFails() {
    for (String kind : List.of("ordinary", "exact")) {
      Claim claim = claims(Ops.GRADIENT, kind, "binary32", OFF_BY_A_PERCENT).claims().get(0);
      assertEquals(Claim.Kind.FAILS, claim.kind());
      assertTrue(claim.arguments().matches("Of[XY] \\d+ \\d+"), claim.arguments());
    }
  }

  @Test
  void of_arithmeticWithoutTheorems_claimsNothingAndSaysWhy() {
    Claims claims = claims(Ops.STEP, "ordinary", "double-double", RIGHT);
    assertEquals(List.of(), claims.claims());
    assertEquals(
        Map.of("no theorem is stated for the arithmetic double-double", 1), claims.unclaimed());
  }

  @Test
  void of_exactReplyThatIsOffWithinTheBound_claimsThatEveryCorrectPlanIsExact() {
    List<JudgedOp> ops =
        List.of(
            Ops.STEP,
            Ops.GRADIENT,
            Ops.HESSIAN,
            Ops.HVP,
            Ops.SMOOTHED_GRADIENT,
            Ops.SMOOTHED_HESSIAN);
    for (JudgedOp op : ops) {
      Claim claim = claims(op, "exact", "binary64", Math::nextUp).claims().get(0);
      assertEquals(Claim.Kind.FAILS_EXACTLY, claim.kind(), op.word());
    }
  }

  @Test
  void of_updateThatAScaledResidualMightExplain_claimsNothing() {
    Case tested = firstCase(Ops.GRADIENT, "ordinary", "binary64");
    Answer right = ReferenceAnswer.of("binary64", tested.request());
    Judge strict = new Judge(RoundingModel.named("binary64"));
    Judge scaled = new Judge(RoundingModel.named("binary64"), Rule.SCALED_RESIDUAL);
    for (double off = 0x1p-53; ; off *= 1 + 0x1p-4) {
      double factor = 1 + off;
      Answer answer = ReferenceAnswer.changed(right, value -> factor * value);
      boolean fails = strict.judge(tested, answer).outcome() == CaseResult.Outcome.FAIL;
      if (fails && scaled.judge(tested, answer).outcome() == CaseResult.Outcome.PASS) {
        Claims claims = claims("binary64", tested, answer, "{}");
        assertEquals(List.of(), claims.claims());
        assertEquals(1, claims.unclaimed().size());
        return;
      }
      assertTrue(off < 1, "no error is between the two bounds");
    }
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
    List<Claim> claims = claims("binary64", gap, answer, "{}").claims();
    assertEquals(1, claims.size());
    Claim.Said said = claims.get(0).said();
    assertEquals("Recorded 1 1 [1, 2, 3, 4]", said.as() + " " + said.lines().keySet());
    assertEquals("Within", claims.get(0).arguments());
  }

  @Test
  void of_runWhoseStatesAreAllRecorded_claimsThemTogether() {
    Case run = firstCase(Ops.RUN, "ordinary", "binary64");
    int updates = run.request().noises().size();
    List<Claim> claims =
        claims("binary64", run, ReferenceAnswer.of("binary64", run.request()), "{}").claims();
    int first = run.request().record().indexOf(0) + 1;
    int states = run.request().record().size() - first;
    assertTrue(states > 1 && updates <= 200, "the case has several states");
    assertEquals(
        List.of("Recorded " + first + " " + states),
        claims.stream().map(c -> c.said().as()).toList());
  }

  @Test
  void of_lineThatCoqDoesNotReadAsJsonIsRead_claimsNothing() {
    Case tested = firstCase(Ops.STEP, "ordinary", "binary64");
    Answer answer = ReferenceAnswer.of("binary64", tested.request());
    for (String odd : List.of("{\"\\u0058\":[[1]]}", "\ufeff{}")) {
      assertEquals(List.of(), claims("binary64", tested, answer, odd).claims(), odd);
    }
    assertEquals(1, claims("binary64", tested, answer, "{\"of\":\"a\\\"b\"}").claims().size());
  }

  @Test
  void of_diagnosisThatIsOtherInputs_claimsThatTheAnswerIsRightForThem() {
    Case tested = firstCase(Ops.STEP, "ordinary", "binary64");
    Request negated =
        tested.request().withDirection(tested.request().direction().scale(Dyadic.ONE.negate()));
    Answer answer = ReferenceAnswer.of("binary64", negated);
    List<Claim> claims = claims("binary64", tested, answer, "{}", Fault.NOISE_NEGATED).claims();
    assertEquals(
        List.of(Claim.Kind.FAILS, Claim.Kind.MISTAKES), claims.stream().map(Claim::kind).toList());
    String others = Claims.quoted(RequestJson.unasked(negated));
    String rest = claims.get(1).arguments();
    assertTrue(rest.startsWith("[" + others + "; " + others + "] Of"), rest);
    assertTrue(claims.get(1).about().endsWith(": noise-negated"), claims.get(1).about());
  }

  @Test
  void of_diagnosisOfARun_claimsItOfItsFirstWrongUpdate() {
    Case run = firstCase(Ops.RUN, "ordinary", "binary64");
    List<Factors<Dyadic>> negated =
        run.request().noises().stream().map(z -> z.scale(Dyadic.ONE.negate())).toList();
    Request wrong = run.request().withRun(negated, run.request().record());
    List<Claim> claims =
        claims("binary64", run, ReferenceAnswer.of("binary64", wrong), "{}", Fault.NOISE_NEGATED)
            .claims();
    assertEquals(
        List.of(Claim.Kind.FAILS, Claim.Kind.MISTAKES), claims.stream().map(Claim::kind).toList());
    assertTrue(claims.get(1).said().as().startsWith("Recorded "), claims.get(1).said().as());
    assertTrue(
        claims.get(1).arguments().startsWith("[\"{\"\"op\"\":\"\"step\"\","),
        claims.get(1).arguments());
  }

  @Test
  void of_diagnosisThatDoesNotReproduceTheAnswer_claimsTheFailureAlone() {
    Case tested = firstCase(Ops.STEP, "ordinary", "binary64");
    Answer answer =
        ReferenceAnswer.changed(ReferenceAnswer.of("binary64", tested.request()), OFF_BY_A_PERCENT);
    Claims claims = claims("binary64", tested, answer, "{}", Fault.NOISE_NEGATED);
    assertEquals(List.of(Claim.Kind.FAILS), claims.claims().stream().map(Claim::kind).toList());
    assertEquals(1, claims.unclaimed().size());
  }

  /** The claims about the first case of a kind, the reference's answer changed. */
  private static Claims claims(
      JudgedOp op, String kind, String arithmetic, DoubleUnaryOperator change) {
    Case tested = firstCase(op, kind, arithmetic);
    Answer right = ReferenceAnswer.of(arithmetic, tested.request());
    return claims(arithmetic, tested, ReferenceAnswer.changed(right, change), "{}");
  }

  private static Claims claims(
      String arithmetic, Case tested, Answer answer, String said, Fault... diagnosed) {
    List<Diagnosis> diagnoses =
        Stream.of(diagnosed)
            .map(m -> new Diagnosis(m.code(), tested.op(), m.advice(), Optional.of(m)))
            .toList();
    CandidateAnswers answers = new CandidateAnswers(Ops.ALL, arithmetic);
    ReplyReader reader = new ReplyReader(List.of());
    try {
      answers.greeted("{}", reader.read("{}"));
      answers.take(tested, answer, "{}", reader.read(said));
    } catch (ProtocolViolation e) {
      throw new AssertionError(e);
    }
    return CandidateClaims.of(answers, diagnoses);
  }

  private static Case firstCase(JudgedOp op, String kind, String arithmetic) {
    return op.cases(arithmetic, 1).stream()
        .filter(c -> c.name().startsWith(op.word() + "/" + kind + "-"))
        .findFirst()
        .orElseThrow();
  }
}
