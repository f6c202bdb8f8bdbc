// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers: which word was meant, with slips counted by hand. */
class SpellingTest {
  private static final List<String> WORDS =
      List.of("step", "smoothed_loss", "loss", "--json", "bfloat16", "x");

  @ParameterizedTest
  @CsvSource({
    "Step, step", // no slip: a capital
    "smoothed-loss, smoothed_loss",
    "stpe, step", // exchanged
    "stp, step", // missing
    "stepp, step", // too many
    "lass, loss", // wrong
    "bfloat61, bfloat16",
    "bfoat1, bfloat16", // two slips in six letters
    "--jsn, --json",
    "json, --json",
    "bfot1, ''", // three slips in five
    "los, loss",
    "sp, ''", // two letters bear no slip
    "y, ''",
    "step, ''", // itself
    "'', ''",
  })
  void meant_isTheNearestWord(String word, String meant) {
    assertEquals(
        meant.isEmpty() ? "" : "; did you mean " + meant + "?", Spelling.meant(word, WORDS));
  }
}
