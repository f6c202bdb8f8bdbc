// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.HessianBlocks;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * Magnitudes that the bounds share: A = |X|, B = |Y|, rho = A B^T + |M|, and, for underflow, the
 * sensitivities to an absolute error of every leaf and of every operation. Non-negative throughout.
 */
final class Terms<T> {
  private final Arithmetic<T> arithmetic;
  private final Matrix<T> a;
  private final Matrix<T> b;
  private final Matrix<T> rho;

  Terms(Matrix<T> m, Factors<T> at) {
    this.arithmetic = m.arithmetic();
    Require.that(
        arithmetic == Binary64.INSTANCE
            || Rationals.compare(arithmetic.unitRoundoff(), Binary64.INSTANCE.unitRoundoff()) <= 0,
        "arithmetic of the arguments of a bound",
        "have the 53 bits of binary64 or more",
        arithmetic.name());
    this.a = at.x().abs();
    this.b = at.y().abs();
    this.rho = a.times(b.transpose()).plus(m.abs());
  }

  Arithmetic<T> arithmetic() {
    return arithmetic;
  }

  /** A step size or a weight, checked. */
  T nonNegative(String name, T value) {
    boolean holds = arithmetic.isFinite(value) && arithmetic.signum(value) >= 0;
    return Require.that(holds, name, "be finite and >= 0", value);
  }

  Matrix<T> a() {
    return a;
  }

  Matrix<T> b() {
    return b;
  }

  Matrix<T> rho() {
    return rho;
  }

  int d1() {
    return a.rows();
  }

  int d2() {
    return b.rows();
  }

  int r() {
    return a.columns();
  }

  T half(T value) {
    return arithmetic.multiply(arithmetic.of(0.5), value);
  }

  T onePlus(T value) {
    return arithmetic.add(arithmetic.one(), value);
  }

  /** The noise terms s2 ||X||^2 + s1 ||Y||^2 + r s1 s2. */
  T noiseTerms(T s1, T s2) {
    T x = arithmetic.multiply(s2, a.normSquared());
    T y = arithmetic.multiply(s1, b.normSquared());
    T constant = arithmetic.multiply(arithmetic.of(r()), arithmetic.multiply(s1, s2));
    return arithmetic.add(arithmetic.add(x, y), constant);
  }

  ErrorBound scalar(T s, T sensitivity, int roundings, RoundingModel model) {
    T u = arithmetic.multiply(lambda(model), sensitivity);
    return new ErrorBound(
        Matrix.of(arithmetic, 1, 1, (i, j) -> s),
        Matrix.of(arithmetic, 1, 1, (i, j) -> u),
        roundings,
        model);
  }

  /** The underflow unit, rounded to the arithmetic of the magnitudes. */
  T lambda(RoundingModel model) {
    return arithmetic.fromDyadic(model.underflow());
  }

  /**
   * The factor of the sensitivities: 4/3 for the later roundings of an error, times 3 for the
   * noise, the iterate and their sum, which may each be flushed, or 4 if a product also converts
   * its operands.
   */
  private T factor(RoundingModel model) {
    return arithmetic.of(4 + model.conversionsPerProduct());
  }

  private Matrix<T> ones(int rows, int columns) {
    T one = arithmetic.one();
    return Matrix.of(arithmetic, rows, columns, (i, j) -> one);
  }

  /**
   * U of X' (or of the gradient by X, with step size 1): at (i,k), with alpha_i and beta_j the row
   * sums of A and B,
   *
   * <pre>
   *   f lambda ( (1 + eta) ( sum_j (alpha_i + beta_j + 2r + 4)(B_jk + 1) + sum_j rho_ij
   *                          + 2 d2 (alpha_i + 1) ) + d2 + 4 )
   * </pre>
   *
   * <p>with f = 4, or 6 if products convert their operands: {@code update_underflow} and {@code
   * underflow_factor} in {@code proofs-notes/coq/judge/rounding/FpConstants.v}.
   */
  Matrix<T> updateUnderflowX(T eta, RoundingModel model) {
    return updateUnderflow(a, b, rho, eta, model);
  }

  /** U of Y', or of the gradient by Y. */
  Matrix<T> updateUnderflowY(T eta, RoundingModel model) {
    return updateUnderflow(b, a, rho.transpose(), eta, model);
  }

  private Matrix<T> updateUnderflow(
      Matrix<T> own, Matrix<T> other, Matrix<T> cells, T eta, RoundingModel model) {
    int d = other.rows();
    int r = own.columns();
    if (model.underflow().signum() == 0) {
      return Matrix.zeros(arithmetic, own.rows(), r);
    }
    var alpha = own.times(ones(r, 1));
    var beta = other.times(ones(r, 1));
    var shifted = other.plus(ones(d, r));
    T constant = arithmetic.of(2 * r + 4);
    var p = ones(1, d).times(shifted);
    var q = beta.plus(ones(d, 1).scale(constant)).transpose().times(shifted);
    var perRow =
        cells.times(ones(d, 1)).plus(alpha.plus(ones(own.rows(), 1)).scale(arithmetic.of(2 * d)));
    var inner = alpha.times(p).plus(ones(own.rows(), 1).times(q)).plus(perRow.times(ones(1, r)));
    return inner
        .scale(arithmetic.add(arithmetic.one(), eta))
        .plus(ones(own.rows(), r).scale(arithmetic.of(d + 4)))
        .scale(arithmetic.multiply(factor(model), lambda(model)));
  }

