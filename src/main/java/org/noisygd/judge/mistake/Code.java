// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.Locale;

/**
 * The codes of what explains wrong numbers, each with what is right instead, where one sentence
 * says it for all mistakes of the code. A code's word is its name in small letters: {@code
 * noise-kept}. Those that only samplers or conversions have stand with these.
 */
public enum Code {
  // Updates.
  GAUSS_SEIDEL_UPDATE("both images are made of Xt and Yt"),
  UNPERTURBED_GRADIENT(""),
  NOISE_KEPT("start from X"),
  NOISE_ON_GRADIENT("add it to the iterate before the gradient is taken"),
  NOISE_SWAPPED(""),
  NOISE_NEGATED("Xt = X + noiseX and Yt = Y + noiseY"),
  NOISE_ONE_SIDE(""),
  NOISE_CORRELATED("X has noiseX, Y has noiseY"),
  NOISE_MISSING(""),
  NOISE_SCALED("it comes already scaled"),
  NOISE_CLIPPED("it is used as it comes"),
  NOISE_ORDER("it comes row by row, step by step"),
  NOISE_OFF_BY_ONE(""),
  NOISE_REUSED("each step has its own"),
  NOISE_ACCUMULATED("perturb the iterate afresh"),
  RESIDUAL_STALE("take both at (Xt, Yt)"),
  STEP_SIZES_SWAPPED(""),
  STEP_SIZE_SHARED("X has etaX and Y has etaY"),
  STEP_SIZE_MISSING(""),
  STEP_SIZE_SQUARED(""),
  STEP_SIZE_DECAYED("it is constant"),
  FACTOR_NOT_UPDATED(""),
  UPDATES_MISSING(""),
  STATES_OFF_BY_ONE(""),
  STATES_PERTURBED("record the iterate"),
  STATES_SHARED("record copies"),
  MOMENTUM("the update has no momentum"),
  WEIGHT_DECAY("F has no weight decay"),
  BALANCING_TERM("F has no such regulariser"),
  GRADIENT_CLIPPED("take it as it is"),
  GRADIENT_NORMALISED("the update is plain gradient descent"),
  RESIDUAL_CLIPPED("take it as it is"),

  // The objective, its gradient and its Hessian, smoothed or not.
  SIGN(""),
  FACTOR_TWO("F has a factor 1/2, so that its gradient and Hessian have none"),
  MEAN_INSTEAD_OF_SUM("F is half the sum of squares over the cells of M"),
  SCALED(""),
  TARGET_TRANSPOSED(""),
  TARGET_MISSING(""),
  TARGET_NEGATED("R = X Y^T - M"),
  TARGET_ORDER("it comes row by row"),
  RESIDUAL_TRANSPOSED("the gradients are R Y and R^T X"),
  GRADIENTS_SWAPPED(""),
  RANK_IGNORED("sum over all r"),
  LOOP_TAIL(""),
  HESSIAN_OFF_DIAGONAL("its entries are R_ij delta_ab + X_ib Y_ja"),
  HESSIAN_DIAGONAL("Y^T Y belongs to X and X^T X to Y"),
  HESSIAN_TRIANGLE("the Hessian is symmetric"),
  HESSIAN_ORDER("order X row by row, then Y row by row"),
  VARIANCE_AS_DEVIATION(""),
  DIMENSION_FACTOR("X's term has d2 sigma2^2, Y's has d1 sigma1^2"),
  SIGMA_SHARED("X's term has d2 sigma2^2, Y's has d1 sigma1^2"),
  SMOOTHING_CONSTANT("it is r d1 d2 sigma1^2 sigma2^2 / 2"),

  // No mistake of a formula.
  ZEROS("is anything computed, and does it reach the reply?"),
  CONSTANT("is anything computed, and does it reach the reply?"),
  INPUT_ECHOED(""),
  STALE_STATE("every request is complete in itself"),
  NARROW_INPUT("read them with all their digits"),
  MISREAD_INPUT(""),
  NARROW_ARITHMETIC(""),
  TRUNCATED_OUTPUT(""),
  RESTORED_BY_SUBTRACTION("keep a copy of the weights from before the noise"),
  FAST_PRODUCT("compute each entry by the formula");

  /** What is right instead; for a mistake in Y alone, X and Y are exchanged. */
  private final String right;

  Code(String right) {
    this.right = right;
  }

  /** What was found, in words, with what is right instead. */
  public String advice(String found) {
    return right.isEmpty() ? found : found + "; " + right;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
