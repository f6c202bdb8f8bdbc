// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.judge.NameTally;

/** Each known mistake is tried as the explanation of programs that make another one. */
class RoundingNamesTest {
  private static final Set<String> SOME =
      Set.of(
          "drops a tiny fraction",
          "eight digits",
          "NaN for tiny values",
          "half added, ties to even",
          "253 random numbers",
          "ties to odd");

  static List<ConversionPrograms> some() {
    return ConversionPrograms.ALL.stream().filter(p -> SOME.contains(p.name())).toList();
  }

  @ParameterizedTest
  @MethodSource("some")
  void of_programWithAMistake_namesNoOther(ConversionPrograms wrong) {
    List<String> named = judged(wrong).codes();
    assertTrue(wrong.truths().containsAll(named), named::toString);
  }

  private static RoundingJudgeTest.Judged judged(ConversionPrograms wrong) {
    return RoundingJudgeTest.Judged.of(wrong.program(), RoundingJudgeTest.ALL);
  }

  /** The note has the counts. */
  @Tag("exhaustive")
  @Test
  void of_allPrograms_noneIsNamedFalsely() throws IOException {
    NameTally tally = new NameTally();
    for (ConversionPrograms wrong : ConversionPrograms.ALL) {
      RoundingJudgeTest.Judged judged = judged(wrong);
      if (!judged.failed().isEmpty()) {
        tally.add(wrong.name(), wrong.truths(), Set.copyOf(judged.codes()));
      }
    }
    assertEquals(List.of(), tally.falsely());
    String note = Files.readString(Path.of("proofs-notes/rounding-judge.md"));
    assertTrue(note.contains(tally.words()), tally::toString);
  }
}
