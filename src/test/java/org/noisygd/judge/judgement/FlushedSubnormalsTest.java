// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.Explanation;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.SubnormalCase;
import org.noisygd.judge.op.CasesOfAKind;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.Verdict.Program;

/**
 * Property: flushing subnormals, coming out or going in, is told and passes; gradual is not told.
 */
final class FlushedSubnormalsTest {
  private static final List<String> WARNING = List.of("flushed-subnormals");

  private static List<Case> cases(String arithmetic) {
    List<Case> cases = CasesOfAKind.of(SubnormalCase.class, arithmetic);
    assertEquals(7, cases.size(), "every op but smoothed_loss, run and sample has a case");
    return cases;
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "bfloat16", "tf32", "double-double"})
  void judge_gradualUnderflow_isNotTold(String arithmetic) {
    for (Case tested : cases(arithmetic)) {
      CaseResult result =
          judged(arithmetic, tested, ReferenceAnswer.of(arithmetic, tested.request()));
      assertEquals(CaseResult.Outcome.PASS, result.outcome(), tested.name() + result.failure());
      assertEquals(List.of(), result.warnings(), tested.name());
    }
  }

  private static List<String> told(CaseResult... results) {
    List<String> no = List.of();
    Program program = new Program("", "", "");
    return new CandidateVerdict(program, 1, List.of(results), List.of(), no, no, Explanation.NONE)
        .warnings();
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "bfloat16", "tf32", "double-double"})
  void judge_subnormalResultsFlushed_passesAndIsTold(String arithmetic) {
    for (Case tested : cases(arithmetic)) {
      CaseResult result = judged(arithmetic, tested, withSubnormals("0", arithmetic, tested));
      assertEquals(CaseResult.Outcome.PASS, result.outcome(), tested.name() + result.failure());
      assertEquals(WARNING, result.warnings(), tested.name());
      assertEquals(WARNING, told(result));
      assertEquals(List.of(), told(result, CaseResult.error(tested, "none")), "admissible");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "bfloat16", "tf32", "double-double"})
  void judge_subnormalInputsTakenForZero_passesAndIsTold(String arithmetic) {
    BigDecimal normal = RoundingModel.named(arithmetic).underflow().toBigDecimal();
    UnaryOperator<Dyadic> zero =
        d -> d.toBigDecimal().abs().compareTo(normal) < 0 ? Dyadic.ZERO : d;
    UnaryOperator<Factors<Dyadic>> both = f -> new Factors<>(f.x().map(zero), f.y().map(zero));
    int told = 0;
    for (Case tested : cases(arithmetic)) {
      Request q = tested.request();
      Request without =
          Request.of(q.op(), q.m().map(zero), both.apply(q.at()))
              .withDirection(both.apply(q.direction()))
              .withSteps(q.etaX(), q.etaY())
              .withSigmas(q.sigma1(), q.sigma2());
      CaseResult result = judged(arithmetic, tested, ReferenceAnswer.of(arithmetic, without));
      assertEquals(CaseResult.Outcome.PASS, result.outcome(), tested.name() + result.failure());
      told += result.warnings().equals(WARNING) ? 1 : 0;
    }
    assertEquals(6, told, "a loss alone has normal inputs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary:40", "decimal:34"})
  void suite_exponentsWithoutEnd_haveNoSubnormals(String arithmetic) {
    assertEquals(List.of(), CasesOfAKind.of(SubnormalCase.class, arithmetic));
  }

  /** Flushing makes zeros of small numbers, never larger ones. */
  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary16", "bfloat16", "tf32", "double-double"})
  void judge_subnormalResultsRaised_fails(String arithmetic) {
    String normal = RoundingModel.named(arithmetic).underflow().toBigDecimal().toString();
    for (Case tested : cases(arithmetic)) {
      CaseResult result = judged(arithmetic, tested, withSubnormals(normal, arithmetic, tested));
      assertEquals(CaseResult.Outcome.FAIL, result.outcome(), tested.name());
    }
  }

  /** The right answer with a literal in the place of each subnormal number but 0. */
  private static Answer withSubnormals(String literal, String arithmetic, Case tested) {
    BigDecimal normal = RoundingModel.named(arithmetic).underflow().toBigDecimal();
    ReadNumber other = ReadNumber.of(literal, Arithmetics.named(arithmetic));
    return ReferenceAnswer.mapped(
        ReferenceAnswer.of(arithmetic, tested.request()),
        n -> n.decimal().signum() != 0 && n.decimal().abs().compareTo(normal) < 0 ? other : n);
  }

  private static CaseResult judged(String arithmetic, Case tested, Answer answer) {
    return new Judge(RoundingModel.named(arithmetic)).judge(tested, answer);
  }
}
