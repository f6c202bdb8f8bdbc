// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import static org.noisygd.explain.model.ExactObjective.scaled;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.model.ExactObjective;
import org.noisygd.explain.model.ExactUpdate;
import org.noisygd.explain.model.Side;
import org.noisygd.explain.model.Side.Image;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.number.matrix.Matrix;

/**
 * Mistakes in one update, and therefore in a run: in the noise, in the point where the gradient is
 * taken, or in the step. A mistake in one factor changes the sides (x, y); exchanging them makes
 * the mistake in the other factor.
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum UpdateMistake implements Mistake {
  GAUSS_SEIDEL_FRESH(
      Code.GAUSS_SEIDEL_UPDATE.of(
          "Y' is computed from X' (residual and factor): where X' is written through a view, such"
              + " as a NumPy or Go slice, a copy is meant"),
      (x, y) -> y.inResidual = y.asFactor = Image.PLAIN),
  GAUSS_SEIDEL_FRESH_NOISY(
      Code.GAUSS_SEIDEL_UPDATE.of("Y' is computed from X' + noiseX (residual and factor)"),
      (x, y) -> y.inResidual = y.asFactor = Image.NOISY),
  GAUSS_SEIDEL_STALE(
      Code.GAUSS_SEIDEL_UPDATE.of("Y' multiplies the residual by X'"),
      (x, y) -> y.asFactor = Image.PLAIN),
  GAUSS_SEIDEL_STALE_NOISY(
      Code.GAUSS_SEIDEL_UPDATE.of("Y' multiplies the residual by X' + noiseX"),
      (x, y) -> y.asFactor = Image.NOISY),
  GAUSS_SEIDEL_X_FRESH(GAUSS_SEIDEL_FRESH),
  GAUSS_SEIDEL_X_FRESH_NOISY(GAUSS_SEIDEL_FRESH_NOISY),
  GAUSS_SEIDEL_X_STALE(GAUSS_SEIDEL_STALE),
  GAUSS_SEIDEL_X_STALE_NOISY(GAUSS_SEIDEL_STALE_NOISY),
  UNPERTURBED(
      Code.UNPERTURBED_GRADIENT.of(
          "the gradient is taken at (X, Y); take it at (X + noiseX, Y + noiseY)"),
      u -> u.each(Side::unperturbed)),
  NOISE_KEPT(
      Code.NOISE_KEPT.of(
          "X' starts from Xt, so that the noise stays in the iterate: where Xt is a view of X, such"
              + " as a NumPy or Go slice, a copy is meant"),
      u -> u.each(side -> side.keepsNoise = true)),
  NOISE_KEPT_X(
      Code.NOISE_KEPT.of("X' starts from Xt, so that noiseX stays in the iterate"),
      (x, y) -> x.keepsNoise = true),
  NOISE_KEPT_Y(NOISE_KEPT_X),
  NOISE_ON_GRADIENT(
      Code.NOISE_ON_GRADIENT.of("the noise is added to the gradient at (X, Y)"),
      u -> {
        u.each(Side::unperturbed);
        u.noiseOnGradient = true;
      }),
  NOISE_AFTER_STEP(
      Code.NOISE_ON_GRADIENT.of("the noise is added to the image of a noise-free update"),
      u -> {
        u.each(Side::unperturbed);
        u.noiseAfterStep = true;
      }),
  NOISE_SWAPPED(
      Code.NOISE_SWAPPED.of("noiseX and noiseY are exchanged"),
      u -> u.ifSquare().given = ExactObjective::swapped),
  NOISE_NEGATED(Code.NOISE_NEGATED.of("the noise is subtracted"), u -> u.noise(Matrix::negate)),
  NOISE_NEGATED_X(Code.NOISE_NEGATED.of("noiseX is subtracted"), (x, y) -> x.noise(Matrix::negate)),
  NOISE_NEGATED_Y(NOISE_NEGATED_X),
  NOISE_X_ONLY(
      Code.NOISE_ONE_SIDE.of("only X is perturbed; perturb Y by noiseY too"),
      (x, y) -> y.noise(z -> scaled(z, 0))),
  NOISE_Y_ONLY(NOISE_X_ONLY),
  NOISE_OF_OWN_FACTOR_ONLY(
      Code.NOISE_ONE_SIDE.of(
          "the gradient by each factor is taken with that factor's noise alone; perturb both"),
      u -> u.each(side -> side.noisyOther = side.noisyFactor = false)),
  NOISE_X_FOR_BOTH(
      Code.NOISE_CORRELATED.of("noiseX perturbs both factors"),
      u -> u.ifSquare().given = z -> new Factors<>(z.x(), z.x())),
  NOISE_Y_FOR_BOTH(
      Code.NOISE_CORRELATED.of("noiseY perturbs both factors"),
      u -> u.ifSquare().given = z -> new Factors<>(z.y(), z.y())),
  NOISE_DOUBLED(
      Code.NOISE_SCALED.of("the noise is counted twice"), u -> u.noise(z -> scaled(z, 2))),
  NOISE_HALVED(Code.NOISE_SCALED.of("the noise is halved"), u -> u.noise(z -> scaled(z, 0.5))),
  NOISE_TIMES_STEP(
      Code.NOISE_SCALED.of("the noise is multiplied by the step size"),
      u -> u.each(side -> side.noise(z -> z.scale(side.eta)))),
  RESIDUAL_UNPERTURBED(
      Code.RESIDUAL_STALE.of("the residual is taken at (X, Y) and the factor perturbed"),
      u -> u.each(side -> side.noisyOwn = side.noisyOther = false)),
  FACTOR_UNPERTURBED(
      Code.RESIDUAL_STALE.of("the residual is perturbed but the factor it is multiplied by is not"),
      u -> u.each(side -> side.noisyFactor = false)),
  FACTOR_OF_Y_UNPERTURBED(
      Code.RESIDUAL_STALE.of("the gradient by Y multiplies the perturbed residual by X"),
      (x, y) -> y.noisyFactor = false),
  FACTOR_OF_X_UNPERTURBED(FACTOR_OF_Y_UNPERTURBED),
  RESIDUAL_UNPERTURBED_IN_X(
      Code.RESIDUAL_STALE.of("the residual is taken at X and the perturbed Y"),
      (x, y) -> x.noisyOwn = y.noisyOther = false),
  RESIDUAL_UNPERTURBED_IN_Y(RESIDUAL_UNPERTURBED_IN_X),
  GRADIENT_OF_X_UNPERTURBED(
      Code.UNPERTURBED_GRADIENT.of("the gradient by X is taken without noise"),
      (x, y) -> x.unperturbed()),
  GRADIENT_OF_Y_UNPERTURBED(GRADIENT_OF_X_UNPERTURBED),
  STEPS_SWAPPED(
      Code.STEP_SIZES_SWAPPED.of("etaX and etaY are exchanged"), u -> u.steps(u.y.eta, u.x.eta)),
  STEP_X_SHARED(Code.STEP_SIZE_SHARED.of("etaX is used for both factors"), (x, y) -> y.eta = x.eta),
  STEP_Y_SHARED(STEP_X_SHARED),
  STEP_SMALLER(
      Code.STEP_SIZE_SHARED.of("the smaller of the two step sizes is used for both factors"),
      u -> u.steps(u.step(false), u.step(false))),
  STEP_LARGER(
      Code.STEP_SIZE_SHARED.of("the larger of the two step sizes is used for both factors"),
      u -> u.steps(u.step(true), u.step(true))),
  STEP_MEAN(
      Code.STEP_SIZE_SHARED.of("the mean of the two step sizes is used for both factors"),
      u -> u.steps(u.meanStep(), u.meanStep())),
  NOISE_OVER_ROOT_OF_ROWS(
      Code.NOISE_SCALED.of("the noise is multiplied by 1/sqrt(d1) and 1/sqrt(d2)"),
      u -> u.noise(z -> scaled(z, 1 / Math.sqrt(z.rows())))),
  NOISE_OVER_ROOT_OF_RANK(
      Code.NOISE_SCALED.of("the noise is multiplied by 1/sqrt(r)"),
      u -> u.noise(z -> scaled(z, 1 / Math.sqrt(z.columns()))));

  @SuppressWarnings("ImmutableEnumChecker") // the change has no state
  private final Entry entry;

  UpdateMistake(Found found, Consumer<ExactUpdate<Object>> change) {
    entry = Entry.of(found, Scope.UPDATE, image -> change.accept(image.update));
  }

  UpdateMistake(Found found, BiConsumer<Side<Object>, Side<Object>> change) {
    entry = Entry.ofSides(found, Scope.UPDATE, change);
  }

  UpdateMistake(UpdateMistake other) {
    entry = other.entry.mirrored();
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
