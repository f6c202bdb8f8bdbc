// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.OneIn;
import org.noisygd.explain.diagnosis.WrongPrograms.Program;
import org.noisygd.explain.diagnosis.WrongPrograms.Row;
import org.noisygd.explain.fault.Fault;
import org.noisygd.explain.fault.FaultyProgram;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.SmallCases;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;

/** Property: each wrong program fails, and is given the code that is true of it, or none. */
final class WrongProgramsTest {
  @OneIn(6)
  @ParameterizedTest
  @MethodSource("org.noisygd.explain.diagnosis.WrongPrograms#all")
  void diagnose_wrongProgram_isFailedAndNamedTruly(Row row) {
    List<Diagnosis> found = diagnose("binary64", SmallCases.of(row.op()), row);
    Set<String> expected = row.code().isEmpty() ? Set.of() : Set.of(row.code());
    assertEquals(
        expected,
        Set.copyOf(found.stream().map(d -> d.code().toString()).distinct().toList()),
        found.toString());
    assertTrue(found.stream().allMatch(d -> d.text().contains(row.words())), found.toString());
  }

  /** A loss whose expanded form has no bound in tf32, though its residual form has. */
  @Test
  void diagnose_whereOneFormHasNoBound_endsInNoException() {
    List<Case> cases =
        Ops.of(Ops.LOSS).cases("tf32", 1).stream().filter(c -> c.request().r() == 17).toList();
    Program oneMore =
        q ->
            new Answer(
                Map.of(
                    "loss",
                    FaultyProgram.printed(
                        RightQuantities.expected(q)
                            .get("loss")
                            .map(loss -> loss.add(Dyadic.of(1000.0))))),
                Map.of());
    Row row = new Row("", Ops.LOSS, "", "", () -> oneMore);
    assertEquals(List.of(), diagnose("tf32", cases, row));
  }

  /** Small shapes where the noises are equal do not say which one is used twice. */
  @Test
  void diagnose_fewAnswers_allThatFitAreNamed() {
    List<Case> cases =
        Ops.of(Ops.STEP).cases("binary64", CaseSuite.DEFAULT_SEED).stream()
            .filter(c -> c.request().etaX().compareTo(c.request().etaY()) < 0)
            .filter(c -> c.request().at().variables() <= 12)
            .toList();
    Row row =
        new Row(
            "",
            Ops.STEP,
            "",
            "",
            () -> q -> FaultyProgram.answer(q, Set.of(Fault.STEP_SMALLER)).orElseThrow());
    List<Diagnosis> found = diagnose("binary64", cases, row);
    assertEquals(
        List.of(Fault.STEP_X_SHARED, Fault.STEP_SMALLER),
        found.stream().flatMap(d -> d.fault().stream()).toList());
    assertTrue(
        found.get(0).text().endsWith("; step-size-shared fits the answered cases too"),
        found.toString());
  }

  @OneIn(8)
  @ParameterizedTest
  @MethodSource("org.noisygd.explain.diagnosis.WrongInPart#all")
  void whereItFails_programWrongInPart_isTheTrueConditionOrNone(Row row) {
    List<Case> cases =
        row.op().cases("binary64", CaseSuite.DEFAULT_SEED).stream()
            .filter(c -> c.request().at().variables() <= 400 && c.request().noises().size() <= 40)
            .toList();
    Judged judged = Judged.of("binary64", cases, row.program().get());
    assertTrue(judged.hasFailed(), "missed");
    String told =
        new Diagnostician("binary64", judged.results(), judged.answers(), DiagnosisDeadline.never())
            .whereItFails()
            .getOrDefault(row.op(), "");
    assertTrue(row.words().isEmpty() ? told.isEmpty() : told.contains(row.words()), told);
    assertEquals(Set.of(), judged.codes());
  }

  private static List<Diagnosis> diagnose(String arithmetic, List<Case> cases, Row row) {
    Judged judged = Judged.of(arithmetic, cases, row.program().get());
    assertTrue(judged.hasFailed(), "missed");
    return judged.diagnoses(
        new Candidate() {
          @Override
          public Exchange ask(Case tested) throws ProtocolViolation {
            return Candidate.NONE.ask(tested);
          }

          @Override
          public Optional<Answer> freshAnswer(Case tested, Arithmetic<?> asked, Duration atMost) {
            return Optional.of(row.program().get().apply(tested.request()));
          }
        });
  }
}
