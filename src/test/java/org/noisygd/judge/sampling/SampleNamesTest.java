// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.OneIn;
import org.noisygd.judge.NameTally;

/**
 * What samplers that are wrong by construction are named: those that follow from one mistake by it
 * alone, and none by a mistake that it does not make. Each is judged once for all tests here.
 */
class SampleNamesTest {
  private static final Map<String, List<LawResult>> FAILURES = new HashMap<>();

  @OneIn(5)
  @ParameterizedTest
  @CsvSource({
    "uniform,noise-law",
    "laplace,noise-law",
    "half,noise-law",
    "antithetic,noise-antithetic",
    "batch,noise-batch-reused",
    "row,noise-row-shared",
    "correlated,noise-correlated",
    "squared,variance-as-deviation",
    "swapped,noise-swapped",
    "one-side,noise-one-side",
    "none,unperturbed-gradient",
    "seed-ignored,seed-ignored",
    "overlap,seed-overlap",
    "cut-at-4,noise-clipped",
    "hundredths,noise-few-digits",
    "sigma1,sigma-shared",
    "over-root-rows,dimension-factor",
    "bits-19,noise-few-digits",
    "balanced,draws-quasi-random",
    "zero-is-default,noise-not-asked",
    "rademacher,noise-law",
    "sphere,draws-standardised",
    "shifted,noise-mean",
    "autoregressive,noise-autocorrelated",
    "half-batch,noise-batch-reused",
    "streams,noise-correlated",
    "root,variance-as-deviation",
    "static,noise-batch-reused",
    "slightly-shifted,noise-mean",
    "cut-at-3,noise-clipped",
    "slightly-correlated,noise-correlated",
    "first-row,noise-unequal",
    "gap,noise-gap",
    "box-muller-radius-12,noise-coarse",
    "box-muller-radius-15-binary32,noise-coarse",
    "box-muller-radius-16-NEIGHBOURS,noise-coarse",
    "box-muller-radius-16-NEIGHBOURS_IN_A_DRAW,noise-coarse",
    "box-muller-radius-16-HALVES_OF_A_DRAW,noise-coarse",
    "box-muller-radius-16-HALVES_OF_X,noise-coarse",
    "box-muller-radius-16-FACTORS,noise-coarse",
    "centred,draws-centred",
    "standardised,draws-standardised"
  })
  void results_wrongSampler_itsCodeAlone(String name, String code) {
    assertEquals(Set.of(code), named(failures(SamplerPrograms.named(name))));
  }

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
    return FAILURES.computeIfAbsent(
        wrong.name(),
        name ->
            SimulatedSampler.judge(wrong, 1, "binary64", 5).stream()
                .filter(r -> !r.pass())
                .toList());
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
    String note = Files.readString(Path.of("proofs-notes/sample-law.md")).replaceAll("\\s+", " ");
    assertTrue(note.contains(tally.words()), tally::toString);
  }
}
