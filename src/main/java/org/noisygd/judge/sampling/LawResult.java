// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.Locale;
import org.noisygd.number.Text;

/**
 * One test of a sample's law.
 *
 * @param test the test's name
 * @param pass whether it held
 * @param detail what it saw, in words
 * @param code the mistake it points to; empty if none
 * @param evidence against the law: under it the p-value is at most exp(-evidence); NaN where the
 *     failure needs no statistics
 * @param limit the evidence that a test must exceed to fail; NaN likewise
 */
public record LawResult(
    String test, boolean pass, String detail, String code, double evidence, double limit) {
  /** A failure that needs no statistics, such as images that are not finite. */
  public static LawResult plainFailure(String test, String detail, String code) {
    return new LawResult(test, false, detail, code, Double.NaN, Double.NaN);
  }

  /** What it saw, and how likely that is under the law. */
  public String words() {
    return Double.isNaN(limit)
        ? detail
        : Text.format("%s (p-value at most %s; below %s it fails)", detail, p(evidence), p(limit));
  }

  /** What it saw, and what to look at in the program. */
  public String advice() {
    String advice = Code.advice(code);
    return advice.isEmpty() ? detail : detail + "; " + advice;
  }

  /** exp(-evidence), to two digits. */
  private static String p(double evidence) {
    return evidence > LEAST
        ? "1e-300"
        : Text.format(evidence < 4 ? "%.2g" : "%.1e", StrictMath.exp(-evidence));
  }

  /** -ln 1e-300: no smaller p-value is told. */
  private static final double LEAST = 690.8;

  /** Whether it is the result of a family. */
  boolean isOf(LawFamily family) {
    return test.equals(family.words());
  }

  /** The same with another detail and code. */
  LawResult saying(String newDetail, String newCode) {
    return new LawResult(test, pass, newDetail, newCode, evidence, limit);
  }

  /** The same without the mistake it points to. */
  LawResult withoutCode() {
    return new LawResult(test, pass, detail, "", evidence, limit);
  }

  /** The mistakes of a sampler. Their codes are their names in small letters. */
  enum Code {
    NOISE_ONE_SIDE("draw noise for both factors"),
    UNPERTURBED_GRADIENT("take the gradient at the perturbed point"),
    VARIANCE_AS_DEVIATION("sigma1 and sigma2 are standard deviations, not variances"),
    NOISE_SWAPPED("sigma1 belongs to X, sigma2 to Y"),
    SIGMA_SHARED("sigma1 belongs to X, sigma2 to Y"),
    DIMENSION_FACTOR("sigma is the deviation of each entry, whatever the number of rows"),
    NOISE_NOT_ASKED("sigma = 0 asks for no noise of that factor; do not replace 0 by a default"),
    TRUNCATED_OUTPUT("print as many digits as tell a number from its neighbours"),
    SEED_OVERLAP("seed the generator once a request, not once a draw with a counter added"),
    SEED_IGNORED("hand the request's seed to the generator"),
    NOISE_ANTITHETIC("draw every image's noise afresh, not as the negative of another's"),
    NOISE_ROW_SHARED("draw every entry of a factor by itself"),
    DRAWS_QUASI_RANDOM(
        "draw independent numbers: no stratified or Latin hypercube sampling, no Sobol or Halton"
            + " sequence"),
    DRAWS_WHITENED("use the draws as they come, without making their covariance the identity"),
    DRAWS_CENTRED("use the draws as they come, without taking off their mean"),
    DRAWS_STANDARDISED("use the draws as they come, without dividing by their own deviation"),
    NOISE_CORRELATED("one generator must serve both factors, each number once"),
    NOISE_AUTOCORRELATED("draw every image's noise afresh"),
    NOISE_CLIPPED("let the noise be as large as it comes, without a limit"),
    NOISE_GAP("let the noise be as small as it comes"),
    NOISE_SCALED("multiply standard normal numbers by sigma, once"),
    NOISE_UNEQUAL("give all entries, in all draws, the same sigma"),
    NOISE_OUTLIER("look for a number that is not drawn, such as uninitialised memory"),
    NOISE_FEW_DIGITS("draw the noise in the arithmetic that you declare"),
    NOISE_LAW("draw from the normal distribution"),
    NOISE_COARSE("draw from the normal distribution itself, not from a table or a grid"),
    NOISE_BATCH_REUSED("draw every image's noise afresh"),
    NOISE_DEPENDENT("draw every number independently of the others"),
    NOISE_MEAN("the noise has the mean 0");

    private final String advice;

    Code(String advice) {
      this.advice = advice;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What to change; empty for a code that is none of these. */
    static String advice(String code) {
      return Arrays.stream(values())
          .filter(m -> m.word().equals(code))
          .map(m -> m.advice)
          .findFirst()
          .orElse("");
    }
  }
}
