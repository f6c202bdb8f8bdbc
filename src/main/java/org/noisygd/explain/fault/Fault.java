// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import static org.noisygd.explain.fault.ExactObjective.scaled;
import static org.noisygd.explain.fault.Scope.*;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.fault.ExactObjective.Side;
import org.noisygd.explain.fault.Scope.Description;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The known faults in the order of diagnoses, each with its description and its change of the right
 * computation. A fault in one factor changes the sides (x, y); with the sides exchanged, it is the
 * same fault in the other factor.
 */
@SuppressWarnings({"shape", "ImmutableEnumChecker"}) // a fault may confuse shapes; none has state
public enum Fault {

  // One update, and therefore a run: the noise, the point where the gradient is taken, the step.
  GAUSS_SEIDEL_FRESH(
      UPDATE.of(
          Code.GAUSS_SEIDEL_UPDATE,
          "Y' is computed from X' (residual and factor): if X' is written through a view, such"
              + " as a NumPy or Go slice, make it a copy"),
      (x, y) -> y.inResidual = y.asFactor = Side.Updated.PLAIN),
  GAUSS_SEIDEL_FRESH_NOISY(
      UPDATE.of(Code.GAUSS_SEIDEL_UPDATE, "Y' is computed from X' + noiseX (residual and factor)"),
      (x, y) -> y.inResidual = y.asFactor = Side.Updated.NOISY),
  GAUSS_SEIDEL_STALE(
      UPDATE.of(Code.GAUSS_SEIDEL_UPDATE, "the gradient by Y is the old residual times X'"),
      (x, y) -> y.asFactor = Side.Updated.PLAIN),
  GAUSS_SEIDEL_STALE_NOISY(
      UPDATE.of(
          Code.GAUSS_SEIDEL_UPDATE, "the gradient by Y is the old residual times X' + noiseX"),
      (x, y) -> y.asFactor = Side.Updated.NOISY),
  GAUSS_SEIDEL_X_FRESH(GAUSS_SEIDEL_FRESH),
  GAUSS_SEIDEL_X_FRESH_NOISY(GAUSS_SEIDEL_FRESH_NOISY),
  GAUSS_SEIDEL_X_STALE(GAUSS_SEIDEL_STALE),
  GAUSS_SEIDEL_X_STALE_NOISY(GAUSS_SEIDEL_STALE_NOISY),
  UNPERTURBED(
      UPDATE.of(
          Code.UNPERTURBED_GRADIENT,
          "the gradient is taken at (X, Y); take it at (X + noiseX, Y + noiseY)"),
      i -> i.each(Side::unperturbed)),
  NOISE_KEPT(
      UPDATE.of(
          Code.NOISE_KEPT,
          "X' starts from Xt, so that the noise stays in the iterate: if Xt is a view of X, such"
              + " as a NumPy or Go slice, make it a copy"),
      i -> i.each(side -> side.keepsNoise = true)),
  NOISE_KEPT_X(
      UPDATE.of(Code.NOISE_KEPT, "X' starts from Xt, so that noiseX stays in the iterate"),
      (x, y) -> x.keepsNoise = true),
  NOISE_KEPT_Y(NOISE_KEPT_X),
  NOISE_ON_GRADIENT(
      UPDATE.of(Code.NOISE_ON_GRADIENT, "the noise is added to the gradient at (X, Y)"),
      i -> {
        i.each(Side::unperturbed);
        i.update.noiseOnGradient = true;
      }),
  NOISE_AFTER_STEP(
      UPDATE.of(Code.NOISE_ON_GRADIENT, "the noise is added to the result of a noise-free update"),
      i -> {
        i.each(Side::unperturbed);
        i.update.noiseAfterStep = true;
      }),
  NOISE_SWAPPED(
      UPDATE.of(Code.NOISE_SWAPPED, "noiseX and noiseY are exchanged"),
      i -> i.ifSquare().update.given = ExactObjective::swapped),
  NOISE_NEGATED(
      UPDATE.of(Code.NOISE_NEGATED, "the noise is subtracted"),
      i -> i.update.noise(Matrix::negate)),
  NOISE_NEGATED_X(
      UPDATE.of(Code.NOISE_NEGATED, "noiseX is subtracted"), (x, y) -> x.noise(Matrix::negate)),
  NOISE_NEGATED_Y(NOISE_NEGATED_X),
  NOISE_X_ONLY(
      UPDATE.of(Code.NOISE_ONE_SIDE, "only X is perturbed; perturb Y by noiseY too"),
      (x, y) -> y.noise(z -> scaled(z, 0))),
  NOISE_Y_ONLY(NOISE_X_ONLY),
  NOISE_OF_OWN_FACTOR_ONLY(
      UPDATE.of(
          Code.NOISE_ONE_SIDE,
          "the gradient by each factor is taken with that factor's noise alone; perturb both"),
      i -> i.each(side -> side.noisyOther = side.noisyFactor = false)),
  NOISE_X_FOR_BOTH(
      UPDATE.of(Code.NOISE_CORRELATED, "noiseX perturbs both factors"),
      i -> i.ifSquare().update.given = z -> new Factors<>(z.x(), z.x())),
  NOISE_Y_FOR_BOTH(
      UPDATE.of(Code.NOISE_CORRELATED, "noiseY perturbs both factors"),
      i -> i.ifSquare().update.given = z -> new Factors<>(z.y(), z.y())),
  NOISE_DOUBLED(
      UPDATE.of(Code.NOISE_SCALED, "the noise is doubled"), i -> i.update.noise(z -> scaled(z, 2))),
  NOISE_HALVED(
      UPDATE.of(Code.NOISE_SCALED, "the noise is halved"),
      i -> i.update.noise(z -> scaled(z, 0.5))),
  NOISE_HALVED_X(
      UPDATE.of(Code.NOISE_SCALED, "noiseX is halved"), (x, y) -> x.noise(z -> scaled(z, 0.5))),
  NOISE_HALVED_Y(NOISE_HALVED_X),
  NOISE_TIMES_STEP(
      UPDATE.of(Code.NOISE_SCALED, "the noise is multiplied by the step size"),
      i -> i.each(side -> side.noise(z -> z.scale(side.eta)))),
  RESIDUAL_UNPERTURBED(
      UPDATE.of(
          Code.RESIDUAL_STALE, "the residual is taken at (X, Y), the factor beside it at (Xt, Yt)"),
      i -> i.each(side -> side.noisyOwn = side.noisyOther = false)),
  FACTOR_UNPERTURBED(
      UPDATE.of(
          Code.RESIDUAL_STALE, "the residual is taken at (Xt, Yt), the factor beside it at (X, Y)"),
      i -> i.each(side -> side.noisyFactor = false)),
  FACTOR_OF_Y_UNPERTURBED(
      UPDATE.of(Code.RESIDUAL_STALE, "the gradient by Y is the perturbed residual times X, not Xt"),
      (x, y) -> y.noisyFactor = false),
  FACTOR_OF_X_UNPERTURBED(FACTOR_OF_Y_UNPERTURBED),
  RESIDUAL_UNPERTURBED_IN_X(
      UPDATE.of(Code.RESIDUAL_STALE, "the residual is taken at X and the perturbed Y"),
      (x, y) -> x.noisyOwn = y.noisyOther = false),
  RESIDUAL_UNPERTURBED_IN_Y(RESIDUAL_UNPERTURBED_IN_X),
  GRADIENT_OF_X_UNPERTURBED(
      UPDATE.of(Code.UNPERTURBED_GRADIENT, "the gradient by X is taken without noise"),
      (x, y) -> x.unperturbed()),
  GRADIENT_OF_Y_UNPERTURBED(GRADIENT_OF_X_UNPERTURBED),
  STEPS_SWAPPED(
      UPDATE.of(Code.STEP_SIZES_SWAPPED, "etaX and etaY are exchanged"),
      i -> i.update.steps(i.y.eta, i.x.eta)),
  STEP_X_SHARED(
      UPDATE.of(Code.STEP_SIZE_SHARED, "etaX is used for both factors"), (x, y) -> y.eta = x.eta),
  STEP_Y_SHARED(STEP_X_SHARED),
  STEP_SMALLER(
      UPDATE.of(
          Code.STEP_SIZE_SHARED, "the smaller of the two step sizes is used for both factors"),
      i -> i.update.steps(i.update.step(false), i.update.step(false))),
  STEP_LARGER(
      UPDATE.of(Code.STEP_SIZE_SHARED, "the larger of the two step sizes is used for both factors"),
      i -> i.update.steps(i.update.step(true), i.update.step(true))),
  STEP_MEAN(
      UPDATE.of(Code.STEP_SIZE_SHARED, "the mean of the two step sizes is used for both factors"),
      i -> i.update.steps(i.update.meanStep(), i.update.meanStep())),
  NOISE_OVER_ROOT_OF_ROWS(
      UPDATE.of(Code.NOISE_SCALED, "the noise is multiplied by 1/sqrt(d1) and 1/sqrt(d2)"),
      i -> i.update.noise(z -> scaled(z, 1 / Math.sqrt(z.rows())))),
  NOISE_OVER_ROOT_OF_RANK(
      UPDATE.of(Code.NOISE_SCALED, "the noise is multiplied by 1/sqrt(r)"),
      i -> i.update.noise(z -> scaled(z, 1 / Math.sqrt(z.columns())))),