  /**
   * Sensitivity of the loss to an absolute error of every leaf and operation: 4 times the sum over
   * the cells of (rho_ij + 1)(alpha_i + beta_j + 2r + 4), plus the squares, which may underflow
   * too, and for the noise terms 4 (sum A + sum B + d1 + d2 + r).
   */
  T lossUnderflow() {
    var alpha = a.times(ones(r(), 1));
    var beta = b.times(ones(r(), 1));
    var weights =
        alpha
            .times(ones(1, d2()))
            .plus(ones(d1(), 1).times(beta.transpose()))
            .plus(ones(d1(), d2()).scale(arithmetic.of(2 * r() + 4)));
    T cells = rho.plus(ones(d1(), d2())).inner(weights);
    T sums = arithmetic.add(a.inner(ones(d1(), r())), b.inner(ones(d2(), r())));
    T others = arithmetic.add(sums, arithmetic.of(d1() * d2() + d1() + d2() + r()));
    return arithmetic.multiply(arithmetic.of(8), arithmetic.add(cells, others));
  }

  /**
   * The additional underflow error of a loss by a scaled norm: each flushed quotient or square
   * loses its value times the scale, which the largest rho_ij bounds. 16 d1 d2 (max rho + 1)^2:
   * {@code scaled_norm_underflow} in {@code proofs-notes/coq/judge/rounding/FpConstants.v}.
   */
  T scaledNormUnderflow() {
    T scale = arithmetic.zero();
    for (int i = 0; i < d1(); i++) {
      for (int j = 0; j < d2(); j++) {
        scale = arithmetic.compare(rho.get(i, j), scale) > 0 ? rho.get(i, j) : scale;
      }
    }
    T more = onePlus(scale);
    return arithmetic.multiply(arithmetic.of(16 * d1() * d2()), arithmetic.multiply(more, more));
  }

  /**
   * The additional underflow error of the expanded loss: a flushed product in X^T X enters the loss
   * times an entry of Y^T Y, one in X^T M or M Y times an entry of Y or X, and the inner product
   * has r^2 further products. With alpha_i, beta_j the row sums of A and B, 8 ((d1 + d2)(sum
   * alpha^2 + sum beta^2 + sum alpha + sum beta) + r^2): {@code expanded_underflow}.
   */
  T expandedUnderflow() {
    var alpha = a.times(ones(r(), 1));
    var beta = b.times(ones(r(), 1));
    T squares = arithmetic.add(alpha.normSquared(), beta.normSquared());
    T sums = arithmetic.add(alpha.inner(ones(d1(), 1)), beta.inner(ones(d2(), 1)));
    T rows = arithmetic.multiply(arithmetic.of(d1() + d2()), arithmetic.add(squares, sums));
    return arithmetic.multiply(
        arithmetic.of(8), arithmetic.add(rows, arithmetic.of((double) r() * r())));
  }

  /**
   * The additional underflow error of the noise terms: 8 times, for X with s = s2, the rows d2 of Y
   * and A, and for Y with s = s1, the rows d1 of X and B, (s + d)(sum A + 2 own (r + 1)) + d
   * ||A||^2, own the factor's own rows: {@code noise_underflow}. A flushed sigma^2 loses d lambda,
   * times ||A||^2.
   */
  T noiseUnderflow(T s1, T s2) {
    return arithmetic.multiply(
        arithmetic.of(8), arithmetic.add(noiseUnderflow(a, d2(), s2), noiseUnderflow(b, d1(), s1)));
  }

  private T noiseUnderflow(Matrix<T> own, int d, T s) {
    T sum = own.inner(ones(own.rows(), r()));
    T weighted = arithmetic.add(sum, arithmetic.of(2.0 * own.rows() * (r() + 1)));
    T first = arithmetic.multiply(arithmetic.add(s, arithmetic.of(d)), weighted);
    return arithmetic.add(first, arithmetic.multiply(arithmetic.of(d), own.normSquared()));
  }

  Matrix<T> hessianMagnitudes(T s1, T s2) {
    var xx = b.transpose().times(b).plus(Matrix.identity(arithmetic, r()).scale(s2));
    var yy = a.transpose().times(a).plus(Matrix.identity(arithmetic, r()).scale(s1));
    return HessianBlocks.assemble(new Factors<>(a, b), rho, xx, yy);
  }

  /**
   * U of the Hessian: f lambda times (column sums + 4 d + 8) in the diagonal blocks, (alpha_i +
   * beta_j + 2 r + 8) off them, as in {@code proofs-notes/coq/judge/rounding/FpConstants.v}; for
   * the smoothed Hessian too.
   */
  Matrix<T> hessianUnderflow(RoundingModel model) {
    if (model.underflow().signum() == 0) {
      int side = (d1() + d2()) * r();
      return Matrix.zeros(arithmetic, side, side);
    }
    T unit = arithmetic.multiply(factor(model), lambda(model));
    var columnsOfB = ones(r(), d2()).times(b);
    var columnsOfA = ones(r(), d1()).times(a);
    var xx =
        columnsOfB
            .plus(columnsOfB.transpose())
            .plus(ones(r(), r()).scale(arithmetic.of(4 * d2() + 8)))
            .scale(unit);
    var yy =
        columnsOfA
            .plus(columnsOfA.transpose())
            .plus(ones(r(), r()).scale(arithmetic.of(4 * d1() + 8)))
            .scale(unit);
    var alpha = a.times(ones(r(), 1));
    var beta = b.times(ones(r(), 1));
    return HessianBlocks.of(
        d1(),
        d2(),
        xx,
        yy,
        (i, ra, j, rb) ->
            arithmetic.multiply(
                unit,
                arithmetic.add(
                    arithmetic.add(alpha.get(i, 0), beta.get(j, 0)), arithmetic.of(2 * r() + 8))));
  }
}
