// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.Set;
import org.noisygd.judge.request.Part;

/**
 * The catalogue of known mistakes. Each is a change of the right formula that {@link ExactImage}
 * carries out in exact arithmetic; a candidate whose numbers it reproduces is told {@link #advice}.
 */
public enum Mistake {
  // One update: order and perturbation.
  GAUSS_SEIDEL_FRESH(
      "gauss-seidel-update",
      Scope.UPDATE,
      "Y' is computed from X' (residual and factor); use Xt for both"),
  GAUSS_SEIDEL_FRESH_NOISY(
      "gauss-seidel-update",
      Scope.UPDATE,
      "Y' is computed from X' + noiseX (residual and factor); use Xt = X + noiseX for both"),
  GAUSS_SEIDEL_STALE(
      "gauss-seidel-update", Scope.UPDATE, "Y' multiplies the residual by X'; multiply by Xt"),
  GAUSS_SEIDEL_STALE_NOISY(
      "gauss-seidel-update",
      Scope.UPDATE,
      "Y' multiplies the residual by X' + noiseX; multiply by Xt = X + noiseX"),
  GAUSS_SEIDEL_X_FRESH(
      "gauss-seidel-update",
      Scope.UPDATE,
      "X' is computed from Y' (residual and factor); use Yt for both"),
  GAUSS_SEIDEL_X_FRESH_NOISY(
      "gauss-seidel-update",
      Scope.UPDATE,
      "X' is computed from Y' + noiseY (residual and factor); use Yt = Y + noiseY for both"),
  GAUSS_SEIDEL_X_STALE(
      "gauss-seidel-update", Scope.UPDATE, "X' multiplies the residual by Y'; multiply by Yt"),
  GAUSS_SEIDEL_X_STALE_NOISY(
      "gauss-seidel-update",
      Scope.UPDATE,
      "X' multiplies the residual by Y' + noiseY; multiply by Yt = Y + noiseY"),
  UNPERTURBED(
      "unperturbed-gradient",
      Scope.UPDATE,
      "the gradient is taken at (X, Y); take it at (X + noiseX, Y + noiseY)"),
  NOISE_KEPT(
      "noise-kept",
      Scope.UPDATE,
      "X' starts from Xt, so that the noise stays in the iterate; start from X"),
  NOISE_KEPT_X(
      "noise-kept",
      Scope.UPDATE,
      "X' starts from Xt, so that noiseX stays in the iterate; start from X"),
  NOISE_KEPT_Y(
      "noise-kept",
      Scope.UPDATE,
      "Y' starts from Yt, so that noiseY stays in the iterate; start from Y"),
  NOISE_ON_GRADIENT(
      "noise-on-gradient",
      Scope.UPDATE,
      "the noise is added to the gradient at (X, Y); add it to the iterate before the gradient is taken"),
  NOISE_AFTER_STEP(
      "noise-on-gradient",
      Scope.UPDATE,
      "the noise is added to the image of a noise-free update; add it to the iterate before the gradient is taken"),
  NOISE_SWAPPED("noise-swapped", Scope.UPDATE, "noiseX and noiseY are exchanged"),
  NOISE_NEGATED(
      "noise-negated",
      Scope.UPDATE,
      "the noise is subtracted; Xt = X + noiseX and Yt = Y + noiseY"),
  NOISE_NEGATED_X("noise-negated", Scope.UPDATE, "noiseX is subtracted; Xt = X + noiseX"),
  NOISE_NEGATED_Y("noise-negated", Scope.UPDATE, "noiseY is subtracted; Yt = Y + noiseY"),
  NOISE_X_ONLY("noise-one-side", Scope.UPDATE, "only X is perturbed; perturb Y by noiseY too"),
  NOISE_Y_ONLY("noise-one-side", Scope.UPDATE, "only Y is perturbed; perturb X by noiseX too"),
  NOISE_OF_OWN_FACTOR_ONLY(
      "noise-one-side",
      Scope.UPDATE,
      "the gradient by each factor is taken with that factor's noise alone; perturb both"),
  NOISE_X_FOR_BOTH("noise-correlated", Scope.UPDATE, "noiseX perturbs both factors; Y has noiseY"),
  NOISE_Y_FOR_BOTH("noise-correlated", Scope.UPDATE, "noiseY perturbs both factors; X has noiseX"),
  NOISE_OF_LAST_ROW_MISSING_X(
      "noise-missing",
      Scope.UPDATE,
      "the last row of X is not perturbed: a loop ends one too early"),
  NOISE_OF_LAST_ROW_MISSING_Y(
      "noise-missing",
      Scope.UPDATE,
      "the last row of Y is not perturbed: a loop ends one too early"),
  NOISE_DOUBLED(
      "noise-scaled", Scope.UPDATE, "the noise is counted twice; it comes already scaled"),
  NOISE_HALVED("noise-scaled", Scope.UPDATE, "the noise is halved; it comes already scaled"),
  NOISE_TIMES_STEP(
      "noise-scaled",
      Scope.UPDATE,
      "the noise is multiplied by the step size; it comes already scaled"),
  NOISE_COLUMN_MAJOR(
      "noise-order", Scope.UPDATE, "the noise is laid out column by column; it comes row by row"),
  RESIDUAL_UNPERTURBED(
      "residual-stale",
      Scope.UPDATE,
      "the residual is taken at (X, Y) and the factor perturbed; perturb both"),
  FACTOR_UNPERTURBED(
      "residual-stale",
      Scope.UPDATE,
      "the residual is perturbed but the factor it is multiplied by is not; perturb both"),
  FACTOR_OF_Y_UNPERTURBED(
      "residual-stale",
      Scope.UPDATE,
      "the gradient by Y multiplies the perturbed residual by X; multiply by Xt"),
  FACTOR_OF_X_UNPERTURBED(
      "residual-stale",
      Scope.UPDATE,
      "the gradient by X multiplies the perturbed residual by Y; multiply by Yt"),
  RESIDUAL_UNPERTURBED_IN_X(
      "residual-stale", Scope.UPDATE, "the residual is taken at (X, Yt); perturb X in it too"),
  RESIDUAL_UNPERTURBED_IN_Y(
      "residual-stale", Scope.UPDATE, "the residual is taken at (Xt, Y); perturb Y in it too"),
  GRADIENT_OF_X_UNPERTURBED(
      "unperturbed-gradient", Scope.UPDATE, "the gradient by X is taken at (X, Y)"),
  GRADIENT_OF_Y_UNPERTURBED(
      "unperturbed-gradient", Scope.UPDATE, "the gradient by Y is taken at (X, Y)"),
  STEPS_SWAPPED("step-sizes-swapped", Scope.UPDATE, "etaX and etaY are exchanged"),
  STEP_X_SHARED("step-size-shared", Scope.UPDATE, "etaX is used for both factors; Y has etaY"),
  STEP_Y_SHARED("step-size-shared", Scope.UPDATE, "etaY is used for both factors; X has etaX"),
  STEP_MISSING(
      "step-size-missing", Scope.UPDATE, "the gradient is not multiplied by the step size"),
  STEP_SQUARED(
      "step-size-squared",
      Scope.UPDATE,
      "the gradient is multiplied by the square of the step size"),
  X_NOT_UPDATED("factor-not-updated", Scope.UPDATE, "X' is X itself"),
  Y_NOT_UPDATED("factor-not-updated", Scope.UPDATE, "Y' is Y itself"),
  CLIPPED_1("gradient-clipped", Scope.UPDATE, "the gradient is clipped to norm 1; it must not be"),
  CLIPPED_10(
      "gradient-clipped", Scope.UPDATE, "the gradient is clipped to norm 10; it must not be"),
  CLIPPED_ENTRIES_1(
      "gradient-clipped",
      Scope.UPDATE,
      "the gradient's entries are clipped to [-1, 1]; they must not be"),
  CLIPPED_ENTRIES_10(
      "gradient-clipped",
      Scope.UPDATE,
      "the gradient's entries are clipped to [-10, 10]; they must not be"),
  // A run.
  NOISE_NEXT("noise-off-by-one", Scope.RUN, "step t uses the noise of step t + 1"),
  NOISE_PREVIOUS("noise-off-by-one", Scope.RUN, "step t uses the noise of step t - 1"),
  NOISE_REUSED("noise-reused", Scope.RUN, "every step uses the noise of the first"),
  NOISE_NEXT_X("noise-off-by-one", Scope.RUN, "step t perturbs X by the noise of step t + 1"),
  NOISE_NEXT_Y("noise-off-by-one", Scope.RUN, "step t perturbs Y by the noise of step t + 1"),
  NOISE_PREVIOUS_X("noise-off-by-one", Scope.RUN, "step t perturbs X by the noise of step t - 1"),
  NOISE_PREVIOUS_Y("noise-off-by-one", Scope.RUN, "step t perturbs Y by the noise of step t - 1"),
  NOISE_REUSED_X("noise-reused", Scope.RUN, "every step perturbs X by the noise of the first"),
  NOISE_REUSED_Y("noise-reused", Scope.RUN, "every step perturbs Y by the noise of the first"),
  NOISE_OF_LAST("noise-reused", Scope.RUN, "every step uses the noise of the last"),
  NOISE_REVERSED("noise-order", Scope.RUN, "the noise is used from the last step to the first"),
  NOISE_MISSING_LAST("noise-missing", Scope.RUN, "the last step has no noise"),
  NOISE_MISSING_FIRST("noise-missing", Scope.RUN, "the first step has no noise"),
  NOISE_ACCUMULATED(
      "noise-accumulated",
      Scope.RUN,
      "the noise of earlier steps is still in the perturbed iterate; perturb the iterate afresh"),
  STATES_LATE("states-off-by-one", Scope.RUN, "the state recorded for t is that of t + 1"),
  STATES_EARLY("states-off-by-one", Scope.RUN, "the state recorded for t is that of t - 1"),
  STATES_PERTURBED(
      "states-perturbed", Scope.RUN, "the perturbed iterate is recorded; record the iterate"),
  STEP_DECAYED("step-size-decayed", Scope.RUN, "the step size is divided by t + 1; it is constant"),
  MOMENTUM("momentum", Scope.RUN, "a momentum term of 0.9 times the last increment is added"),
  // The gradient, and so an update too.
  SIGN(
      "sign",
      Scope.GRADIENT,
      "the gradient's sign is wrong: it is R Y and R^T X with R = X Y^T - M, and is subtracted"),
  SIGN_X("sign", Scope.FACTORS, "the sign of the gradient by X is wrong"),
  SIGN_Y("sign", Scope.FACTORS, "the sign of the gradient by Y is wrong"),
  DOUBLED(
      "factor-two",
      Scope.GRADIENT,
      "off by a factor 2: F has a factor 1/2, so that its gradient has none"),
  HALVED("factor-two", Scope.GRADIENT, "off by a factor 1/2"),
  DOUBLED_X("factor-two", Scope.FACTORS, "the gradient by X is off by a factor 2"),
  DOUBLED_Y("factor-two", Scope.FACTORS, "the gradient by Y is off by a factor 2"),
  MEAN_OF_CELLS(
      "mean-instead-of-sum",
      Scope.GRADIENT,
      "divided by d1 d2: a mean over the cells of M was taken instead of their sum"),
  TARGET_TRANSPOSED("target-transposed", Scope.RESIDUAL, "M^T stands where M belongs"),
  TARGET_MISSING("target-missing", Scope.RESIDUAL, "M is left out"),
  TARGET_NEGATED("target-negated", Scope.RESIDUAL, "M is added; R = X Y^T - M"),
  TARGET_COLUMN_MAJOR(
      "target-order", Scope.RESIDUAL, "M is laid out column by column; it comes row by row"),
  RESIDUAL_NOT_TRANSPOSED(
      "residual-transposed", Scope.GRADIENT, "the gradient by Y uses R; it is R^T X"),
  RESIDUAL_TRANSPOSED(
      "residual-transposed", Scope.GRADIENT, "the gradient by X uses R^T; it is R Y"),
  GRADIENTS_SWAPPED(
      "gradients-swapped", Scope.GRADIENT, "the gradients by X and by Y are exchanged"),
  FIRST_COLUMN_ONLY(
      "rank-ignored",
      Scope.RESIDUAL,
      "only the first column of X and Y enters the residual; sum over all r"),
  LAST_COLUMN_LEFT_OUT(
      "rank-ignored",
      Scope.RESIDUAL,
      "the last column of X and Y is left out of the residual: a loop ends one too early"),
  BALANCED_BY_QUARTER(
      "balancing-term",
      Scope.OBJECTIVE,
      "||X^T X - Y^T Y||^2 / 4 is added to the objective: a regulariser that F does not have"),
  BALANCED_BY_EIGHTH(
      "balancing-term",
      Scope.OBJECTIVE,
      "||X^T X - Y^T Y||^2 / 8 is added to the objective: a regulariser that F does not have"),
  TAIL_OF_4(
      "loop-tail",
      Scope.GRADIENT,
      "rows beyond the last multiple of 4 are left out of the sums: the tail of a vectorised loop"),
  TAIL_OF_8(
      "loop-tail",
      Scope.GRADIENT,
      "rows beyond the last multiple of 8 are left out of the sums: the tail of a vectorised loop"),
  TAIL_OF_4_IN_X(
      "loop-tail",
      Scope.GRADIENT,
      "the sum over the rows of Y, in the gradient by X, leaves out those beyond the last multiple of 4"),
  TAIL_OF_4_IN_Y(
      "loop-tail",
      Scope.GRADIENT,
      "the sum over the rows of X, in the gradient by Y, leaves out those beyond the last multiple of 4"),
  TAIL_OF_8_IN_X(
      "loop-tail",
      Scope.GRADIENT,
      "the sum over the rows of Y, in the gradient by X, leaves out those beyond the last multiple of 8"),
  TAIL_OF_8_IN_Y(
      "loop-tail",
      Scope.GRADIENT,
      "the sum over the rows of X, in the gradient by Y, leaves out those beyond the last multiple of 8"),
  LAST_LEFT_OUT_IN_X(
      "loop-tail",
      Scope.GRADIENT,
      "the sum over the rows of Y, in the gradient by X, ends one too early"),
  LAST_LEFT_OUT_IN_Y(
      "loop-tail",
      Scope.GRADIENT,
      "the sum over the rows of X, in the gradient by Y, ends one too early"),
  LAST_LEFT_OUT(
      "loop-tail",
      Scope.GRADIENT,
      "the last row is left out of the sums: a loop ends one too early"),
  // Losses.
  LOSS_DOUBLED("factor-two", Scope.LOSS, "the factor 1/2 of F is missing"),
  LOSS_HALVED("factor-two", Scope.LOSS, "F is halved twice"),
  LOSS_NEGATED("sign", Scope.LOSS, "the sign of the loss is wrong"),
  LOSS_MEAN(
      "mean-instead-of-sum",
      Scope.LOSS,
      "the mean over the cells of M is taken; F is half their sum"),
  LOSS_MEAN_UNHALVED(
      "mean-instead-of-sum",
      Scope.LOSS,
      "the mean square over the cells of M is taken; F is half the sum of squares"),
  // Hessians.
  HESSIAN_NO_RESIDUAL(
      "hessian-off-diagonal",
      Scope.HESSIAN,
      "the off-diagonal block lacks the residual: it is R_ij delta_ab + X_ib Y_ja"),
  HESSIAN_RESIDUAL_NEGATED(
      "hessian-off-diagonal",
      Scope.HESSIAN,
      "the residual in the off-diagonal block has the wrong sign"),
  HESSIAN_RESIDUAL_DOUBLED(
      "hessian-off-diagonal",
      Scope.HESSIAN,
      "the residual in the off-diagonal block is counted twice"),
  HESSIAN_OUTER_EXCHANGED(
      "hessian-off-diagonal",
      Scope.FULL_HESSIAN,
      "the off-diagonal block has X_ia Y_jb where X_ib Y_ja belongs"),
  HESSIAN_RESIDUAL_EVERYWHERE(
      "hessian-off-diagonal",
      Scope.FULL_HESSIAN,
      "the off-diagonal block has R_ij for a != b too: it is R_ij delta_ab + X_ib Y_ja"),
  HESSIAN_OUTER_MISSING(
      "hessian-off-diagonal",
      Scope.FULL_HESSIAN,
      "the off-diagonal block lacks X_ib Y_ja: it is R_ij delta_ab + X_ib Y_ja"),
  HESSIAN_CROSS_MISSING(
      "hessian-off-diagonal", Scope.HVP, "the change of X Y^T lacks X dY^T: it is dX Y^T + X dY^T"),
  HESSIAN_UPPER(
      "hessian-triangle", Scope.FULL_HESSIAN, "only the upper triangle is filled; it is symmetric"),
  HESSIAN_LOWER(
      "hessian-triangle", Scope.FULL_HESSIAN, "only the lower triangle is filled; it is symmetric"),
  HESSIAN_DIAGONAL_DOUBLED(
      "hessian-triangle",
      Scope.FULL_HESSIAN,
      "the diagonal is doubled: a triangle was added to its own transpose"),
  HESSIAN_BLOCK_DIAGONAL(
      "hessian-off-diagonal", Scope.HESSIAN, "the off-diagonal block is missing"),
  HESSIAN_GRAMS_SWAPPED(
      "hessian-diagonal",
      Scope.FULL_HESSIAN,
      "the diagonal blocks are exchanged: Y^T Y belongs to X and X^T X to Y"),
  HESSIAN_GRAMS_DIAGONAL(
      "hessian-diagonal",
      Scope.FULL_HESSIAN,
      "only the diagonals of Y^T Y and X^T X enter the diagonal blocks"),
  HESSIAN_SIGN("sign", Scope.HESSIAN, "the sign of the Hessian is wrong"),
  HESSIAN_DOUBLED("factor-two", Scope.HESSIAN, "the Hessian is off by a factor 2"),
  HESSIAN_HALVED("factor-two", Scope.HESSIAN, "the Hessian is off by a factor 1/2"),
  HESSIAN_COLUMN_MAJOR(
      "hessian-order",
      Scope.FULL_HESSIAN,
      "the variables are ordered column by column within X and Y; order them row by row"),
  HESSIAN_Y_FIRST(
      "hessian-order", Scope.FULL_HESSIAN, "the variables of Y come first; X comes first"),
  HESSIAN_BY_COMPONENT(
      "hessian-order",
      Scope.FULL_HESSIAN,
      "the variables are grouped by column of (X; Y); order X row by row, then Y row by row"),
  // Smoothing.
  VARIANCE_AS_DEVIATION(
      "variance-as-deviation", Scope.SMOOTHED, "sigma stands where sigma^2 belongs"),
  DEVIATION_AS_VARIANCE(
      "variance-as-deviation",
      Scope.SMOOTHED,
      "sigma^4 stands where sigma^2 belongs: the variance was squared again"),
  DIMENSIONS_SWAPPED(
      "dimension-factor",
      Scope.SMOOTHED,
      "d1 and d2 are exchanged: X's term has d2 sigma2^2, Y's has d1 sigma1^2"),
  DIMENSIONS_MISSING(
      "dimension-factor",
      Scope.SMOOTHED,
      "d1 and d2 are missing: X's term has d2 sigma2^2, Y's has d1 sigma1^2"),
  DIMENSIONS_TIMES_RANK(
      "dimension-factor", Scope.SMOOTHED, "r d1 and r d2 stand where d1 and d2 belong"),
  DIMENSIONS_ARE_RANK("dimension-factor", Scope.SMOOTHED, "r stands where d1 and d2 belong"),
  DIMENSIONS_SQUARED(
      "dimension-factor", Scope.SMOOTHED, "d1 and d2 are squared; only the sigmas are"),
  DIMENSIONS_SUMMED("dimension-factor", Scope.SMOOTHED, "d1 + d2 stands where d1 and d2 belong"),
  DIMENSION_OF_X_WRONG(
      "dimension-factor", Scope.SMOOTHED, "X's term has d1 sigma2^2; it is d2 sigma2^2"),
  DIMENSION_OF_Y_WRONG(
      "dimension-factor", Scope.SMOOTHED, "Y's term has d2 sigma1^2; it is d1 sigma1^2"),
  DIMENSION_OF_X_MISSING(
      "dimension-factor", Scope.SMOOTHED, "X's term lacks the factor d2: it is d2 sigma2^2"),
  DIMENSION_OF_Y_MISSING(
      "dimension-factor", Scope.SMOOTHED, "Y's term lacks the factor d1: it is d1 sigma1^2"),
  NOISE_TERM_OF_X_MISSING(
      "noise-one-side", Scope.SMOOTHED, "X's noise term is missing: it is d2 sigma2^2"),
  NOISE_TERM_OF_Y_MISSING(
      "noise-one-side", Scope.SMOOTHED, "Y's noise term is missing: it is d1 sigma1^2"),
  SIGMAS_SWAPPED("noise-swapped", Scope.SMOOTHED, "sigma1 and sigma2 are exchanged"),
  SIGMAS_MULTIPLIED(
      "sigma-shared",
      Scope.SMOOTHED,
      "sigma1 sigma2 stands in both terms: X's has d2 sigma2^2, Y's has d1 sigma1^2"),
  SIGMA1_SHARED(
      "sigma-shared", Scope.SMOOTHED, "sigma1 is used for both factors' noise; Y's has sigma2"),
  SIGMA2_SHARED(
      "sigma-shared", Scope.SMOOTHED, "sigma2 is used for both factors' noise; X's has sigma1"),
  TERMS_SWAPPED(
      "dimension-factor",
      Scope.SMOOTHED,
      "X's term has d1 sigma1^2 and Y's d2 sigma2^2; each factor sees the other one's noise"),
  UNSMOOTHED(
      "unperturbed-gradient",
      Scope.SMOOTHED,
      "the noise terms are missing: this is F, not the smoothed objective"),
  NOISE_TERMS_NEGATED("sign", Scope.SMOOTHED, "the sign of the noise terms is wrong"),
  NOISE_TERMS_UNHALVED(
      "factor-two",
      Scope.SMOOTHED_LOSS,
      "the noise terms and their constant are not halved, as the square of the residual is"),
  NOISE_TERMS_DOUBLED("factor-two", Scope.SMOOTHED, "the noise terms are off by a factor 2"),
  NOISE_TERMS_HALVED("factor-two", Scope.SMOOTHED, "the noise terms are off by a factor 1/2"),
  CONSTANT_MISSING(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant r d1 d2 sigma1^2 sigma2^2 / 2 is missing"),
  CONSTANT_WITHOUT_RANK(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant lacks the factor r: it is r d1 d2 sigma1^2 sigma2^2 / 2"),
  CONSTANT_RANK_SQUARED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant has r^2: it is r d1 d2 sigma1^2 sigma2^2 / 2"),
  CONSTANT_WITHOUT_DIMENSIONS(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant lacks d1 d2: it is r d1 d2 sigma1^2 sigma2^2 / 2"),
  CONSTANT_UNSQUARED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant has sigma1 sigma2: it is r d1 d2 sigma1^2 sigma2^2 / 2"),
  CONSTANT_NEGATED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the sign of the constant r d1 d2 sigma1^2 sigma2^2 / 2 is wrong"),
  CONSTANT_DOUBLED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant is not halved: it is r d1 d2 sigma1^2 sigma2^2 / 2");

  private final String code;
  private final Scope scope;
  private final String advice;

  Mistake(String code, Scope scope, String advice) {
    this.code = code;
    this.scope = scope;
    this.advice = advice;
  }

  /** The diagnosis code; the protocol's where it has one. */
  public String code() {
    return code;
  }

  /** What to change, in words to the author. */
  public String advice() {
    return advice;
  }

  /** Whether its image is a quotient, which dyadic numbers do not hold. */
  public boolean divides() {
    return this == MEAN_OF_CELLS || this == LOSS_MEAN || this == LOSS_MEAN_UNHALVED;
  }

  /** Whether the mistake can be made in an answer of such parts. */
  public boolean concerns(Set<Part> parts) {
    return scope.holds(parts);
  }
}