  // Inputs rounded to binary32, which is PyTorch's default, before a computation in more bits.
  NOISE_ROUNDED(UPDATE.ofRounded("the noise"), i -> i.update.noise(z -> z.map(i::toBinary32))),
  STEPS_ROUNDED(
      UPDATE.ofRounded("the step size"), i -> i.each(side -> side.eta = i.toBinary32(side.eta))),
  TARGET_ROUNDED(
      RESIDUAL.ofRounded("M"), i -> i.objective.target = i.objective.target.map(i::toBinary32)),

  // The noise of a run.
  NOISE_NEXT(
      RUN.of(Code.NOISE_OFF_BY_ONE, "step t uses the noise of step t + 1"),
      i -> i.each(side -> side.noiseStep = (t, last) -> t + 1)),
  NOISE_PREVIOUS(
      RUN.of(Code.NOISE_OFF_BY_ONE, "step t uses the noise of step t - 1"),
      i -> i.each(side -> side.noiseStep = (t, last) -> t - 1)),
  NOISE_REUSED(
      RUN.of(Code.NOISE_REUSED, "every step uses the noise of the first"),
      i -> i.each(side -> side.noiseStep = (t, last) -> 0)),
  NOISE_NEXT_X(
      RUN.of(Code.NOISE_OFF_BY_ONE, "step t perturbs X by the noise of step t + 1"),
      (x, y) -> x.noiseStep = (t, last) -> t + 1),
  NOISE_NEXT_Y(NOISE_NEXT_X),
  NOISE_PREVIOUS_X(
      RUN.of(Code.NOISE_OFF_BY_ONE, "step t perturbs X by the noise of step t - 1"),
      (x, y) -> x.noiseStep = (t, last) -> t - 1),
  NOISE_PREVIOUS_Y(NOISE_PREVIOUS_X),
  NOISE_REUSED_X(
      RUN.of(Code.NOISE_REUSED, "every step perturbs X by the noise of the first"),
      (x, y) -> x.noiseStep = (t, last) -> 0),
  NOISE_REUSED_Y(NOISE_REUSED_X),
  NOISE_OF_LAST(
      RUN.of(Code.NOISE_REUSED, "every step uses the noise of the last"),
      i -> i.each(side -> side.noiseStep = (t, last) -> last)),

