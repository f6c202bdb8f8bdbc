// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * A request of the protocol over any arithmetic, and its answer. Fields that an op does not use
 * hold anything.
 *
 * @param op the operation
 * @param m M, d1 x d2
 * @param at (X, Y)
 * @param direction (dX, dY), for hvp
 * @param v1 the variance sigma1^2
 * @param v2 the variance sigma2^2
 * @param s1 d1 v1, what the smoothed objective sees of X's noise
 * @param s2 d2 v2, what it sees of Y's
 * @param etaX the step size of X
 * @param etaY the step size of Y
 * @param noise the perturbations, one for step, any number for run
 * @param record the steps to record, for run
 * @param <T> the type of the numbers
 */
public record VectorQuestion<T extends Object>(
    Op op,
    Matrix<T> m,
    Factors<T> at,
    Factors<T> direction,
    T v1,
    T v2,
    T s1,
    T s2,
    T etaX,
    T etaY,
    List<Factors<T>> noise,
    List<Integer> record) {

  /** One update, right or mistaken. */
  @FunctionalInterface
  interface Update<T extends Object> {
    Factors<T> apply(Factors<T> iterate, Factors<T> noise);
  }

  Arithmetic<T> arithmetic() {
    return m.arithmetic();
  }

  /** The perturbed update in residual form. */
  Update<T> update() {
    return new PerturbedUpdate<>(m, new StepSizes<>(etaX, etaY), UpdateForm.RESIDUAL)::apply;
  }

  /** The answer, by name of its parts; a scalar is 1 x 1. */
  public Map<String, Matrix<T>> answer() {
    return answer(update());
  }

  /** The answer with another update in the place of the right one. */
  public Map<String, Matrix<T>> answer(Update<T> update) {
    MatrixFactorization<T> plain = new MatrixFactorization<>(m);
    Map<String, Matrix<T>> parts = new LinkedHashMap<>();
    switch (op.word()) {
      case "loss" -> parts.put("loss", scalar(plain.loss(at)));
      case "gradient" -> put(parts, "gradX", "gradY", plain.gradient(at));
      case "hessian" -> parts.put("hessian", plain.hessian(at));
      case "hvp" -> put(parts, "hvpX", "hvpY", plain.hessianTimes(at, direction));
      case "smoothed_loss" -> parts.put("loss", scalar(smoothed().loss(at)));
      case "smoothed_gradient" -> put(parts, "gradX", "gradY", smoothed().gradient(at));
      case "smoothed_hessian" -> parts.put("hessian", smoothed().hessian(at));
      case "step" -> put(parts, "X", "Y", update.apply(at, noise.get(0)));
      case "run" -> run(parts, update);
      case "sample" -> {
        UpdateMoments<T> moments = new UpdateMoments<>(plain, at, etaX, etaY, v1, v2);
        put(parts, "meanX", "meanY", moments.mean());
        parts.put("covariance", moments.covariance());
      }
    }
    return parts;
  }

  private void run(Map<String, Matrix<T>> parts, Update<T> update) {
    Factors<T> iterate = at;
    for (int t = 0; t <= noise.size(); t++) {
      if (record.contains(t)) {
        put(parts, "X@" + t, "Y@" + t, iterate);
      }
      if (t < noise.size()) {
        iterate = update.apply(iterate, noise.get(t));
      }
    }
  }

  private SmoothedFactorization<T> smoothed() {
    return new SmoothedFactorization<>(m, NoiseMoments.scalar(arithmetic(), at.r(), s1, s2));
  }

  private Matrix<T> scalar(T value) {
    return Matrix.of(arithmetic(), 1, 1, (i, j) -> value);
  }

  private static <T extends Object> void put(
      Map<String, Matrix<T>> parts, String x, String y, Factors<T> factors) {
    parts.put(x, factors.x());
    parts.put(y, factors.y());
  }

  VectorQuestion<T> withTarget(Matrix<T> other) {
    return new VectorQuestion<>(
        op, other, at, direction, v1, v2, s1, s2, etaX, etaY, noise, record);
  }

  public VectorQuestion<T> withSteps(T x, T y) {
    return new VectorQuestion<>(op, m, at, direction, v1, v2, s1, s2, x, y, noise, record);
  }

  public VectorQuestion<T> withNoise(List<Factors<T>> other) {
    return new VectorQuestion<>(op, m, at, direction, v1, v2, s1, s2, etaX, etaY, other, record);
  }

  VectorQuestion<T> withMoments(T one, T two) {
    return new VectorQuestion<>(op, m, at, direction, v1, v2, one, two, etaX, etaY, noise, record);
  }

  public VectorQuestion<T> withVariances(T one, T two) {
    Arithmetic<T> a = arithmetic();
    return new VectorQuestion<>(
        op,
        m,
        at,
        direction,
        one,
        two,
        a.multiply(a.of(at.d1()), one),
        a.multiply(a.of(at.d2()), two),
        etaX,
        etaY,
        noise,
        record);
  }

  /** The same question in another arithmetic, each matrix and number as the functions say. */
  public <S extends Object> VectorQuestion<S> in(
      Arithmetic<S> target, java.util.function.Function<T, S> number) {
    S one = number.apply(v1);
    S two = number.apply(v2);
    return new VectorQuestion<>(
            op,
            map(m, target, number),
            map(at, target, number),
            map(direction, target, number),
            one,
            two,
            one,
            two,
            number.apply(etaX),
            number.apply(etaY),
            noise.stream().map(z -> map(z, target, number)).toList(),
            record)
        .withVariances(one, two);
  }

  private static <T extends Object, S extends Object> Matrix<S> map(
      Matrix<T> matrix, Arithmetic<S> target, java.util.function.Function<T, S> number) {
    return Matrix.of(
        target, matrix.rows(), matrix.columns(), (i, j) -> number.apply(matrix.get(i, j)));
  }

  private static <T extends Object, S extends Object> Factors<S> map(
      Factors<T> factors, Arithmetic<S> target, java.util.function.Function<T, S> number) {
    return new Factors<>(map(factors.x(), target, number), map(factors.y(), target, number));
  }

  /**
   * The question whose answer bounds every intermediate result of this one's: each number is
   * replaced by its absolute value, and M and the step sizes by the negative of it, so that every
   * difference becomes a sum.
   */
  VectorQuestion<T> magnitudes() {
    UnaryOperator<T> abs = arithmetic()::abs;
    Factors<T> absAt = new Factors<>(at.x().map(abs), at.y().map(abs));
    Factors<T> absDirection = new Factors<>(direction.x().map(abs), direction.y().map(abs));
    return new VectorQuestion<>(
        op,
        m.map(abs).negate(),
        absAt,
        absDirection,
        v1,
        v2,
        s1,
        s2,
        arithmetic().negate(arithmetic().abs(etaX)),
        arithmetic().negate(arithmetic().abs(etaY)),
        noise.stream().map(z -> new Factors<>(z.x().map(abs), z.y().map(abs))).toList(),
        record);
  }
}
