// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.List;

/** Which mistake explains a sample whose law is wrong. It names, and judges nothing. */
final class SampleDiagnosis {

  private final List<RecoveredNoise> recovered;
  private final List<RecoveredNoise> decided;
  private final List<GenericLaw> generic;

  /**
   * Of the noise and the images of a sample.
   *
   * @param decided the samples among {@code recovered} whose magnitudes are tested
   */
  SampleDiagnosis(
      List<RecoveredNoise> recovered, List<RecoveredNoise> decided, List<GenericLaw> generic) {
    this.recovered = recovered;
    this.decided = decided;
    this.generic = generic;
  }

  /** Only the mistake that explains the other failures keeps its code. */
  List<LawResult> of(List<LawResult> found) {
    List<LawResult> results = found;
    List<String> order = Arrays.stream(LawResult.Code.values()).map(LawResult.Code::word).toList();
    results = withoutConsequences(results);
    boolean reused = failed(results, LawFamily.REUSE);
    CutNoise cut =
        new CutNoise(reused || failed(results, LawFamily.EXTREMES) ? decided : List.of());
    if (cut.found()) {
      results = cut.named(results);
    } else if (reused && recovered.stream().allMatch(RecoveredNoise::isOneDraw)) {
      order = List.of("noise-batch-reused");
    } else if (reused && has(results, "noise-row-shared")) {
      order = List.of("noise-row-shared");
    } else if (reused
        && failed(results, LawFamily.DUPLICATES)
        && !has(results, "seed-overlap")
        && !has(results, "seed-ignored")) {
      // Averages over few draws are off by chance, however many there are of each.
      order = List.of("noise-batch-reused");
    } else if (failed(results, LawFamily.SYMMETRY)) {
      order = List.of("noise-mean", "noise-law");
    } else if (failed(results, LawFamily.VARIANCE)) {
      boolean shapeless =
          has(results, "noise-scaled") && independent(results) && !isGaussianOnceStandardised();
      results = without(results, shapeless ? "noise-scaled" : "noise-law", "noise-mean");
    } else if (failed(results, LawFamily.DRAWS) && !failed(results, LawFamily.SHAPE)) {
      // Noise that is repeated spoils the tests of distribution and mean as well.
      results = without(results, "noise-law", "noise-mean");
    } else if (failed(results, LawFamily.MEAN) && isGaussianOnceStandardised()) {
      results = without(results, "noise-law");
    }
    for (String code : order) {
      if (has(results, code)) {
        return results.stream().map(r -> r.code().equals(code) ? r : r.withoutCode()).toList();
      }
    }
    return List.copyOf(results);
  }

  /** Takes away the codes of tests that fail because of what other tests say better. */
  private List<LawResult> withoutConsequences(List<LawResult> found) {
    List<LawResult> results = found;
    boolean sizes =
        failed(results, LawFamily.VARIANCE) || failed(results, LawFamily.ENTRY_VARIANCE);
    boolean shape = failed(results, LawFamily.SHAPE) || failed(results, LawFamily.TAILS);
    if (sizes) {
      results = without(results, LawFamily.SUMS, LawFamily.COVARIANCES);
    }
    if (sizes || shape) {
      results = without(results, LawFamily.CELLS);
    }
    if (failed(results, LawFamily.VARIANCE)
        || failed(results, LawFamily.GENERIC_COVARIANCE)
        || failed(results, LawFamily.GENERIC_MEAN)) {
      results = without(results, LawResult.Code.NOISE_NOT_ASKED.word());
    }
    if (failed(results, LawFamily.REUSE) || failed(results, LawFamily.DRAWS)) {
      results = without(results, LawResult.Code.NOISE_UNEQUAL.word());
    }
    if (failed(results, LawFamily.SHAPE)) {
      results = without(results, LawFamily.DIGITS);
      // A law of lighter tails makes sizes more equal, too, but single numbers tell it best.
      if (evidence(results, LawFamily.SHAPE) >= evidence(results, LawFamily.NORMS)) {
        results = without(results, LawFamily.SIZES);
      }
    } else if (generic.stream().anyMatch(GenericLaw::isPrintedShort)) {
      String code = LawResult.Code.TRUNCATED_OUTPUT.word();
      results =
          results.stream()
              .map(r -> r.code().equals("noise-few-digits") ? r.saying(r.detail(), code) : r)
              .toList();
    }
    if (shape && has(results, "noise-outlier") && !TailLaw.isRightFurtherIn(decided)) {
      results = without(results, "noise-outlier");
    }
    if (shape && has(results, "noise-unequal")) {
      boolean equalised =
          TailLaw.isGaussian(decided.stream().map(RecoveredNoise::standardisedByEntry).toList());
      results = without(results, equalised ? "noise-law" : "noise-unequal");
    }
    return results;
  }

  private static List<LawResult> without(List<LawResult> results, LawFamily... families) {
    List<String> tests = Arrays.stream(families).map(LawFamily::words).toList();
    return results.stream().map(r -> tests.contains(r.test()) ? r.withoutCode() : r).toList();
  }

  /** Noise of another size or mean spoils the tests of distribution as well. */
  private boolean isGaussianOnceStandardised() {
    return decided.isEmpty()
        || TailLaw.isGaussian(decided.stream().map(RecoveredNoise::standardised).toList());
  }

  private static boolean independent(List<LawResult> results) {
    return !failed(results, LawFamily.ENTRIES)
        && !failed(results, LawFamily.FACTORS)
        && !failed(results, LawFamily.DRAWS);
  }

  private static boolean has(List<LawResult> results, String code) {
    return results.stream().anyMatch(r -> r.code().equals(code));
  }

  private static List<LawResult> without(List<LawResult> results, String... codes) {
    return results.stream()
        .map(r -> List.of(codes).contains(r.code()) ? r.withoutCode() : r)
        .toList();
  }

  private static double evidence(List<LawResult> results, LawFamily family) {
    return results.stream()
        .filter(r -> r.test().equals(family.words()))
        .mapToDouble(LawResult::evidence)
        .max()
        .orElse(0);
  }

  static boolean failed(List<LawResult> results, LawFamily family) {
    return results.stream().anyMatch(r -> !r.pass() && r.test().equals(family.words()));
  }
}