  // The residual, the gradient and the loss.
  SIGN(
      GRADIENT.of(
          Code.SIGN,
          "the gradient's sign is wrong: it is R Y and R^T X with R = X Y^T - M, and is"
              + " subtracted"),
      i -> i.objective.size = -1),
  SIGN_X(FACTORS.of(Code.SIGN, "the sign of the gradient by X is wrong"), (x, y) -> x.size *= -1),
  SIGN_Y(SIGN_X),
  DOUBLED(GRADIENT.of(Code.FACTOR_TWO, "the gradient is doubled"), i -> i.objective.size = 2),
  HALVED(GRADIENT.of(Code.FACTOR_TWO, "the gradient is halved"), i -> i.objective.size = 0.5),
  DOUBLED_X(FACTORS.of(Code.FACTOR_TWO, "the gradient by X is doubled"), (x, y) -> x.size *= 2),
  DOUBLED_Y(DOUBLED_X),
  TARGET_TRANSPOSED(
      RESIDUAL.of(Code.TARGET_TRANSPOSED, "M^T is used in place of M"),
      i -> i.ifSquare().objective.target = i.objective.target.transpose()),
  TARGET_MISSING(
      RESIDUAL.of(Code.TARGET_MISSING, "M is left out"),
      i -> i.objective.target = scaled(i.objective.target, 0)),
  LOSS_DOUBLED(LOSS.of(Code.FACTOR_TWO, "the factor 1/2 is missing"), i -> i.objective.half = 1),
  LOSS_HALVED(LOSS.of(Code.FACTOR_TWO, "F is halved twice"), i -> i.objective.half = 0.25),
  LOSS_NEGATED(LOSS.of(Code.SIGN, "the sign of the loss is wrong"), i -> i.objective.half = -0.5),

