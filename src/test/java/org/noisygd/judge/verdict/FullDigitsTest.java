// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.FullDigitsCase;
import org.noisygd.judge.op.CasesOfAKind;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Property: where results have all the digits of the arithmetic, the reference passes in every
 * arithmetic, and an answer that differs by the last bit in one entry fails.
 */
final class FullDigitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary64",
        "binary32",
        "binary16",
        "bfloat16",
        "tf32",
        "double-double",
        "binary:113",
        "binary:11",
        "decimal:34",
        "decimal:16"
      })
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
