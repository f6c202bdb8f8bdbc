// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.fault.Fault;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.SmallerRequests;
import org.noisygd.number.Binary64;
import org.noisygd.theory.error.RoundingModel;

/** Property: what is found is smaller, still fails, and is found within the requests allowed. */
final class ShrinkerTest {
  private static final Judge JUDGE = new Judge(RoundingModel.named("binary64"));

  private static final Map<JudgedOp, List<Case>> LAST_FIRST = new HashMap<>();

  private static Stream<Fault> mistakesOfAnUpdate() {
    return Stream.of(Fault.values()).filter(m -> m.concerns(Ops.STEP.parts()));
  }

  @ParameterizedTest
  @MethodSource("mistakesOfAnUpdate")
  void shrink_everyMistakeOfAnUpdate_findsASmallCaseThatFails(Fault fault)
      throws ProtocolViolation {
    FaultyCandidate candidate = new FaultyCandidate(Set.of(fault));
    CaseResult largest = lastFailure(candidate, Ops.STEP);
    Shrinker shrinker = shrinker(largest, candidate);
    shrinker.shrink();
    Case found = shrinker.smallest().tested();
    assertTrue(shrinker.requests() <= Shrinker.REQUESTS, "asked " + shrinker.requests());
    assertEquals(CaseResult.Outcome.FAIL, judged(found, candidate).outcome());
    assertTrue(
        SmallerRequests.size(found.request()) < SmallerRequests.size(largest.tested().request()));
    assertTrue(found.request().at().variables() < largest.tested().request().at().variables());
  }

  @ParameterizedTest
  @CsvSource({
    "SIGN, 1, 1, 1", // no shape needed
    "TARGET_TRANSPOSED, 2, 2, 1", // needs a square M that is not symmetric
  })
  void shrink_mistakesThatNeedAShape_keepNoMoreThanThat(Fault fault, int rows, int columns, int r)
      throws ProtocolViolation {
    FaultyCandidate candidate = new FaultyCandidate(Set.of(fault));
    Shrinker shrinker = shrinker(lastFailure(candidate, Ops.STEP), candidate);
    shrinker.shrink();
    Request q = shrinker.smallest().tested().request();
    assertEquals(Math.max(rows, columns), Math.max(q.d1(), q.d2()), q.toString());
    assertEquals(Math.min(rows, columns), Math.min(q.d1(), q.d2()), q.toString());
    assertEquals(r, q.r(), q.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "NOISE_KEPT, 1",
    "NOISE_NEXT, 2", // needs two steps
  })
  void shrink_run_isAsLongAsItsMistakeNeeds(Fault fault, int steps) throws ProtocolViolation {
    FaultyCandidate candidate = new FaultyCandidate(Set.of(fault));
    Shrinker shrinker = shrinker(lastFailure(candidate, Ops.RUN), candidate);
    shrinker.shrink();
    assertEquals(steps, shrinker.smallest().tested().request().noises().size());
    assertEquals(1, shrinker.smallest().wrongStep());
  }

  @Test
  void shrink_candidateThatBreaksOff_keepsWhatWasFound() throws ProtocolViolation {
    FaultyCandidate candidate = new FaultyCandidate(Set.of(Fault.SIGN));
    int[] left = {5};
    CaseResult failed = lastFailure(candidate, Ops.STEP);
    Shrinker shrinker =
        shrinker(
            failed,
            q -> {
              if (left[0]-- == 0) {
                throw new ProtocolViolation("candidate ended without a reply");
              }
              return candidate.ask(q);
            });
    assertThrows(ProtocolViolation.class, shrinker::shrink);
    assertEquals(
        CaseResult.Outcome.FAIL, judged(shrinker.smallest().tested(), candidate).outcome());
  }

  @Test
  void shrink_smallerCasesGiveAnErrorInstead_areNotTakenForWrongNumbers() throws ProtocolViolation {
    FaultyCandidate wrong = new FaultyCandidate(Set.of(Fault.SIGN));
    CaseResult failed = lastFailure(wrong, Ops.STEP);
    Shrinker shrinker =
        new Shrinker(
            "binary64",
            tested -> CaseResult.error(tested, "small"),
            failed,
            null,
            DiagnosisDeadline.never());
    shrinker.shrink();
    assertEquals(failed, shrinker.smallest());
    assertFalse(shrinker.requests() == 0);
  }

  private static Shrinker shrinker(CaseResult failed, Candidate candidate)
      throws ProtocolViolation {
    Case tested = failed.tested();
    Answer answer = candidate.ask(tested).answer(Binary64.INSTANCE).orElseThrow();
    return new Shrinker(
        "binary64",
        one -> JUDGE.judge(one, candidate.ask(one).answer(Binary64.INSTANCE).orElseThrow()),
        failed,
        answer,
        DiagnosisDeadline.never());
  }

  private static CaseResult judged(Case tested, FaultyCandidate candidate)
      throws ProtocolViolation {
    Reply reply = candidate.ask(tested.request());
    return JUDGE.judge(tested, tested.op().read(reply, tested.request(), Binary64.INSTANCE));
  }

  /** The last failed case of an op among those of moderate size. */
  private static CaseResult lastFailure(FaultyCandidate candidate, JudgedOp op)
      throws ProtocolViolation {
    for (Case tested : LAST_FIRST.computeIfAbsent(op, ShrinkerTest::lastFirst)) {
      CaseResult result = judged(tested, candidate);
      if (result.outcome() == CaseResult.Outcome.FAIL) {
        return result;
      }
    }
    throw new IllegalStateException("nothing failed");
  }

  private static List<Case> lastFirst(JudgedOp op) {
    List<Case> moderate = new ArrayList<>();
    for (Case tested : op.cases("binary64", CaseSuite.DEFAULT_SEED)) {
      int variables = tested.request().at().variables();
      if (variables > 6 && variables <= 24 && tested.request().noises().size() <= 12) {
        moderate.add(0, tested);
      }
    }
    return moderate;
  }
}
