// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.FullDigitsCase;
import org.noisygd.judge.op.CasesOfAKind;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * Property: where results have all the digits of the arithmetic, the reference passes in every
 * arithmetic, and an answer that differs by the last bit in one entry fails.
 */
final class FullDigitsTest {
  static final List<String> ARITHMETICS =
      List.of(
          ("binary64 binary32 binary16 bfloat16 tf32 double-double binary:113 "
                  + "binary:11 decimal:34 decimal:16")
              .split(" "));

  @ParameterizedTest
  @FieldSource("ARITHMETICS")
  void judge_allDigits_lastOneCounts(String arithmetic) {
    Arithmetic<?> declared = Arithmetics.named(arithmetic);
    Judge judge = new Judge(RoundingModel.named(arithmetic));
    List<Case> cases = CasesOfAKind.of(FullDigitsCase.class, arithmetic);
    boolean loss =
        !Set.of("double-double", "binary:113", "decimal:34", "decimal:16").contains(arithmetic);
    assertEquals(loss ? 8 : 6, cases.size(), "every op but run and sample has a case");
    for (Case tested : cases) {
      Answer right = ReferenceAnswer.of(arithmetic, tested.request());
      CaseResult passed = judge.judge(tested, right);
      assertEquals(CaseResult.Outcome.PASS, passed.outcome(), tested.name() + passed.failure());
      CaseResult failed = judge.judge(tested, withoutLastBit(right, tested, declared));
      assertEquals(CaseResult.Outcome.FAIL, failed.outcome(), tested.name());
    }
  }

  /** The Hessian at X = 0, Y = 1, M = 1 + 2^-50: [1, -M; -M, 0], where no plan rounds. */
  @ParameterizedTest
  @CsvSource({
    "-1.00000000000000088817841970012523233890533447265625, true",
    "-1.0000000000000009, true",
    "-1.000000000000000888178419702, true", // two units of 28 digits
    "-1.00000000000000088917, false", // 100 of 21
    "-1.0000000000000011, false"
  })
  void judge_numberOfMoreDigits_mayBeOffByItsOwnUnits(String literal, boolean passes) {
    List<Matrix<Dyadic>> given =
        Stream.of(1 + 0x1p-50, 0.0, 1.0)
            .map(one -> Matrix.of(DyadicArithmetic.INSTANCE, new double[][] {{one}}))
            .toList();
    Request q = Request.of(Ops.HESSIAN, given.get(0), new Factors<>(given.get(1), given.get(2)));
    List<ReadNumber> numbers = new ArrayList<>();
    List.of("1", literal, literal, "0")
        .forEach(n -> numbers.add(ReadNumber.of(n, Binary64.INSTANCE)));
    Answer answer = new Answer(Map.of("hessian", new ReadMatrix(2, 2, numbers)), Map.of());
    Judge judge = new Judge(RoundingModel.named("binary64"));
    assertEquals(passes, !judge.judge(new Case("hessian/", q, false, ""), answer).hasFailed());
  }

  /** The answer with the last bit of an entry of M, which is odd, off. */
  private static Answer withoutLastBit(Answer right, Case tested, Arithmetic<?> declared) {
    int ofEntry = tested.request().m().get(0, 0).exponent();
    boolean loss = right.fields().containsKey("loss");
    int exponent = loss ? 2 * ofEntry - 1 : ofEntry;
    BigDecimal bit = BigDecimal.valueOf(2).pow(1 - exponent).divide(BigDecimal.valueOf(2));
    BigDecimal unit = BigDecimal.ONE.divide(bit);
    Map<String, ReadMatrix> fields = new LinkedHashMap<>();
    boolean changed = false;
    for (Map.Entry<String, ReadMatrix> field : right.fields().entrySet()) {
      List<ReadNumber> entries = new ArrayList<>();
      for (ReadNumber n : field.getValue().entries()) {
        boolean full = loss || n.decimal().abs().compareTo(BigDecimal.ONE) > 0;
        String less = n.decimal().subtract(unit).toString();
        entries.add(full && !changed ? ReadNumber.of(less, declared) : n);
        changed |= full;
      }
      ReadMatrix m = field.getValue();
      fields.put(field.getKey(), new ReadMatrix(m.rows(), m.columns(), entries));
    }
    assertTrue(changed, tested.name());
    return new Answer(fields, Map.of());
  }
}
