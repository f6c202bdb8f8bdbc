// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import static org.noisygd.judge.exact.ExactObjective.firstRows;

import java.util.function.Consumer;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.exact.ExactObjective;
import org.noisygd.judge.exact.ExactUpdate;
import org.noisygd.judge.exact.ExactUpdate.Image;
import org.noisygd.number.matrix.Matrix;

/**
 * Mistakes in one update, and so in a run: in the noise, in where the gradient is taken, in the
 * step.
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum UpdateMistake implements Mistake {
  GAUSS_SEIDEL_FRESH(
      "gauss-seidel-update",
      "Y' is computed from X' (residual and factor); use Xt for both. Where X' is written through a"
          + " view, such as a NumPy or Go slice, Y' reads it: a copy is meant",
      u -> u.byY.residual = u.byY.factor = Image.PLAIN),
  GAUSS_SEIDEL_FRESH_NOISY(
      "gauss-seidel-update",
      "Y' is computed from X' + noiseX (residual and factor); use Xt = X + noiseX for both",
      u -> u.byY.residual = u.byY.factor = Image.NOISY),
  GAUSS_SEIDEL_STALE(
      "gauss-seidel-update",
      "Y' multiplies the residual by X'; multiply by Xt",
      u -> u.byY.factor = Image.PLAIN),
  GAUSS_SEIDEL_STALE_NOISY(
      "gauss-seidel-update",
      "Y' multiplies the residual by X' + noiseX; multiply by Xt = X + noiseX",
      u -> u.byY.factor = Image.NOISY),
  GAUSS_SEIDEL_X_FRESH(
      "gauss-seidel-update",
      "X' is computed from Y' (residual and factor); use Yt for both",
      u -> u.byX.residual = u.byX.factor = Image.PLAIN),
  GAUSS_SEIDEL_X_FRESH_NOISY(
      "gauss-seidel-update",
      "X' is computed from Y' + noiseY (residual and factor); use Yt = Y + noiseY for both",
      u -> u.byX.residual = u.byX.factor = Image.NOISY),
  GAUSS_SEIDEL_X_STALE(
      "gauss-seidel-update",
      "X' multiplies the residual by Y'; multiply by Yt",
      u -> u.byX.factor = Image.PLAIN),
  GAUSS_SEIDEL_X_STALE_NOISY(
      "gauss-seidel-update",
      "X' multiplies the residual by Y' + noiseY; multiply by Yt = Y + noiseY",
      u -> u.byX.factor = Image.NOISY),
  UNPERTURBED(
      "unperturbed-gradient",
      "the gradient is taken at (X, Y); take it at (X + noiseX, Y + noiseY)",
      u -> u.unperturbed()),
  NOISE_KEPT(
      "noise-kept",
      "X' starts from Xt, so that the noise stays in the iterate; start from X. Where Xt is a view"
          + " of X, such as a NumPy or Go slice, the noise is added to X itself: a copy is meant",
      u -> u.keepsNoiseOfX = u.keepsNoiseOfY = true),
  NOISE_KEPT_X(
      "noise-kept",
      "X' starts from Xt, so that noiseX stays in the iterate; start from X",
      u -> u.keepsNoiseOfX = true),
  NOISE_KEPT_Y(
      "noise-kept",
      "Y' starts from Yt, so that noiseY stays in the iterate; start from Y",
      u -> u.keepsNoiseOfY = true),
  NOISE_ON_GRADIENT(
      "noise-on-gradient",
      "the noise is added to the gradient at (X, Y); add it to the iterate before the gradient is"
          + " taken",
      u -> u.unperturbed().noiseOnGradient = true),
  NOISE_AFTER_STEP(
      "noise-on-gradient",
      "the noise is added to the image of a noise-free update; add it to the iterate before the"
          + " gradient is taken",
      u -> u.unperturbed().noiseAfterStep = true),
  NOISE_SWAPPED(
      "noise-swapped", "noiseX and noiseY are exchanged", u -> u.given = ExactObjective::swapped),
  NOISE_NEGATED(
      "noise-negated",
      "the noise is subtracted; Xt = X + noiseX and Yt = Y + noiseY",
      u -> u.noise(Matrix::negate)),
  NOISE_NEGATED_X(
      "noise-negated", "noiseX is subtracted; Xt = X + noiseX", u -> u.noiseX(Matrix::negate)),
  NOISE_NEGATED_Y(
      "noise-negated", "noiseY is subtracted; Yt = Y + noiseY", u -> u.noiseY(Matrix::negate)),
  NOISE_X_ONLY(
      "noise-one-side",
      "only X is perturbed; perturb Y by noiseY too",
      u -> u.noiseY(z -> firstRows(z, 0))),
  NOISE_Y_ONLY(
      "noise-one-side",
      "only Y is perturbed; perturb X by noiseX too",
      u -> u.noiseX(z -> firstRows(z, 0))),
  NOISE_OF_OWN_FACTOR_ONLY(
      "noise-one-side",
      "the gradient by each factor is taken with that factor's noise alone; perturb both",
      u -> u.byX.noisyY = u.byX.noisyFactor = u.byY.noisyX = u.byY.noisyFactor = false),
  NOISE_X_FOR_BOTH(
      "noise-correlated",
      "noiseX perturbs both factors; Y has noiseY",
      u -> u.given = z -> new Factors<>(z.x(), z.x())),
  NOISE_Y_FOR_BOTH(
      "noise-correlated",
      "noiseY perturbs both factors; X has noiseX",
      u -> u.given = z -> new Factors<>(z.y(), z.y())),
  NOISE_OF_LAST_ROW_MISSING_X(
      "noise-missing",
      "the last row of X is not perturbed: a loop ends one too early",
      u -> u.noiseX(z -> firstRows(z, z.rows() - 1))),
  NOISE_OF_LAST_ROW_MISSING_Y(
      "noise-missing",
      "the last row of Y is not perturbed: a loop ends one too early",
      u -> u.noiseY(z -> firstRows(z, z.rows() - 1))),
  NOISE_DOUBLED(
      "noise-scaled", "the noise is counted twice; it comes already scaled", u -> u.noiseTimes(2)),
  NOISE_HALVED(
      "noise-scaled", "the noise is halved; it comes already scaled", u -> u.noiseTimes(0.5)),
  NOISE_TIMES_STEP(
      "noise-scaled",
      "the noise is multiplied by the step size; it comes already scaled",
      u -> u.noise = u.noise.andThen(u::timesSteps)),
  NOISE_COLUMN_MAJOR(
      "noise-order",
      "the noise is laid out column by column; it comes row by row",
      u -> u.noise(ExactObjective::columnMajor)),
  RESIDUAL_UNPERTURBED(
      "residual-stale",
      "the residual is taken at (X, Y) and the factor perturbed; perturb both",
      u -> u.byX.noisyX = u.byX.noisyY = u.byY.noisyX = u.byY.noisyY = false),
  FACTOR_UNPERTURBED(
      "residual-stale",
      "the residual is perturbed but the factor it is multiplied by is not; perturb both",
      u -> u.byX.noisyFactor = u.byY.noisyFactor = false),
  FACTOR_OF_Y_UNPERTURBED(
      "residual-stale",
      "the gradient by Y multiplies the perturbed residual by X; multiply by Xt",
      u -> u.byY.noisyFactor = false),
  FACTOR_OF_X_UNPERTURBED(
      "residual-stale",
      "the gradient by X multiplies the perturbed residual by Y; multiply by Yt",
      u -> u.byX.noisyFactor = false),
  RESIDUAL_UNPERTURBED_IN_X(
      "residual-stale",
      "the residual is taken at (X, Yt); perturb X in it too",
      u -> u.byX.noisyX = u.byY.noisyX = false),
  RESIDUAL_UNPERTURBED_IN_Y(
      "residual-stale",
      "the residual is taken at (Xt, Y); perturb Y in it too",
      u -> u.byX.noisyY = u.byY.noisyY = false),
  GRADIENT_OF_X_UNPERTURBED(
      "unperturbed-gradient", "the gradient by X is taken at (X, Y)", u -> u.byX.unperturbed()),
  GRADIENT_OF_Y_UNPERTURBED(
      "unperturbed-gradient", "the gradient by Y is taken at (X, Y)", u -> u.byY.unperturbed()),
  STEPS_SWAPPED("step-sizes-swapped", "etaX and etaY are exchanged", u -> u.steps(u.etaY, u.etaX)),
  STEP_X_SHARED(
      "step-size-shared",
      "etaX is used for both factors; Y has etaY",
      u -> u.steps(u.etaX, u.etaX)),
  STEP_Y_SHARED(
      "step-size-shared",
      "etaY is used for both factors; X has etaX",
      u -> u.steps(u.etaY, u.etaY)),
  STEP_MISSING(
      "step-size-missing",
      "the gradient is not multiplied by the step size",
      u -> u.stepsToPower(0)),
  STEP_SQUARED(
      "step-size-squared",
      "the gradient is multiplied by the square of the step size",
      u -> u.stepsToPower(2)),
  X_NOT_UPDATED("factor-not-updated", "X' is X itself", u -> u.updatesX = false),
  Y_NOT_UPDATED("factor-not-updated", "Y' is Y itself", u -> u.updatesY = false),
  STEP_SMALLER(
      "step-size-shared",
      "the smaller of the two step sizes is used for both factors; X has etaX and Y has etaY",
      u -> u.steps(u.step(false), u.step(false))),
  STEP_LARGER(
      "step-size-shared",
      "the larger of the two step sizes is used for both factors; X has etaX and Y has etaY",
      u -> u.steps(u.step(true), u.step(true))),
  STEP_MEAN(
      "step-size-shared",
      "the mean of the two step sizes is used for both factors; X has etaX and Y has etaY",
      u -> u.steps(u.meanStep(), u.meanStep())),
  NOISE_OVER_ROOT_OF_ROWS(
      "noise-scaled",
      "the noise is multiplied by 1/sqrt(d1) and 1/sqrt(d2); it comes already scaled",
      u -> u.noiseTimes((d, r, eta) -> 1 / Math.sqrt(d))),
  NOISE_TIMES_ROOT_OF_ROWS(
      "noise-scaled",
      "the noise is multiplied by sqrt(d1) and sqrt(d2); it comes already scaled",
      u -> u.noiseTimes((d, r, eta) -> Math.sqrt(d))),
  NOISE_OVER_ROWS(
      "noise-scaled",
      "the noise is multiplied by 1/d1 and 1/d2; it comes already scaled",
      u -> u.noiseTimes((d, r, eta) -> 1.0 / d)),
  NOISE_OVER_ROOT_OF_RANK(
      "noise-scaled",
      "the noise is multiplied by 1/sqrt(r); it comes already scaled",
      u -> u.noiseTimes((d, r, eta) -> 1 / Math.sqrt(r))),
  NOISE_OVER_ROOT_OF_VARIABLES(
      "noise-scaled",
      "the noise is multiplied by 1/sqrt(d1 r) and 1/sqrt(d2 r); it comes already scaled",
      u -> u.noiseTimes((d, r, eta) -> 1 / Math.sqrt((double) d * r))),
  NOISE_TIMES_ROOT_OF_STEP(
      "noise-scaled",
      "the noise is multiplied by the root of the step size; it comes already scaled",
      u -> u.noiseTimes((d, r, eta) -> Math.sqrt(eta))),
  NOISE_OVER_STEP(
      "noise-scaled",
      "the noise is multiplied by 1/etaX and 1/etaY; it comes already scaled",
      u -> u.noiseTimes((d, r, eta) -> eta == 0 ? 0 : 1 / eta));

  @SuppressWarnings("ImmutableEnumChecker") // the change is a function without state
  private final Entry entry;

  UpdateMistake(String code, String advice, Consumer<ExactUpdate<Object>> change) {
    entry = new Entry(code, Scope.UPDATE, advice, image -> change.accept(image.update));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
