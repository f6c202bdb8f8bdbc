// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.noisygd.OneIn;

/** Known answers: conversions that are wrong by construction are named by their faults alone. */
class RoundingNamesTest {
  @OneIn(16)
  @ParameterizedTest
  @FieldSource("org.noisygd.judge.conversion.ConversionPrograms#ALL")
  void of_wrongProgram_failsAndIsNamedByItsFaultAlone(ConversionPrograms wrong) {
    RoundingJudgeTest.Judged judged =
        RoundingJudgeTest.Judged.of(wrong.program(), RoundingJudgeTest.ALL);
    assertFalse(judged.failed().isEmpty());
    List<String> named = judged.codes();
    assertEquals(Set.copyOf(wrong.codes()), Set.copyOf(named));
  }
}
