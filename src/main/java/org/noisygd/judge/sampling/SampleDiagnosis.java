// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names the mistake that explains a sample whose law is wrong; it judges nothing.
 *
 * <p>A mistake is named if the tests pass once it is removed ({@link NoiseRepair}). Dependence is
 * named if it remains after each entry's distribution is made right; a wrong size or mean, if
 * correcting it makes the noise right; another law, if it does not. If nothing is named, the tests
 * still say what they saw.
 */
final class SampleDiagnosis {
  private static final List<String> TOO_EVEN =
      List.of("draws-quasi-random", "draws-whitened", "draws-centred", "draws-standardised");

  /** What numbers that are equal may show but draws that are repeated; nothing if none are. */
  private static final Set<String> NOT_REPEATED = Set.of("", "noise-coarse", "noise-clipped");

  private static final String STRATA = "draws-quasi-random";

  /** The tests of dependence that the sizes of draws do not affect. */
  private static final Set<LawFamily> DEPENDENCE =
      EnumSet.of(LawFamily.ENTRIES, LawFamily.FACTORS, LawFamily.DRAWS, LawFamily.COVARIANCES);

  private static final Set<LawFamily> RIGHT_LAW =
      EnumSet.of(
          LawFamily.VARIANCE,
          LawFamily.ENTRY_VARIANCE,
          LawFamily.SHAPE,
          LawFamily.TAILS,
          LawFamily.EXTREMES,
          LawFamily.SYMMETRY);

  private final List<RecoveredNoise> decided;
  private final List<RecoveredNoise> large;
  private final List<GenericLaw> generic;
  private String text = "";

  /**
   * Prepares a diagnosis of the noise and the images of a sample.
   *
   * @param decided the samples whose magnitudes are tested
   * @param large the samples whose signs are tested
   */
  SampleDiagnosis(
      List<RecoveredNoise> decided, List<RecoveredNoise> large, List<GenericLaw> generic) {
    this.decided = decided;
    this.large = large;
    this.generic = generic;
  }

  /** The results, in which only the mistake that explains the failures keeps its code. */
  List<LawResult> of(List<LawResult> found) {
    String code = found.stream().allMatch(LawResult::pass) ? "" : cause(found);
    boolean told = has(found, code);
    List<LawResult> results = new ArrayList<>();
    for (LawResult r : found) {
      boolean first = !told && !r.pass() && !code.isEmpty();
      told |= first;
      String detail = first && !text.isEmpty() ? r.detail() + "; " + text : r.detail();
      results.add(r.saying(detail, first || r.code().equals(code) ? code : ""));
    }
    return results;
  }

  private String cause(List<LawResult> found) {
    String missing = first(found, "noise-one-side", "unperturbed-gradient");
    if (!missing.isEmpty()) {
      return missing;
    }
    if (has(found, "noise-not-asked")
        && !failed(found, LawFamily.VARIANCE)
        && !failed(found, LawFamily.GENERIC_COVARIANCE)
        && !failed(found, LawFamily.GENERIC_MEAN)) {
      return "noise-not-asked";
    }
    if (isOfTheUpdate(found)) {
      return cut();
    }
    List<LawResult> given = dependences(decided, large);
    // Signs may agree by chance or by dependence; magnitudes, if they are seen, show reuse.
    boolean seen = found.stream().anyMatch(r -> r.isOf(LawFamily.REUSE));
    boolean one = given.isEmpty() && failed(found, LawFamily.DUPLICATES);
    String repeated = !seen || one || failed(found, LawFamily.REUSE) ? repeated(found, given) : "";
    if (!repeated.isEmpty()) {
      return repeated;
    }
    if (has(given, "noise-row-shared")) {
      return "noise-row-shared";
    }
    if (given.stream().anyMatch(r -> !r.isOf(LawFamily.COVARIANCES))) {
      return dependence(given);
    }
    String even = tooEven(found);
    return !even.isEmpty() ? even : given.isEmpty() ? marginal(found) : dependence(given);
  }

  /** How numbers are repeated; empty if they are not, or only because they lie on a grid. */
  private static String repeated(List<LawResult> found, List<LawResult> given) {
    String seed = first(given, "seed-overlap", "seed-ignored");
    String reuse = code(found, LawFamily.REUSE);
    if (!seed.isEmpty() || !NOT_REPEATED.contains(reuse)) {
      return seed.isEmpty() ? reuse : seed;
    }
    if (failed(found, LawFamily.DUPLICATES) && !failed(found, LawFamily.SYMMETRY)) {
      return "noise-batch-reused";
    }
    return first(given, "noise-antithetic", "noise-batch-reused");
  }

  /** Whether images are wrong although the noise, where it is seen directly, is right. */
  private boolean isOfTheUpdate(List<LawResult> found) {
    List<RecoveredNoise> seen = decided.stream().filter(RecoveredNoise::linear).toList();
    return (failed(found, LawFamily.GENERIC_MEAN) || failed(found, LawFamily.GENERIC_COVARIANCE))
        && !seen.isEmpty()
        && isRight(seen)
        && SumLaw.of(seen).stream().allMatch(LawResult::pass);
  }

  private String cut() {
    CutNoise cut = new CutNoise(decided);
    text = cut.found() ? cut.text() : "";
    return cut.found() ? cut.code() : "";
  }

