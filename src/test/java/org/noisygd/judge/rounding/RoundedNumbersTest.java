// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Binary64;

class RoundedNumbersTest {
  /** An answer may have any scale, and so numbers that binary32 lacks. */
  @Test
  void is_numbersBeyondBinary32_comparedInItsSpacing() {
    RoundingTask nvfp4 =
        Ops.ROUND.cases("binary64", CaseSuite.DEFAULT_SEED).stream()
            .map(tested -> RoundingTask.of(tested.request()))
            .filter(task -> task.setting().to().equals("nvfp4"))
            .findFirst()
            .orElseThrow();
    double due = 1e200;
    double unit = Math.ulp(due) * 0x1p29;
    assertTrue(RoundedNumbers.is(read(due + unit), due, nvfp4, 0));
    assertFalse(RoundedNumbers.is(read(due + 4 * unit), due, nvfp4, 0));
  }

  @Test
  void judge_numberBeyondAnyDouble_failsAndIsShown() {
    Case first = Ops.ROUND.cases("binary64", CaseSuite.DEFAULT_SEED).get(0);
    RoundingTask task = RoundingTask.of(first.request());
    ReadNumber huge = ReadNumber.of("1e9999", Binary64.INSTANCE);
    ReadMatrix rounded = new ReadMatrix(1, task.size(), Collections.nCopies(task.size(), huge));
    CaseResult result = ConversionJudge.judge(first, new Converted(task, rounded));
    assertEquals("1e9999", result.failure().orElseThrow().actual());
  }

  private static ReadNumber read(double value) {
    return ReadNumber.of(Double.toString(value), Binary64.INSTANCE);
  }
}
