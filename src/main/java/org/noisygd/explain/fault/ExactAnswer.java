// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.fault.ExactObjective.Side;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The exact answer to a request of a program with the faults given to {@link Fault#answer}. It is
 * computed in stages; a fault changes a stage.
 *
 * @param <T> the type of the entries
 */
public final class ExactAnswer<T> implements Quantities<T> {
  final ExactObjective<T> objective;
  final ExactUpdate<T> update;
  final ExactHessian<T> hessian;
  final SmoothingTerms<T> smoothing;
  final Side<T> x;
  final Side<T> y;
  private final Arithmetic<T> arithmetic;
  private final Request request;
  private final Factors<T> at;
  private boolean squareAlone;

  /** The answer without faults. */
  ExactAnswer(Arithmetic<T> arithmetic, Request request) {
    this.arithmetic = arithmetic;
    this.request = request;
    at = request.at().roundTo(arithmetic);
    objective = new ExactObjective<>(request.m().roundTo(arithmetic));
    x = objective.x;
    y = objective.y;
    update = new ExactUpdate<>(objective);
    update.steps(arithmetic.fromDyadic(request.etaX()), arithmetic.fromDyadic(request.etaY()));
    hessian = new ExactHessian<>(at);
    smoothing = new SmoothingTerms<>(arithmetic, request, x, y);
    x.rows = request.d1();
    y.rows = request.d2();
    smoothing.powers(2);
  }

  /** Applies the same change to both sides. */
  void each(Consumer<Side<T>> change) {
    change.accept(x);
    change.accept(y);
  }

  /** Allows an answer only if d1 = d2, so that X and Y, and M and M^T, have the same shape. */
  ExactAnswer<T> ifSquare() {
    squareAlone = true;
    return this;
  }

  /** A number rounded to binary32, or unchanged if it is beyond the range. */
  T toBinary32(T a) {
    float rounded = (float) arithmetic.roundToDouble(a);
    return Float.isFinite(rounded) ? arithmetic.of(rounded) : a;
  }

  /** Returns true if the shapes allow the faults. */
  public boolean applies() {
    return !squareAlone || request.d1() == request.d2();
  }

  /** The fields of the answer, or empty if the shapes do not allow a fault. */
  public Optional<Map<String, Matrix<T>>> fields() {
    return applies() ? Optional.of(request.op().result(this)) : Optional.empty();
  }

  /** The update of any iterate by any noise. */
  public Factors<T> updated(Factors<T> iterate, Factors<T> noise) {
    return update.step(iterate, noise);
  }

  /** The step whose noise perturbs X, or Y, at step t; it may lie beyond the run's ends. */
  public int noiseStep(boolean ofX, int t, int last) {
    return (ofX ? x : y).noiseStep.applyAsInt(t, last);
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
    Factors<T> plain = objective.gradient(residual(), at);
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

  /**
   * The terms of smoothing: s2 ||X||^2 + s1 ||Y||^2 + r s1 s2 in ||R||^2, (X s2, Y s1) in the
   * gradient, s2 and s1 in the Hessian's diagonal entries of X and of Y, with s1 = d1 sigma1^2 and
   * s2 = d2 sigma2^2. A fault may change the numbers that the sides hold.
   */
  record SmoothingTerms<T>(Arithmetic<T> arithmetic, Request q, Side<T> x, Side<T> y) {
    /** Replaces the numbers d1 and d2, each by a function of the own and the other number. */
    void rows(IntBinaryOperator change) {
      int before = x.rows;
      x.rows = change.applyAsInt(x.rows, y.rows);
      y.rows = change.applyAsInt(y.rows, before);
    }

    /** Exchanges sigma1^2 and sigma2^2. */
    void exchangeVariances() {
      T before = x.variance;
      x.variance = y.variance;
      y.variance = before;
    }

    /** Replaces the variances by powers of the standard deviations. */
    void powers(int n) {
      x.variance = power(arithmetic.fromDyadic(q.sigma1()), n);
      y.variance = power(arithmetic.fromDyadic(q.sigma2()), n);
    }

    private T power(T a, int n) {
      return n == 1 ? a : arithmetic.multiply(power(a, n - 1), a);
    }

    private T s(Side<T> side) {
      return arithmetic.multiply(arithmetic.of(side.sizeOfNoise * side.rows), side.variance);
    }

    /** The weight of X's terms: s2 without a fault. */
    T ofX() {
      return s(y);
    }

    /** The weight of Y's terms: s1 without a fault. */
    T ofY() {
      return s(x);
    }

    /** The terms of ||R||^2. */
    T ofLoss(Factors<T> at) {
      T ofX = arithmetic.multiply(ofX(), at.x().normSquared());
      T ofY = arithmetic.multiply(ofY(), at.y().normSquared());
      T constant = arithmetic.multiply(arithmetic.of(q.r()), arithmetic.multiply(s(x), s(y)));
      return arithmetic.add(arithmetic.add(ofX, ofY), constant);
    }
  }
}