  /** The tests of signs and sums that find dependence, whatever the distribution of each entry. */
  private static List<LawResult> dependences(
      List<RecoveredNoise> decided, List<RecoveredNoise> large) {
    List<LawResult> results = new ArrayList<>();
    if (!decided.isEmpty()) {
      List<RecoveredNoise> scores = NoiseRepair.scoresByEntry(decided);
      results.addAll(SumLaw.of(NoiseRepair.sizedByPart(scores, (k, draws) -> k)));
    }
    if (!large.isEmpty()) {
      results.addAll(SignLaw.of(NoiseRepair.scoresByEntry(large)));
    }
    return results.stream()
        .filter(r -> DEPENDENCE.stream().anyMatch(r::isOf))
        .filter(r -> !r.pass() && !TOO_EVEN.contains(r.code()))
        .toList();
  }

  /** What kind of dependence it is: between draws, between the factors, or within one. */
  private String dependence(List<LawResult> given) {
    LawResult strongest = Collections.max(given, Comparator.comparingDouble(LawResult::evidence));
    if (strongest.isOf(LawFamily.DRAWS)) {
      return "noise-autocorrelated";
    }
    return dependences(NoiseRepair.parted(decided), NoiseRepair.parted(large)).isEmpty()
        ? "noise-correlated"
        : "noise-dependent";
  }

  /** The code of noise that is too even, whatever its distribution; empty if it is not. */
  private String tooEven(List<LawResult> found) {
    // Negative dependence also makes sums too small; only counts show strata.
    List<LawResult> even =
        found.stream()
            .filter(r -> TOO_EVEN.contains(r.code()))
            .filter(r -> !r.code().equals(STRATA) || r.isOf(LawFamily.EVENNESS))
            .toList();
    boolean right = RIGHT_LAW.stream().noneMatch(family -> failed(found, family));
    if (even.isEmpty() || right || decided.isEmpty()) {
      return first(even, TOO_EVEN);
    }
    if (has(even, "draws-standardised")
        && !failed(found, LawFamily.REUSE)
        && decided.stream().anyMatch(RecoveredNoise::hasEqualNorms)) {
      return "draws-standardised";
    }
    List<RecoveredNoise> scores = NoiseRepair.scores(NoiseRepair.sizedByFactor(decided));
    List<LawResult> given =
        Stream.of(
                EvennessLaw.of(scores).stream(),
                SumLaw.of(scores).stream().filter(r -> !r.isOf(LawFamily.COVARIANCES)),
                SumLaw.of(NoiseRepair.scoresByEntry(decided)).stream()
                    .filter(r -> r.isOf(LawFamily.COVARIANCES)))
            .flatMap(r -> r)
            .toList();
    return first(
        even.stream()
            .filter(
                r ->
                    given.stream()
                        .anyMatch(o -> o.test().equals(r.test()) && TOO_EVEN.contains(o.code())))
            .toList(),
        TOO_EVEN);
  }

  /** What is wrong with the distribution of independent noise. */
  private String marginal(List<LawResult> found) {
    if (decided.isEmpty()) {
      return "";
    }
    String cut = cut();
    if (!cut.isEmpty()) {
      return cut;
    }
    if (isRight(decided)) {
      boolean few = failed(found, LawFamily.DIGITS);
      return few && generic.stream().anyMatch(GenericLaw::isPrintedShort)
          ? "truncated-output"
          : first(
              found,
              "noise-few-digits",
              "noise-coarse",
              "noise-clipped",
              "noise-mean",
              "noise-law");
    }
    boolean mean = failed(found, LawFamily.MEAN);
    if (mean && isRight(NoiseRepair.centred(decided))) {
      return "noise-mean";
    }
    if (failed(found, LawFamily.VARIANCE) && isRight(NoiseRepair.sizedByFactor(decided))) {
      return code(found, LawFamily.VARIANCE);
    }
    if (isRight(NoiseRepair.withoutOutliers(decided))) {
      return "noise-outlier";
    }
    if (isRight(NoiseRepair.withoutEnds(decided))
        || isRight(NoiseRepair.sizedByEntry(decided))
        || isRight(NoiseRepair.sizedByPart(decided, (k, draws) -> k * MagnitudeLaw.PARTS / draws))
        || isRight(NoiseRepair.sizedByPart(decided, (k, draws) -> k % MagnitudeLaw.STEPS))) {
      return "noise-unequal";
    }
    List<RecoveredNoise> standardised = NoiseRepair.standardised(decided);
    if (isRight(standardised)) {
      return mean ? "noise-mean" : "";
    }
    // Draws of different sizes, or an entry without noise, do not mean another law of the numbers.
    boolean sizes =
        !MagnitudeLaw.norms(NoiseRepair.scoresByEntry(decided)).pass()
            || decided.stream().anyMatch(RecoveredNoise::hasSilentEntry);
    boolean law = MagnitudeLaw.shape(standardised).pass() && hasTails(standardised);
    return sizes || law ? "" : "noise-law";
  }

  private static boolean isRight(List<RecoveredNoise> samples) {
    return MagnitudeLaw.of(samples, "").stream().allMatch(LawResult::pass) && hasTails(samples);
  }

  private static boolean hasTails(List<RecoveredNoise> samples) {
    return TailLaw.tails(samples).pass() && TailLaw.extremes(samples).pass();
  }

  private static boolean has(List<LawResult> results, String code) {
    return results.stream().anyMatch(r -> r.code().equals(code));
  }

  private static String first(List<LawResult> results, String... codes) {
    return first(results, List.of(codes));
  }

  private static String first(List<LawResult> results, List<String> codes) {
    return codes.stream().filter(code -> has(results, code)).findFirst().orElse("");
  }

  private static String code(List<LawResult> results, LawFamily family) {
    return results.stream().filter(r -> r.isOf(family)).map(LawResult::code).findFirst().orElse("");
  }

  static boolean failed(List<LawResult> results, LawFamily family) {
    return results.stream().anyMatch(r -> !r.pass() && r.isOf(family));
  }
}
