// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.util.Locale;

/**
 * The codes of faults, each with the correct behaviour if it fits one sentence. A code is printed
 * in small letters, such as {@code noise-kept}.
 */
public enum Code {
  // Faults of updates.
  GAUSS_SEIDEL_UPDATE("both results are computed from Xt and Yt"),
  UNPERTURBED_GRADIENT("", "take the gradient at the perturbed point"),
  NOISE_KEPT("start from X"),
  NOISE_ON_GRADIENT("add it to the iterate before the gradient is taken"),
  NOISE_SWAPPED("", "sigma1 belongs to X, sigma2 to Y"),
  NOISE_NEGATED("Xt = X + noiseX and Yt = Y + noiseY"),
  NOISE_ONE_SIDE("", "draw noise for both factors"),
  NOISE_CORRELATED(
      "X has noiseX, Y has noiseY", "one generator must serve both factors, each number once"),
  NOISE_SCALED("it comes already scaled", "multiply standard normal numbers by sigma, once"),
  NOISE_OFF_BY_ONE(""),
  NOISE_REUSED("each step has its own"),
  RESIDUAL_STALE("take both at (Xt, Yt)"),
  STEP_SIZES_SWAPPED(""),
  STEP_SIZE_SHARED("X has etaX and Y has etaY"),

  // Faults of the objective, its gradient and its Hessian, smoothed or not.
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

  // Faults outside formulas.
  CONSTANT("is anything computed, and does it reach the reply?"),
  STALE_STATE("every request is complete in itself"),
  NARROW_ARITHMETIC(""),
  TRUNCATED_OUTPUT("", "print as many digits as distinguish a number from its neighbours"),
  RESTORED_BY_SUBTRACTION("keep a copy of the weights from before the noise"),

  // Faults of samplers.
  SEED_IGNORED("hand all bits of the request's seed to the generator, or say seedBits in hello"),
  NOISE_DISTRIBUTION("draw from the normal distribution of mean 0, whose deviation is sigma"),

  // Faults of conversions between formats, whose descriptions include the correct behaviour.
  ROUND_ZEROS(""),
  ROUND_TRUNCATES(""),
  ROUND_HALF_AWAY(""),
  ROUND_HALF_ADDED(""),
  ROUND_TIES(""),
  ROUND_TWICE(""),
  ROUND_OVERFLOW(""),
  ROUND_NAN(""),
  ROUND_MOVES_EXACT(""),
  ROUND_SCALE(""),
  ROUND_BIASED(""),
  ROUND_TO_NEAREST(""),
  ROUND_FEW_BITS(""),
  ROUND_DITHERED(""),
  DRAWS_SHARED("", "draw every entry by itself"),
  DRAWS_REPEATED("", "draw the noise of every sample afresh");

  private final String right;
  private final String rightInSamples;

  Code(String right) {
    this(right, right);
  }

  /**
   * A code of a fault.
   *
   * @param right the correct behaviour; for a fault in Y alone, X and Y are exchanged
   * @param rightInSamples the correct behaviour, in words for the author of a sampler
   */
  Code(String right, String rightInSamples) {
    this.right = right;
    this.rightInSamples = rightInSamples;
  }

  /** A fault that was found, with its description. */
  public record Found(Code code, String words) {
    /** The description, and the correct behaviour. */
    public String advice() {
      return code.right.isEmpty() ? words : words + "; " + code.right;
    }
  }

  /** A fault with this code and a description. */
  public Found of(String words) {
    return new Found(this, words);
  }

  /** The description of a fault in samples, and the correct behaviour. */
  public String inSamples(String found) {
    return rightInSamples.isEmpty() ? found : found + "; " + rightInSamples;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
