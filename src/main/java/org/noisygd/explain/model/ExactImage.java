// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.model;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The answer to a request, in exact arithmetic. Its parts compute it in stages; a mistake changes a
 * stage, and the image is then what a program with that mistake answers.
 *
 * @param <T> the type of the entries
 */
public final class ExactImage<T> implements Quantities<T> {
  public final ExactObjective<T> objective;
  public final ExactUpdate<T> update;
  public final ExactHessian<T> hessian;
  public final SmoothingTerms<T> smoothing;

  /** What belongs to X alone, and what to Y. */
  public final Side<T> x;

  public final Side<T> y;

  private final Arithmetic<T> arithmetic;
  private final Request request;
  private final Factors<T> at;
  private boolean squareAlone;

  /** The image with no mistake. */
  public ExactImage(Arithmetic<T> arithmetic, Request request) {
    this.arithmetic = arithmetic;
    this.request = request;
    at = request.at().roundTo(arithmetic);
    objective = new ExactObjective<>(request.m().roundTo(arithmetic));
    x = objective.x;
    y = objective.y;
    update = new ExactUpdate<>(objective);
    update.steps(arithmetic.fromDyadic(request.etaX()), arithmetic.fromDyadic(request.etaY()));
    hessian = new ExactHessian<>(at);
    smoothing = new SmoothingTerms<>(objective, request);
  }

  /** Changes both sides alike. */
  public void each(Consumer<Side<T>> change) {
    change.accept(x);
    change.accept(y);
  }

  /** Says that there is an image only if d1 = d2, so that X and Y, or M and M^T, fit. */
  public ExactImage<T> ifSquare() {
    squareAlone = true;
    return this;
  }

  /** Whether the shapes allow the mistakes that were made. */
  public boolean applies() {
    return !squareAlone || request.d1() == request.d2();
  }

  /** The fields of the image; none if the shapes do not allow a mistake. */
  public Optional<Map<String, Matrix<T>>> fields() {
    return applies() ? Optional.of(request.op().result(this)) : Optional.empty();
  }

  @Override
  public Inputs<T> inputs() {
    return request.in(arithmetic);
  }

  @Override
  public Matrix<T> residual() {
    return objective.residual(at.x(), at.y());
  }

  @Override
  public T loss(boolean smoothed) {
    return objective.loss(at, smoothed ? smoothing.ofLoss(at) : arithmetic.zero());
  }

  @Override
  public Factors<T> gradient(boolean smoothed) {
    Factors<T> plain = objective.gradient(at);
    return smoothed ? plain.plus(at.scale(smoothing.ofX(), smoothing.ofY())) : plain;
  }

  @Override
  public Matrix<T> hessian(boolean smoothed) {
    T zero = arithmetic.zero();
    return hessian.matrix(
        residual(), smoothed ? smoothing.ofX() : zero, smoothed ? smoothing.ofY() : zero);
  }

  @Override
  public Factors<T> hessianVectorProduct() {
    return objective.sized(hessian.times(residual(), request.direction().roundTo(arithmetic)), 1);
  }

  @Override
  public Factors<T> update() {
    return update.step(at, request.direction().roundTo(arithmetic));
  }
}
