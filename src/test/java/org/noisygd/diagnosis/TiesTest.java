// SPDX-License-Identifier: Apache-2.0
package org.noisygd.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisygd.arithmetic.Binary64;
import org.noisygd.arithmetic.DyadicArithmetic;
import org.noisygd.arithmetic.Literals;
import org.noisygd.bounds.RoundingModel;
import org.noisygd.cases.Case;
import org.noisygd.cases.CaseSuite;
import org.noisygd.judge.CaseBounds;
import org.noisygd.judge.CaseResult;
import org.noisygd.judge.Judge;
import org.noisygd.linalg.Matrix;
import org.noisygd.mistake.Fault;
import org.noisygd.mistake.FaultyImage;
import org.noisygd.protocol.Answer;
import org.noisygd.protocol.Op;
import org.noisygd.trace.ReadMatrix;
import org.noisygd.trace.ReadNumber;

/** Known answers: mistakes that small cases do not tell apart, and the case that does. */
final class TiesTest {
  /** With at most this many rows, leaving out those beyond a multiple of 4 or 8 is the same. */
  private static final int SMALL = 3;

  private static final List<Case> ALL =
      CaseSuite.of("binary64", CaseSuite.DEFAULT_SEED, EnumSet.of(Op.GRADIENT));

  @Test
  void diagnose_smallCasesAlone_namesAllAndTheCaseThatWouldDecide() {
    List<Diagnosis> found = diagnose(Fault.TAIL_OF_8, false);
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
    List<Diagnosis> found = diagnose(Fault.TAIL_OF_8, true);
    assertEquals(List.of(new Diagnosis("loop-tail", "gradient", Fault.TAIL_OF_8.advice())), found);
    assertEquals(Fault.TAIL_OF_4.advice(), diagnose(Fault.TAIL_OF_4, true).get(0).text());
  }

  @Test
  void separation_everyTwoMistakesOfAStep_haveACase() {
    Ties ties = new Ties(new CaseBounds(RoundingModel.named("binary64")), BigDecimal.valueOf(16));
    List<Case> steps = CaseSuite.of("binary64", CaseSuite.DEFAULT_SEED, EnumSet.of(Op.STEP));
    List<Fault> faults = List.of(Fault.values()).stream().filter(f -> f.concerns(Op.STEP)).toList();
    for (int a = 0; a < faults.size(); a++) {
      Fault one = faults.get(a);
      Fault other = faults.get((a + 1) % faults.size());
      assertTrue(
          ties.separation(steps, EnumSet.of(one), EnumSet.of(other)).isPresent(),
          one + " and " + other);
    }
  }

  @Test
  void separation_mistakesOfARun_haveACase() {
    Ties ties = new Ties(new CaseBounds(RoundingModel.named("binary64")), BigDecimal.valueOf(16));
    List<Case> runs =
        CaseSuite.of("binary64", CaseSuite.DEFAULT_SEED, EnumSet.of(Op.RUN)).stream()
            .filter(c -> c.request().at().variables() <= 12)
            .toList();
    List<Fault> faults =
        List.of(
            Fault.NOISE_NEXT,
            Fault.STATES_LATE,
            Fault.NOISE_PREVIOUS,
            Fault.NOISE_ACCUMULATED,
            Fault.MOMENTUM,
            Fault.STEP_DECAYED);
    for (Fault one : faults) {
      for (Fault other : faults) {
        assertEquals(
            one != other,
            ties.separation(runs, EnumSet.of(one), EnumSet.of(other)).isPresent(),
            one + " and " + other);
      }
    }
  }

  /** A program with a mistake that answers small cases only, unless it is asked for more. */
  private static List<Diagnosis> diagnose(Fault fault, boolean answers) {
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
        new Diagnostician.Inquiry() {
          @Override
          public List<Case> cases(Op op) {
            return ALL;
          }

          @Override
          public Optional<Answer> ask(Case tested) {
            return answers ? Optional.of(answer(tested, fault)) : Optional.empty();
          }
        });
  }

  private static Answer answer(Case tested, Fault fault) {
    Map<String, ReadMatrix> fields = new LinkedHashMap<>();
    new FaultyImage<>(DyadicArithmetic.INSTANCE, tested.request(), Set.of(fault))
        .image()
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
