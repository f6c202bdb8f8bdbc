// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.MistakeCatalogue;
import org.noisygd.judge.mistake.MistakeFamily;
import org.noisygd.judge.mistake.ObjectiveMistake;
import org.noisygd.judge.mistake.RunMistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.verdict.Candidate;
import org.noisygd.judge.verdict.Candidate.Exchange;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/** Known answers: mistakes that small cases do not tell apart, and the case that does. */
final class DistinguishingCaseTest {
  /** With at most this many rows, leaving out those beyond a multiple of 4 or 8 is the same. */
  private static final int SMALL = 3;

  private static final List<Case> ALL =
      Ops.of(Ops.GRADIENT).cases("binary64", CaseSuite.DEFAULT_SEED);

  @Test
  void diagnose_smallCasesAlone_namesAllAndTheCaseThatWouldDecide() {
    List<Diagnosis> found = diagnose(ObjectiveMistake.TAIL_OF_8, false);
    assertEquals(2, found.size(), found.toString());
    for (Diagnosis d : found) {
      assertEquals("loop-tail", d.code());
      assertTrue(
          d.text()
              .contains("; loop-tail fits the cases that were answered too; the case gradient/"),
          d.text());
      assertTrue(d.text().contains(" would tell them apart: grad"), d.text());
    }
  }

  @Test
  void diagnose_candidateThatCanBeAsked_isAskedAndOneIsLeft() {
    List<Diagnosis> found = diagnose(ObjectiveMistake.TAIL_OF_8, true);
    Mistake tail = ObjectiveMistake.TAIL_OF_8;
    assertEquals(List.of(Diagnosis.of(Ops.GRADIENT, tail)), found);
    assertEquals(
        ObjectiveMistake.TAIL_OF_4.advice(),
        diagnose(ObjectiveMistake.TAIL_OF_4, true).get(0).text());
  }

  @Test
  void separation_everyTwoMistakesOfAStep_haveACase() {
    DistinguishingCase ties =
        new DistinguishingCase(
            new CaseBounds(RoundingModel.named("binary64")), BigDecimal.valueOf(16));
    List<Case> steps = Ops.of(Ops.STEP).cases("binary64", CaseSuite.DEFAULT_SEED);
    List<Mistake> faults = MistakeCatalogue.concerning(Ops.STEP.parts());
    for (int a = 0; a < faults.size(); a++) {
      Mistake one = faults.get(a);
      Mistake other = faults.get((a + 1) % faults.size());
      assertTrue(
          ties.separation(steps, Set.of(one), Set.of(other)).isPresent(), one + " and " + other);
    }
  }

  @Test
  void separation_mistakesOfARun_haveACase() {
    DistinguishingCase ties =
        new DistinguishingCase(
            new CaseBounds(RoundingModel.named("binary64")), BigDecimal.valueOf(16));
    List<Case> runs =
        Ops.of(Ops.RUN).cases("binary64", CaseSuite.DEFAULT_SEED).stream()
            .filter(c -> c.request().at().variables() <= 12)
            .toList();
    List<Mistake> faults =
        List.of(
            RunMistake.NOISE_NEXT,
            RunMistake.STATES_LATE,
            RunMistake.NOISE_PREVIOUS,
            RunMistake.NOISE_ACCUMULATED,
            MistakeFamily.MOMENTUM.of(0.9),
            MistakeFamily.STEP_POWER.of(1));
    for (int a = 0; a < faults.size(); a++) {
      Mistake one = faults.get(a);
      for (Mistake other : faults.subList(a, faults.size())) {
        assertEquals(
            one != other,
            ties.separation(runs, Set.of(one), Set.of(other)).isPresent(),
            one + " and " + other);
      }
    }
  }

  /** A program with a mistake that answers small cases only, unless it is asked for more. */
  private static List<Diagnosis> diagnose(Mistake fault, boolean answers) {
    Judge judge = new Judge(RoundingModel.named("binary64"));
    Map<Case, Answer> given = new LinkedHashMap<>();
    List<CaseResult> results = new ArrayList<>();
    for (Case tested : ALL) {
      if (Math.max(tested.request().d1(), tested.request().d2()) <= SMALL) {
        given.put(tested, answer(tested, fault));
        results.add(judge.judge(tested, answer(tested, fault)));
      }
    }
    return Diagnostician.diagnose(
        "binary64",
        results,
        given,
        List.of(),
        List.of(),
        new Candidate() {
          @Override
          public Exchange ask(Case tested) throws ProtocolViolation {
            return Candidate.NONE.ask(tested);
          }

          @Override
          public List<Case> cases(Op op) {
            return ALL;
          }

          @Override
          public Optional<Answer> answer(Case tested, Arithmetic<?> arithmetic) {
            return answers
                ? Optional.of(DistinguishingCaseTest.answer(tested, fault))
                : Optional.empty();
          }
        },
        DiagnosisDeadline.never());
  }

  private static Answer answer(Case tested, Mistake fault) {
    Map<String, ReadMatrix> fields = new LinkedHashMap<>();
    Mistake.image(DyadicArithmetic.INSTANCE, tested.request(), Set.of(fault))
        .fields()
        .orElseThrow()
        .forEach((name, m) -> fields.put(name, printed(m.roundTo(Binary64.INSTANCE))));
    return new Answer(fields, Map.of());
  }

  private static ReadMatrix printed(Matrix<Double> m) {
    return new ReadMatrix(
        m.rows(),
        m.columns(),
        m.entries().stream()
            .map(d -> ReadNumber.of(Literals.format(d), Binary64.INSTANCE))
            .toList());
  }
}
