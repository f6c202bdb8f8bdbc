// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.Theorem2;

/**
 * One perturbed update near the smoothed optimum of {@link Theorem2}, to first order in the
 * deviation n from it: n' = J n + xi with
 *
 * <pre>  J = I - E H,    E = diag(etaX, etaY),    H the Hessian of Fs,    Cov(xi) exact,</pre>
 *
 * <p>in the coordinates P_ij = a_i^T dX e_j, R_ij = b_i^T dY e_j and block by block. Within a block
 * the entries of X and of Y alternate.
 *
 * @param problem the problem
 * @param etaX the step size of X
 * @param etaY the step size of Y
 * @param x the optimum's entries x_k = sqrt(gamma s_k)
 * @param y the optimum's entries y_k = x_k / gamma
 * @param moments mean and covariance of one update at the optimum
 */
record LinearisedUpdate<T>(
    Theorem2<T> problem,
    Scalar<T> etaX,
    Scalar<T> etaY,
    List<Scalar<T>> x,
    List<Scalar<T>> y,
    UpdateMoments<T> moments) {

  /**
   * The update with these steps. In its moments M and the optimum are diagonal, since A and B
   * preserve the distribution of the noise.
   */
  @SuppressWarnings("shape") // the shapes of the problem
  static <T> LinearisedUpdate<T> of(Theorem2<T> problem, T etaX, T etaY) {
    Arithmetic<T> arithmetic = problem.a().arithmetic();
    int d1 = problem.a().rows();
    int d2 = problem.b().rows();
    int r = problem.r();
    Scalar<T> gamma = Scalar.of(arithmetic, problem.gamma());
    Scalar<T> noise = Scalar.of(arithmetic, problem.sigmaSquared());
    List<Scalar<T>> x =
        IntStream.range(0, r)
            .mapToObj(k -> gamma.times(Scalar.of(arithmetic, problem.shrunk(k))).sqrt())
            .toList();
    List<Scalar<T>> y = x.stream().map(root -> root.over(gamma)).toList();
    return new LinearisedUpdate<>(
        problem,
        Scalar.of(arithmetic, etaX).requirePositive("etaX"),
        Scalar.of(arithmetic, etaY).requirePositive("etaY"),
        x,
        y,
        new UpdateMoments<>(
            new MatrixFactorization<>(onDiagonal(arithmetic, d1, d2, r, problem.sigma()::get)),
            new Factors<>(
                onDiagonal(arithmetic, d1, r, r, k -> x.get(k).value()),
                onDiagonal(arithmetic, d2, r, r, k -> y.get(k).value())),
            etaX,
            etaY,
            gamma.squared().times(noise).over(d1).value(),
            noise.over(d2).value()));
  }

  private static <T> Matrix<T> onDiagonal(
      Arithmetic<T> arithmetic, int rows, int columns, int r, IntFunction<T> diagonal) {
    return Matrix.of(
        arithmetic,
        rows,
        columns,
        (i, j) -> i == j && i < r ? diagonal.apply(i) : arithmetic.zero());
  }

  Arithmetic<T> arithmetic() {
    return problem.a().arithmetic();
  }

  int d1() {
    return problem.a().rows();
  }

  int d2() {
    return problem.b().rows();
  }

  int r() {
    return problem.r();
  }

  Scalar<T> gamma() {
    return number(problem.gamma());
  }

  /** The variance sigma^2 = E||xi2||_F^2 / r. */
  Scalar<T> noise() {
    return number(problem.sigmaSquared());
  }

  /** The level c = gamma sigma^2. */
  Scalar<T> c() {
    return gamma().times(noise());
  }

  Scalar<T> sigma(int k) {
    return number(problem.sigma().get(k));
  }

  /** The smoothed singular value s_k = Sigma_k - c. */
  Scalar<T> small(int k) {
    return number(problem.shrunk(k));
  }

  Scalar<T> number(T value) {
    return Scalar.of(arithmetic(), value);
  }

  Scalar<T> number(int value) {
    return Scalar.of(arithmetic(), value);
  }

  /** The sum of a term per singular pair. */
  Scalar<T> sum(IntFunction<Scalar<T>> term) {
    return IntStream.range(0, r()).mapToObj(term).reduce(number(0), Scalar::plus);
  }

  /** The index of P_ij among the variables. */
  int p(int i, int j) {
    return i * r() + j;
  }

  /** The index of R_ij among the variables. */
  int q(int i, int j) {
    return (d1() + i) * r() + j;
  }

  /** The step size of a block's entry. */
  Scalar<T> eta(int entry) {
    return entry % 2 == 0 ? etaX : etaY;
  }

  /** The part of Cov(xi) for some variables with others. */
  Matrix<T> noise(int[] variables, int[] others) {
    return Matrix.of(
        arithmetic(),
        variables.length,
        others.length,
        (a, b) -> moments.covariance(variables[a], others[b]));
  }

  /** The block of H on (P_ii, R_ii). */
  Matrix<T> scalingHessian(int i) {
    Scalar<T> m = sigma(i).minus(c().times(2));
    return symmetric(sigma(i).over(gamma()), m, gamma().times(sigma(i)));
  }

  /** The block of F'' on (P_ii, R_ii): H minus sigma^2 for X and gamma^2 sigma^2 for Y. */
  Matrix<T> scalingLossHessian(int i) {
    return symmetric(small(i).over(gamma()), small(i).minus(c()), small(i).times(gamma()));
  }

  private Matrix<T> symmetric(Scalar<T> a, Scalar<T> b, Scalar<T> c) {
    return Matrix.of(
        arithmetic(), 2, 2, (i, j) -> i != j ? b.value() : i == 0 ? a.value() : c.value());
  }

  /** The block of H on (P_ij, R_ij, P_ji, R_ji). */
  Matrix<T> pairHessian(int i, int j) {
    return problem.rotationBlock(i, j);
  }

  /** The block of F'' on (P_ij, R_ij, P_ji, R_ji). */
  Matrix<T> pairLossHessian(int i, int j) {
    Matrix<T> h = pairHessian(i, j);
    return Matrix.of(
        arithmetic(),
        4,
        4,
        (a, b) -> {
          Scalar<T> entry = number(h.get(a, b));
          Scalar<T> less = a % 2 == 0 ? noise() : gamma().squared().times(noise());
          return (a == b ? entry.minus(less) : entry).value();
        });
  }

  /** The block of J for a block of H. */
  Matrix<T> jacobian(Matrix<T> h) {
    return Matrix.of(
        arithmetic(),
        h.rows(),
        h.rows(),
        (a, b) -> {
          Scalar<T> moved = eta(a).times(number(h.get(a, b)));
          return (a == b ? number(1).minus(moved) : moved.negated()).value();
        });
  }

  /**
   * Checks that J contracts outside the kernel of a block of H: 2 E^-1 - H is positive definite, by
   * its pivots.
   *
   * @throws IllegalArgumentException if it does not
   */
  void requireContraction(Matrix<T> h) {
    Matrix<T> complement =
        Matrix.of(
            arithmetic(),
            h.rows(),
            h.rows(),
            (a, b) -> {
              Scalar<T> entry = number(h.get(a, b)).negated();
              return (a == b ? entry.plus(number(2).over(eta(a))) : entry).value();
            });
    requirePositivePivots(complement);
  }

  private void requirePositivePivots(Matrix<T> of) {
    Scalar<T> pivot = number(of.get(0, 0));
    requireContracting(pivot.value());
    if (of.rows() > 1) {
      requirePositivePivots(
          Matrix.of(
              arithmetic(),
              of.rows() - 1,
              of.rows() - 1,
              (a, b) -> {
                Scalar<T> product = number(of.get(a + 1, 0)).times(number(of.get(0, b + 1)));
                return number(of.get(a + 1, b + 1)).minus(product.over(pivot)).value();
              }));
    }
  }

  private void requireContracting(T pivot) {
    Require.that(
        arithmetic().signum(pivot) > 0,
        "step sizes",
        "keep the linearised update contracting",
        etaX + " and " + etaY);
  }

  /** The variance of a variable that is a block of its own, with the eigenvalue h of E H. */
  Scalar<T> alone(int variable, Scalar<T> h) {
    Scalar<T> margin = number(2).minus(h);
    requireContracting(margin.value());
    return number(moments.covariance(variable, variable)).over(h.times(margin));
  }
}
