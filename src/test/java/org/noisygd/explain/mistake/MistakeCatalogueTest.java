// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.noisygd.OneIn;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.diagnosis.Diagnostician;
import org.noisygd.judge.SmallCases;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Property: every mistake of the catalogue, made by a program that rounds its results once, is
 * failed in every op that it concerns, and named by its own code; with no mistake the model gives
 * what the reference's own formulas give, which pass.
 */
final class MistakeCatalogueTest {

  @Test
  void judge_rightImages_areWhatIsDueAndPassEveryCase() {
    for (Case tested : cases(Ops.OF_THE_PROBLEM)) {
      if (tested.op() != Ops.RUN) { // whose states are judged update by update
        var unbroken = Mistake.image(DyadicArithmetic.INSTANCE, tested.request(), Set.of());
        assertEquals(Optional.of(tested.due()), unbroken.fields(), tested.name());
      }
      Optional<Answer> answer = FaultyProgram.answer(tested.request(), Set.of());
      CaseResult result = judge().judge(tested, answer.orElseThrow());
      assertEquals(CaseResult.Outcome.PASS, result.outcome(), tested.name() + result.failure());
    }
  }

  /** In one of its ops, another for each mistake in turn. */
  @OneIn(8)
  @ParameterizedTest
  @FieldSource("org.noisygd.explain.mistake.MistakeCatalogue#ALL")
  void judge_everyMistake_isFailedAndNamed(Mistake fault) {
    judge(fault, List.of(inTurn(fault, fault.ordinal())));
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @FieldSource("org.noisygd.explain.mistake.MistakeCatalogue#ALL")
  void judge_everyMistakeInEveryOtherOp_isFailedAndNamed(Mistake fault) {
    List<JudgedOp> others = new ArrayList<>(concerned(fault));
    others.remove(inTurn(fault, fault.ordinal()));
    judge(fault, others);
  }

  private static JudgedOp inTurn(Mistake fault, int number) {
    List<JudgedOp> ops = concerned(fault);
    return ops.get(number % ops.size());
  }

  private static List<JudgedOp> concerned(Mistake fault) {
    return Ops.ALL.all().stream().filter(op -> fault.concerns(op.parts())).toList();
  }

  private static void judge(Mistake fault, List<JudgedOp> ops) {
    Judge judge = judge();
    for (JudgedOp op : ops) {
      List<CaseResult> results = new ArrayList<>();
      Map<Case, Answer> answers = new LinkedHashMap<>();
      for (Case tested : SmallCases.of(op)) {
        Optional<Answer> answer = FaultyProgram.answer(tested.request(), Set.of(fault));
        // A program whose shapes do not fit falls back to what is right there.
        Answer given =
            answer.orElseGet(() -> FaultyProgram.answer(tested.request(), Set.of()).orElseThrow());
        results.add(judge.judge(tested, given));
        answers.put(tested, given);
      }
      assertTrue(
          results.stream().anyMatch(r -> r.outcome() == CaseResult.Outcome.FAIL),
          fault + " was missed in " + op.word());
      List<Diagnosis> found =
          Diagnostician.diagnose(
              "binary64", results, answers, List.of(), Candidate.NONE, DiagnosisDeadline.never());
      assertTrue(
          found.stream().anyMatch(d -> d.is(fault.code())),
          fault + " in " + op.word() + " was called " + found);
    }
  }

  private static Judge judge() {
    return new Judge(RoundingModel.named("binary64"));
  }

  private static List<Case> cases(Ops ops) {
    return ops.all().stream().flatMap(op -> SmallCases.of(op).stream()).toList();
  }
}
