// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.OneIn;
import org.noisygd.judge.NameTally;

/** Each known mistake is tried as the explanation of programs that make another one. */
class SampleNamesTest {
  @OneIn(4)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rows-shifted-slightly",
        "soft-from-2.5",
        "twelve-uniforms",
        "short-draws-8",
        "poisson",
        "three-points",
        "common-factor",
        "same-size"
      })
  void results_samplerWithAMistake_namesNoOther(String name) {
    SamplerPrograms wrong = SamplerPrograms.named(name);
    Set<String> named = named(failures(wrong));
    assertTrue(wrong.truths().containsAll(named), named::toString);
  }

  private static List<LawResult> failures(SamplerPrograms wrong) {
    return SimulatedSampler.judge(wrong, 1, "binary64", 5).stream().filter(r -> !r.pass()).toList();
  }

  private static Set<String> named(List<LawResult> failures) {
    return failures.stream()
        .map(LawResult::code)
        .filter(code -> !code.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The note has the counts. */
  @Tag("exhaustive")
  @Test
  void results_allSamplers_noneIsNamedFalsely() throws IOException {
    NameTally tally = new NameTally();
    for (SamplerPrograms wrong : SamplerPrograms.WRONG) {
      List<LawResult> failures = failures(wrong);
      if (!failures.isEmpty()) {
        tally.add(wrong.name(), wrong.truths(), named(failures));
      }
    }
    assertEquals(List.of(), tally.falsely());
    String note = Files.readString(Path.of("proofs-notes/sample-law.md"));
    assertTrue(note.contains(tally.words()), tally::toString);
  }
}
