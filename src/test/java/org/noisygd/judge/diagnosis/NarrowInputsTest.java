// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.judge.verdict.Judge;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/** Known answers: numbers that lose digits on the way in, and numbers that no format could hold. */
class NarrowInputsTest {
  private static final RoundingModel MODEL = RoundingModel.named("binary64");

  private static Request gradient(double target) {
    return Request.of(
        Ops.GRADIENT, one(target), new Factors<>(one(0.1), one(Double.MIN_NORMAL / 0.3)));
  }

  private static Matrix<Dyadic> one(double value) {
    return Matrix.of(DyadicArithmetic.INSTANCE, 1, 1, (i, j) -> Dyadic.of(value));
  }

  /** What is said of a program that answers for other inputs than it was asked for. */
  private static Optional<Diagnosis> diagnosis(double target, UnaryOperator<Request> read) {
    Case tested = new Case("gradient/one", gradient(target), false, "one entry");
    Answer answer = ReferenceAnswer.of("binary64", read.apply(tested.request()));
    CaseResult result = new Judge(MODEL).judge(tested, answer);
    assertEquals(CaseResult.Outcome.FAIL, result.outcome());
    Map<Case, Answer> answers = new LinkedHashMap<>(Map.of(tested, answer));
    MistakeFit fit =
        new MistakeFit(new CaseBounds(MODEL), List.of(result), answers, DiagnosisDeadline.never());
    return NarrowInputs.diagnose(OpAnswers.of("binary64", fit, Ops.GRADIENT, List.of(result)));
  }

  @Test
  void diagnose_targetOfSingleDigits_isNamed() {
    Diagnosis found = diagnosis(0.3, q -> q.withTarget(one((float) 0.3))).orElseThrow();
    assertEquals("narrow-input", found.code());
    assertTrue(found.text().startsWith("M passes through binary32"), found.text());
  }

  /** The largest double, rounded to 16 digits, is beyond all doubles. */
  @Test
  void diagnose_numberBeyondTheFormat_didNotPassThroughIt() {
    assertEquals(Optional.empty(), diagnosis(Double.MAX_VALUE, q -> q.withTarget(one(0x1p1000))));
  }
}
