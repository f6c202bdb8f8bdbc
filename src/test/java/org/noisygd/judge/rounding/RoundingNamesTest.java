// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.OneIn;
import org.noisygd.judge.NameTally;

/**
 * What conversions that are wrong by construction are named: those with a known mistake by it
 * alone, and none by a mistake that it does not make. Each is judged once for all tests here.
 */
class RoundingNamesTest {
  private static final Map<String, Seen> SEEN = new HashMap<>();

  /** Whether a case failed, and the codes that it was given. */
  private record Seen(boolean failed, List<String> codes) {
    static Seen of(ConversionPrograms wrong) {
      return SEEN.computeIfAbsent(
          wrong.name(),
          name -> {
            RoundingJudgeTest.Judged judged =
                RoundingJudgeTest.Judged.of(wrong.program(), RoundingJudgeTest.ALL);
            return new Seen(!judged.failed().isEmpty(), judged.codes());
          });
    }
  }

  @OneIn(5)
  @ParameterizedTest
  @FieldSource("org.noisygd.judge.rounding.ConversionPrograms#KNOWN")
  void of_programWithAKnownMistake_namesItAlone(ConversionPrograms wrong) {
    assertEquals(new Seen(true, List.of(wrong.code())), Seen.of(wrong), wrong.name());
  }

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
    List<String> named = Seen.of(wrong).codes();
    assertTrue(wrong.truths().containsAll(named), named::toString);
  }

  /** The note has the counts. */
  @Tag("exhaustive")
  @Test
  void of_allPrograms_noneIsNamedFalsely() throws IOException {
    NameTally tally = new NameTally();
    for (ConversionPrograms wrong : ConversionPrograms.ALL) {
      Seen seen = Seen.of(wrong);
      if (seen.failed()) {
        tally.add(wrong.name(), wrong.truths(), Set.copyOf(seen.codes()));
      }
    }
    assertEquals(List.of(), tally.falsely());
    String note =
        Files.readString(Path.of("proofs-notes/rounding-judge.md")).replaceAll("\\s+", " ");
    assertTrue(note.contains(tally.words()), tally::toString);
  }
}
