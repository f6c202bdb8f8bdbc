// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.Locale;

/**
 * The codes of mistakes, each with what is right instead if that is one sentence. A code is printed
 * in small letters, such as {@code noise-kept}.
 */
public enum Code {
  // Updates.
  GAUSS_SEIDEL_UPDATE("both images are made of Xt and Yt"),
  UNPERTURBED_GRADIENT("", "take the gradient at the perturbed point"),
  NOISE_KEPT("start from X"),
  NOISE_ON_GRADIENT("add it to the iterate before the gradient is taken"),
  NOISE_SWAPPED("", "sigma1 belongs to X, sigma2 to Y"),
  NOISE_NEGATED("Xt = X + noiseX and Yt = Y + noiseY"),
  NOISE_ONE_SIDE("", "draw noise for both factors"),
  NOISE_CORRELATED(
      "X has noiseX, Y has noiseY", "one generator must serve both factors, each number once"),
  NOISE_SCALED("it comes already scaled", "multiply standard normal numbers by sigma, once"),
  NOISE_CLIPPED("it is used as it comes", "let the noise be as large as it comes, without a limit"),
  NOISE_OFF_BY_ONE(""),
  NOISE_REUSED("each step has its own"),
  RESIDUAL_STALE("take both at (Xt, Yt)"),
  STEP_SIZES_SWAPPED(""),
  STEP_SIZE_SHARED("X has etaX and Y has etaY"),

  // The objective, its gradient and its Hessian, smoothed or not.
  SIGN(""),
  FACTOR_TWO("F has a factor 1/2, so that its gradient and Hessian have none"),
  SCALED(""),
  TARGET_TRANSPOSED(""),
  TARGET_MISSING(""),
  HESSIAN_OFF_DIAGONAL("its entries are R_ij delta_ab + X_ib Y_ja"),
  HESSIAN_ORDER("order X row by row, then Y row by row"),
  VARIANCE_AS_DEVIATION("", "sigma1 and sigma2 are standard deviations, not variances"),
  DIMENSION_FACTOR(
      "X's term has d2 sigma2^2, Y's has d1 sigma1^2",
      "sigma is the deviation of each entry, whatever the number of rows"),
  SIGMA_SHARED("X's term has d2 sigma2^2, Y's has d1 sigma1^2", "sigma1 belongs to X, sigma2 to Y"),

  // No mistake of a formula.
  CONSTANT("is anything computed, and does it reach the reply?"),
  INPUT_ECHOED(""),
  STALE_STATE("every request is complete in itself"),
  NARROW_ARITHMETIC(""),
  TRUNCATED_OUTPUT("", "print as many digits as tell a number from its neighbours"),
  RESTORED_BY_SUBTRACTION("keep a copy of the weights from before the noise"),

  // Samplers.
  NOISE_NOT_ASKED("sigma = 0 asks for no noise of that factor; do not replace 0 by a default"),
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
  NOISE_AUTOCORRELATED("draw every image's noise afresh"),
  NOISE_GAP("let the noise be as small as it comes"),
  NOISE_UNEQUAL("give all entries, in all draws, the same sigma"),
  NOISE_OUTLIER("look for a number that is not drawn, such as uninitialised memory"),
  NOISE_FEW_DIGITS("draw the noise in the arithmetic that you declare"),
  NOISE_LAW("draw from the normal distribution"),
  NOISE_COARSE("draw from the normal distribution itself, not from a table or a grid"),
  NOISE_BATCH_REUSED("draw every image's noise afresh"),
  NOISE_DEPENDENT("draw every number independently of the others"),
  NOISE_MEAN("the noise has the mean 0"),

  // Conversions between formats, whose words say what is right.
  ROUND_ZEROS(""),
  ROUND_TRUNCATES(""),
  ROUND_HALF_AWAY(""),
  ROUND_HALF_ADDED(""),
  ROUND_TIES(""),
  ROUND_TWICE(""),
  ROUND_OVERFLOW(""),
  ROUND_MOVES_EXACT(""),
  ROUND_SCALE(""),
  ROUND_BIASED(""),
  ROUND_TO_NEAREST(""),
  ROUND_FEW_BITS(""),
  ROUND_DITHERED(""),
  DRAWS_SHARED(""),
  DRAWS_REPEATED("");

  private final String right;
  private final String rightInSamples;

  Code(String right) {
    this(right, right);
  }

  /**
   * A code.
   *
   * @param right what is right instead; for a mistake in Y alone, X and Y are exchanged
   * @param rightInSamples what is right instead, in words for the author of a sampler
   */
  Code(String right, String rightInSamples) {
    this.right = right;
    this.rightInSamples = rightInSamples;
  }

  /** The code that is printed as this word. */
  public static Code named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * What was found.
   *
   * @param code its code
   * @param words what it is, in words
   */
  public record Found(Code code, String words) {
    /** What was found, and what is right instead. */
    public String advice() {
      return code.advice(words);
    }
  }

  /** A finding with this code, described by some words. */
  public Found of(String words) {
    return new Found(this, words);
  }

  private String advice(String found) {
    return right.isEmpty() ? found : found + "; " + right;
  }

  /** What samples show, and what is right instead. */
  public String inSamples(String found) {
    return rightInSamples.isEmpty() ? found : found + "; " + rightInSamples;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
