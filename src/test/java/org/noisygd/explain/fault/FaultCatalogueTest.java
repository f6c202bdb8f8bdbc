// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisygd.OneIn;
import org.noisygd.explain.diagnosis.Judged;
import org.noisygd.judge.SmallCases;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.number.DyadicArithmetic;

/**
 * Property: every fault of the catalogue, made by a program that rounds its results once, is failed
 * in every op that it concerns, and named by its own code; with no fault the model gives what the
 * reference's own formulas give, which pass.
 */
final class FaultCatalogueTest {

  @Test
  void judge_rightImages_areWhatIsDueAndPassEveryCase() {
    List<Case> cases =
        Ops.OF_THE_PROBLEM.all().stream().flatMap(op -> SmallCases.of(op).stream()).toList();
    for (Case tested : cases) {
      if (tested.op() != Ops.RUN) { // whose states are judged update by update
        var unbroken = Fault.answer(DyadicArithmetic.INSTANCE, tested.request(), Set.of());
        assertEquals(Optional.of(tested.expected()), unbroken.fields(), tested.name());
      }
    }
    Judged judged = Judged.of("binary64", cases, q -> FaultyProgram.answerOrRight(q, Set.of()));
    for (CaseResult result : judged.results()) {
      String name = result.tested().name() + result.failure();
      assertEquals(CaseResult.Outcome.PASS, result.outcome(), name);
    }
  }

  /** In one of its ops, another for each fault in turn. */
  @OneIn(8)
  @ParameterizedTest
  @EnumSource
  void judge_everyMistake_isFailedAndNamed(Fault fault) {
    judge(fault, List.of(inTurn(fault, fault.ordinal())));
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource
  void judge_everyMistakeInEveryOtherOp_isFailedAndNamed(Fault fault) {
    List<JudgedOp> others = new ArrayList<>(concerned(fault));
    others.remove(inTurn(fault, fault.ordinal()));
    judge(fault, others);
  }

  private static JudgedOp inTurn(Fault fault, int number) {
    List<JudgedOp> ops = concerned(fault);
    return ops.get(number % ops.size());
  }

  private static List<JudgedOp> concerned(Fault fault) {
    return Ops.ALL.all().stream().filter(op -> fault.concerns(op.parts())).toList();
  }

  private static void judge(Fault fault, List<JudgedOp> ops) {
    for (JudgedOp op : ops) {
      Judged judged =
          Judged.of(
              "binary64", SmallCases.of(op), q -> FaultyProgram.answerOrRight(q, Set.of(fault)));
      assertTrue(judged.hasFailed(), fault + " was missed in " + op.word());
      assertTrue(
          judged.codes().contains(fault.code()),
          () -> fault + " in " + op.word() + " was called " + judged.codes());
    }
  }
}