  // The Hessian and its product with a direction.
  NO_RESIDUAL(
      HESSIAN.of(Code.HESSIAN_OFF_DIAGONAL, "the off-diagonal block lacks the residual"),
      i -> i.hessian.residual = 0),
  RESIDUAL_NEGATED(
      HESSIAN.of(
          Code.HESSIAN_OFF_DIAGONAL, "the residual in the off-diagonal block has the wrong sign"),
      i -> i.hessian.residual = -1),
  RESIDUAL_DOUBLED(
      HESSIAN.of(Code.HESSIAN_OFF_DIAGONAL, "the residual in the off-diagonal block is doubled"),
      i -> i.hessian.residual = 2),
  OUTER_EXCHANGED(
      FULL_HESSIAN.of(
          Code.HESSIAN_OFF_DIAGONAL, "the off-diagonal block has X_ia Y_jb in place of X_ib Y_ja"),
      i -> {
        i.hessian.outer = 0;
        i.hessian.exchanged = 1;
      }),
  RESIDUAL_EVERYWHERE(
      FULL_HESSIAN.of(Code.HESSIAN_OFF_DIAGONAL, "the off-diagonal block has R_ij for a != b too"),
      i -> i.hessian.residualElsewhere = 1),
  OUTER_MISSING(
      FULL_HESSIAN.of(Code.HESSIAN_OFF_DIAGONAL, "the off-diagonal block lacks X_ib Y_ja"),
      i -> i.hessian.outer = 0),
  CROSS_MISSING(
      HVP.of(
          Code.HESSIAN_OFF_DIAGONAL,
          "the change of X Y^T lacks X dY^T, which comes from the off-diagonal block"),
      i -> i.hessian.changeByY = 0),
  BLOCK_DIAGONAL(
      HESSIAN.of(Code.HESSIAN_OFF_DIAGONAL, "the off-diagonal block is missing"),
      i -> i.hessian.residual = i.hessian.outer = 0),
  HESSIAN_NEGATED(
      HESSIAN.of(Code.SIGN, "the sign of the Hessian is wrong"), i -> i.hessian.size = -1),
  HESSIAN_DOUBLED(HESSIAN.of(Code.FACTOR_TWO, "the Hessian is doubled"), i -> i.hessian.size = 2),
  HESSIAN_HALVED(HESSIAN.of(Code.FACTOR_TWO, "the Hessian is halved"), i -> i.hessian.size = 0.5),
  COLUMN_MAJOR(
      FULL_HESSIAN.of(
          Code.HESSIAN_ORDER, "the variables are ordered column by column within X and Y"),
      i -> i.hessian.order = Fault::byColumn),
  Y_FIRST(
      FULL_HESSIAN.of(Code.HESSIAN_ORDER, "the variables of Y come first"),
      i -> i.hessian.order = (p, d1, d2, r) -> (p + d1 * r) % ((d1 + d2) * r)),
  BY_COMPONENT(
      FULL_HESSIAN.of(Code.HESSIAN_ORDER, "the variables are ordered by column of X stacked on Y"),
      i -> i.hessian.order = (p, d1, d2, r) -> p % (d1 + d2) * r + p / (d1 + d2)),

