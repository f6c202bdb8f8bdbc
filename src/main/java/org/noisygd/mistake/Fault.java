// SPDX-License-Identifier: Apache-2.0
package org.noisygd.mistake;

import org.noisygd.protocol.Op;

/**
 * The catalogue of known mistakes. Each is a change of the right formula that {@link FaultyImage}
 * carries out in exact arithmetic; a candidate whose numbers it reproduces is told {@link #advice}.
 */
public enum Fault {
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
  NOISE_ACCUMULATED(
      "noise-accumulated",
      Scope.RUN,
      "the noise of earlier steps is still in the perturbed iterate; perturb the iterate afresh"),
  STATES_LATE("states-off-by-one", Scope.RUN, "the state recorded for t is that of t + 1"),
  STEP_DECAYED("step-size-decayed", Scope.RUN, "the step size is divided by t + 1; it is constant"),
  MOMENTUM("momentum", Scope.RUN, "a momentum term of 0.9 times the last increment is added"),
  // The gradient, and so an update too.
  SIGN(
      "sign",
      Scope.GRADIENT,
      "the gradient's sign is wrong: it is R Y and R^T X with R = X Y^T - M, and is subtracted"),
  SIGN_X("sign", Scope.GRADIENT, "the sign of the gradient by X is wrong"),
  SIGN_Y("sign", Scope.GRADIENT, "the sign of the gradient by Y is wrong"),
  DOUBLED(
      "factor-two",
      Scope.GRADIENT,
      "off by a factor 2: F has a factor 1/2, so that its gradient has none"),
  HALVED("factor-two", Scope.GRADIENT, "off by a factor 1/2"),
  DOUBLED_X("factor-two", Scope.GRADIENT, "the gradient by X is off by a factor 2"),
  DOUBLED_Y("factor-two", Scope.GRADIENT, "the gradient by Y is off by a factor 2"),
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
  HESSIAN_BLOCK_DIAGONAL(
      "hessian-off-diagonal", Scope.HESSIAN, "the off-diagonal block is missing"),
  HESSIAN_GRAMS_SWAPPED(
      "hessian-diagonal",
      Scope.FULL_HESSIAN,
      "the diagonal blocks are exchanged: Y^T Y belongs to X and X^T X to Y"),
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
  TERMS_SWAPPED(
      "dimension-factor",
      Scope.SMOOTHED,
      "X's term has d1 sigma1^2 and Y's d2 sigma2^2; each factor sees the other one's noise"),
  UNSMOOTHED(
      "unperturbed-gradient",
      Scope.SMOOTHED,
      "the noise terms are missing: this is F, not the smoothed objective"),
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
  CONSTANT_DOUBLED(
      "smoothing-constant",
      Scope.SMOOTHED_LOSS,
      "the constant is not halved: it is r d1 d2 sigma1^2 sigma2^2 / 2");

  /** Where a mistake can occur. */
  private enum Scope {
    UPDATE,
    RUN,
    GRADIENT,
    RESIDUAL,
    LOSS,
    HESSIAN,
    FULL_HESSIAN,
    SMOOTHED,
    SMOOTHED_LOSS;

    boolean holds(Op op) {
      return switch (this) {
        case UPDATE -> op == Op.STEP || op == Op.RUN;
        case RUN -> op == Op.RUN;
        case GRADIENT -> op == Op.GRADIENT || op == Op.SMOOTHED_GRADIENT || UPDATE.holds(op);
        case RESIDUAL -> op != Op.SAMPLE;
        case LOSS -> op.isLoss();
        case HESSIAN -> op == Op.HVP || FULL_HESSIAN.holds(op);
        case FULL_HESSIAN -> op.isHessian();
        case SMOOTHED -> op.isSmoothed();
        case SMOOTHED_LOSS -> op == Op.SMOOTHED_LOSS;
      };
    }
  }

  private final String code;
  private final Scope scope;
  private final String advice;

  Fault(String code, Scope scope, String advice) {
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

  /** Whether the mistake can be made in that op. */
  public boolean concerns(Op op) {
    return scope.holds(op);
  }
}
