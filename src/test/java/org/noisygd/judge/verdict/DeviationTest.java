// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/** Known answers: entries that no legal plan rounds. */
class DeviationTest {
  /** The gradient at X = 0, Y = 3 and M = 1 + 2^-50: (-3 - 3 2^-50, 0). */
  @ParameterizedTest
  @CsvSource({
    "-3.000000000000002664535259100375697016716003417968750, true",
    "-3.0000000000000027, true",
    "-3.000000000000002664535259102, true", // two units of 28 digits
    "-3.000000000000002664535, true",
    "-3.00000000000000266554, false", // 100 of 21
    "-3.0000000000000031, false" // the next double
  })
  void judge_numberOfManyDigits_mayBeOffByItsOwnUnits(String literal, boolean passes) {
    Dyadic target = Dyadic.ONE.add(Dyadic.ONE.scaleByPowerOfTwo(-50));
    Request q =
        Request.of(Ops.GRADIENT, of(target), new Factors<>(of(Dyadic.ZERO), of(Dyadic.of(3))));
    Answer answer = new Answer(Map.of("gradX", read(literal), "gradY", read("0")), Map.of());
    CaseResult found =
        new Judge(RoundingModel.named("binary64"))
            .judge(new Case("gradient/by-hand", q, false, ""), answer);
    assertEquals(passes, !found.hasFailed(), found.toString());
  }

  private static Matrix<Dyadic> of(Dyadic entry) {
    return Matrix.of(DyadicArithmetic.INSTANCE, 1, 1, (i, j) -> entry);
  }

  private static ReadMatrix read(String literal) {
    return new ReadMatrix(1, 1, List.of(ReadNumber.of(literal, Binary64.INSTANCE)));
  }
}