  // The noise terms of the smoothed objective: the terms of X contain the noise of Y.
  VARIANCE_AS_DEVIATION(
      SMOOTHED.of(Code.VARIANCE_AS_DEVIATION, "sigma is used in place of sigma^2"),
      i -> i.smoothing.powers(1)),
  DEVIATION_AS_VARIANCE(
      SMOOTHED.of(
          Code.VARIANCE_AS_DEVIATION,
          "sigma^4 is used in place of sigma^2: the variance was squared again"),
      i -> i.smoothing.powers(4)),
  DIMENSIONS_SWAPPED(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "d1 and d2 are exchanged"),
      i -> i.smoothing.rows((own, other) -> other)),
  DIMENSIONS_MISSING(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "d1 and d2 are missing"),
      i -> i.smoothing.rows((own, other) -> 1)),
  DIMENSIONS_TIMES_RANK(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "r d1 and r d2 are used in place of d1 and d2"),
      i -> i.smoothing.rows((own, other) -> i.smoothing.q().r() * own)),
  DIMENSIONS_ARE_RANK(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "r is used in place of d1 and d2"),
      i -> i.smoothing.rows((own, other) -> i.smoothing.q().r())),
  DIMENSIONS_SQUARED(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "d1 and d2 are squared"),
      i -> i.smoothing.rows((own, other) -> own * own)),
  DIMENSIONS_SUMMED(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "d1 + d2 is used in place of d1 and of d2"),
      i -> i.smoothing.rows((own, other) -> own + other)),
  DIMENSION_OF_X_WRONG(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "X's term has d1 sigma2^2"), (x, y) -> y.rows = x.rows),
  DIMENSION_OF_Y_WRONG(DIMENSION_OF_X_WRONG),
  DIMENSION_OF_X_MISSING(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "X's term lacks the factor d2"), (x, y) -> y.rows = 1),
  DIMENSION_OF_Y_MISSING(DIMENSION_OF_X_MISSING),
  NOISE_TERM_OF_X_MISSING(
      SMOOTHED.of(Code.NOISE_ONE_SIDE, "X's noise term is missing: it is d2 sigma2^2"),
      (x, y) -> y.sizeOfNoise = 0),
  NOISE_TERM_OF_Y_MISSING(NOISE_TERM_OF_X_MISSING),
  SIGMAS_SWAPPED(
      SMOOTHED.of(Code.NOISE_SWAPPED, "sigma1 and sigma2 are exchanged"),
      i -> i.smoothing.exchangeVariances()),
  TERMS_SWAPPED(
      SMOOTHED.of(Code.DIMENSION_FACTOR, "X's term has d1 sigma1^2 and Y's d2 sigma2^2"),
      i -> {
        i.smoothing.rows((own, other) -> other);
        i.smoothing.exchangeVariances();
      }),
  UNSMOOTHED(
      SMOOTHED.of(
          Code.UNPERTURBED_GRADIENT,
          "the noise terms are missing: this is F, not the smoothed objective"),
      i -> i.each(side -> side.sizeOfNoise = 0)),
  NOISE_TERMS_NEGATED(
      SMOOTHED.of(Code.SIGN, "the sign of the noise terms is wrong"),
      i -> i.each(side -> side.sizeOfNoise = -1)),
  NOISE_TERMS_UNHALVED(
      SMOOTHED_LOSS.of(
          Code.FACTOR_TWO,
          "the noise terms and their constant are not halved, as the square of the residual is"),
      i -> i.objective.noiseTerms = 2),
  NOISE_TERMS_DOUBLED(
      SMOOTHED.of(Code.FACTOR_TWO, "the noise terms are doubled"),
      i -> i.each(side -> side.sizeOfNoise = 2)),
  NOISE_TERMS_HALVED(
      SMOOTHED.of(Code.FACTOR_TWO, "the noise terms are halved"),
      i -> i.each(side -> side.sizeOfNoise = 0.5));

  private final Description description;

  /**
   * The change of the right computation, in any arithmetic. Since a lambda cannot be generic, it
   * takes numbers as objects and applies only the computation's own operations.
   */
  private final Consumer<ExactAnswer<Object>> change;

  /** The change with X and Y exchanged, for a fault in one of them. */
  private final Consumer<ExactAnswer<Object>> mirror;

  Fault(Description description, Consumer<ExactAnswer<Object>> change) {
    this(description, change, change);
  }

  Fault(Description description, BiConsumer<Side<Object>, Side<Object>> change) {
    this(description, i -> change.accept(i.x, i.y), i -> change.accept(i.y, i.x));
  }

  /** The same fault in the other factor. */
  Fault(Fault other) {
    this(other.description.mirrored(), /* change= */ other.mirror, /* mirror= */ other.change);
  }

  Fault(
      Description description,
      Consumer<ExactAnswer<Object>> change,
      Consumer<ExactAnswer<Object>> mirror) {
    this.description = description;
    this.change = change;
    this.mirror = mirror;
  }

  /** The diagnosis code. */
  public Code code() {
    return description.code();
  }

  /** The change that the program needs. */
  public String advice() {
    return description.advice();
  }

  /** Returns true if the fault can occur in an answer with these parts. */
  public boolean concerns(Set<Part> parts) {
    return description.scope().holds(parts);
  }

  /**
   * The answer to a request of a program with some faults; without faults, the right answer. Faults
   * change stages in the order of this enumeration.
   */
  @SuppressWarnings("unchecked") // see the field change
  public static <T> ExactAnswer<T> answer(
      Arithmetic<T> arithmetic, Request request, Set<Fault> faults) {
    ExactAnswer<T> answer = new ExactAnswer<>(arithmetic, request);
    faults.stream().sorted().forEach(f -> f.change.accept((ExactAnswer<Object>) answer));
    return answer;
  }

  /** Numbers the variables of X column by column, then those of Y column by column. */
  private static int byColumn(int p, int d1, int d2, int r) {
    int split = d1 * r;
    int n = p - split;
    return p < split ? p % d1 * r + p / d1 : split + n % d2 * r + n / d2;
  }
}
