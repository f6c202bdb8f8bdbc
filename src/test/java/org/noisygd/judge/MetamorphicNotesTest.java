// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.MetamorphicCases;
import org.noisygd.judge.op.CasesOfAKind;
import org.noisygd.judge.request.Answer;

/** Property: the reference echoes in every arithmetic; what does not is told. */
final class MetamorphicNotesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary64",
        "binary32",
        "binary16",
        "bfloat16",
        "tf32",
        "double-double",
        "binary:40",
        "decimal:20"
      })
  void of_reference_repeatsItsDigits(String arithmetic) {
    Map<Case, Answer> answers = answers(arithmetic);
    assertTrue(answers.size() >= (arithmetic.equals("decimal:20") ? 24 : 32), "echoes are asked");
    assertEquals(List.of(), MetamorphicNotes.of(arithmetic, answers));
  }

  @Test
  void of_lastBitThatChangesFromCallToCall_isTold() {
    Map<Case, Answer> answers = answers("binary64");
    answers.replaceAll(
        (tested, answer) -> tested.name().contains("step/echo-again") ? nudged(answer) : answer);
    List<String> notes = MetamorphicNotes.of("binary64", answers);
    assertEquals(1, notes.size(), notes.toString());
    assertTrue(notes.get(0).endsWith("each time within the bound: step"), notes.get(0));
  }

  @Test
  void of_absoluteConstantBelowTheBound_isTold() {
    Map<Case, Answer> answers = answers("binary64");
    answers.replaceAll(
        (tested, answer) -> tested.name().startsWith("loss/echo") ? shifted(answer) : answer);
    List<String> notes = MetamorphicNotes.of("binary64", answers);
    assertEquals(1, notes.size(), notes.toString());
    assertTrue(notes.get(0).endsWith("constant: loss scaled"), notes.get(0));
  }

  private static Answer nudged(Answer answer) {
    return ReferenceAnswer.changed(answer, Math::nextUp);
  }

  /** The same constant in every answer: one unit in the last place of the first problem's loss. */
  private static Answer shifted(Answer answer) {
    return ReferenceAnswer.changed(answer, d -> d + 0x1p-46);
  }

  private static Map<Case, Answer> answers(String arithmetic) {
    Map<Case, Answer> answers = new LinkedHashMap<>();
    for (Case tested : CasesOfAKind.of(MetamorphicCases.class, arithmetic)) {
      answers.put(tested, ReferenceAnswer.of(arithmetic, tested.request()));
    }
    return answers;
  }
}
