// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.Locale;

/**
 * The mistakes of a sampler, each before those that it may make seem to be there: a wrong deviation
 * spoils every distribution, reused numbers spoil the averages over a sample. Their codes are their
 * names in small letters.
 */
enum SamplingMistake {
  NOISE_ONE_SIDE("draw noise for both factors"),
  UNPERTURBED_GRADIENT("take the gradient at the perturbed point"),
  VARIANCE_AS_DEVIATION("sigma1 and sigma2 are standard deviations, not variances"),
  NOISE_SWAPPED("sigma1 belongs to X, sigma2 to Y"),
  SIGMA_SHARED("sigma1 belongs to X, sigma2 to Y"),
  DIMENSION_FACTOR("sigma is the deviation of each entry, whatever the number of rows"),
  NOISE_NOT_ASKED("sigma = 0 asks for no noise of that factor; do not replace 0 by a default"),
  TRUNCATED_OUTPUT("print as many digits as tell a number from its neighbours"),
  SEED_IGNORED("hand the request's seed to the generator"),
  SEED_OVERLAP("seed the generator once a request, not once a draw with a counter added"),
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

  SamplingMistake(String advice) {
    this.advice = advice;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What to change; empty for a code that is none of these. */
  static String advice(String code) {
    return Arrays.stream(values())
        .filter(m -> m.code().equals(code))
        .map(m -> m.advice)
        .findFirst()
        .orElse("");
  }
}
