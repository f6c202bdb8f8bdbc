// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Lemma 1: the stationary points of F(x, y) = 1/2 ||x y^T - u v^T||_F^2 with ||u|| = ||v|| = 1.
 *
 * <ul>
 *   <li>(alpha u, v / alpha) for alpha != 0: the global optima, where F = 0;
 *   <li>(x, 0) with u^T x = 0 and (0, y) with v^T y = 0: strict saddles. With n the squared norm of
 *       the non-zero factor, the Hessian has the eigenvalues 0 (d1 - 1 times, for (x, 0)), n (d2 -
 *       1 times) and the two of [[0, -1], [-1, n]], the smaller being -2 / (n + sqrt(n^2 + 4)).
 * </ul>
 *
 * <p>There are no others. Claims: L1.stationary, L1.strict-saddle. The gradient itself is {@link
 * org.noisygd.descent.objective.MatrixFactorization#gradient} (L1.gradient).
 *
 * @param u u*, a unit vector, d1 x 1
 * @param v v*, a unit vector, d2 x 1
 * @param <T> the type of the entries
 */
public record Lemma1<T>(@Shape({"d1", "r"}) Matrix<T> u, @Shape({"d2", "r"}) Matrix<T> v) {
  /** The kinds of points of F. */
  public enum Kind {
    /** F is 0 there. */
    GLOBAL_OPTIMUM,
    /** The gradient is 0 and the Hessian has a negative eigenvalue. */
    STRICT_SADDLE,
    /** The gradient is not 0. */
    NOT_STATIONARY
  }

  /**
   * Checks that u and v are unit vectors.
   *
   * @throws IllegalArgumentException if not
   */
  public Lemma1 {
    Orthonormal.require("u", requireColumn("u", u));
    Orthonormal.require("v", requireColumn("v", v));
  }

  private static <T> Matrix<T> requireColumn(String name, Matrix<T> vector) {
    Require.that(vector.columns() == 1, name, "have one column", vector.shape());
    return vector;
  }

  /** M = u v^T. */
  public @Shape({"d1", "d2"}) Matrix<T> target() {
    return u.times(v.transpose());
  }

  /**
   * The global optimum (alpha u, v / alpha).
   *
   * @throws IllegalArgumentException if alpha is 0
   */
  public Factors<T> optimum(T alpha) {
    Arithmetic<T> arithmetic = u.arithmetic();
    Require.that(arithmetic.signum(alpha) != 0, "alpha", "not be 0", arithmetic.print(alpha));
    return new Factors<>(u.scale(alpha), v.scale(arithmetic.divide(arithmetic.one(), alpha)));
  }

  /**
   * The strict saddle (x, 0).
   *
   * @throws IllegalArgumentException if u^T x is not 0
   */
  public Factors<T> saddleOfX(@Shape({"d1", "r"}) Matrix<T> x) {
    requireZero("u^T x", u.inner(x));
    return new Factors<>(x, v.scale(u.arithmetic().zero()));
  }

  /**
   * The strict saddle (0, y).
   *
   * @throws IllegalArgumentException if v^T y is not 0
   */
  public Factors<T> saddleOfY(@Shape({"d2", "r"}) Matrix<T> y) {
    requireZero("v^T y", v.inner(y));
    return new Factors<>(u.scale(u.arithmetic().zero()), y);
  }

  private void requireZero(String name, T inner) {
    Arithmetic<T> arithmetic = u.arithmetic();
    Require.that(arithmetic.signum(inner) == 0, name, "be 0", arithmetic.print(inner));
  }

  /**
   * The kind of a point by this lemma alone, without derivatives.
   *
   * @throws IllegalArgumentException if the arithmetic rounds, since no rounded test decides this
   */
  public Kind classify(Factors<T> at) {
    Arithmetic<T> arithmetic = u.arithmetic();
    Require.that(arithmetic.isExact(), "arithmetic", "be exact", arithmetic.name());
    if (at.x().times(at.y().transpose()).equals(target())) {
      return Kind.GLOBAL_OPTIMUM;
    }
    boolean saddle =
        (isZero(at.y()) && arithmetic.signum(u.inner(at.x())) == 0)
            || (isZero(at.x()) && arithmetic.signum(v.inner(at.y())) == 0);
    return saddle ? Kind.STRICT_SADDLE : Kind.NOT_STATIONARY;
  }

  private static <T> boolean isZero(Matrix<T> vector) {
    return vector.arithmetic().signum(vector.normSquared()) == 0;
  }

  /**
   * A direction of negative curvature at a saddle, ((1 + n) u, v) at (x, 0) and (u, (1 + n) v) at
   * (0, y); the Hessian's quadratic form there is {@link #curvature}.
   */
  public Factors<T> descentDirection(Factors<T> saddle) {
    Arithmetic<T> arithmetic = u.arithmetic();
    T long1 = arithmetic.add(arithmetic.one(), saddle.inner(saddle));
    return isZero(saddle.y()) ? new Factors<>(u.scale(long1), v) : new Factors<>(u, v.scale(long1));
  }

  /** The quadratic form of the Hessian on {@link #descentDirection}: -(n + 2). */
  public T curvature(Factors<T> saddle) {
    return Scalar.of(u.arithmetic(), saddle.inner(saddle))
        .plus(Scalar.of(u.arithmetic(), 2))
        .negated()
        .value();
  }

  /** All eigenvalues of the Hessian at a saddle. */
  public Spectrum<T> saddleSpectrum(Factors<T> saddle) {
    Arithmetic<T> arithmetic = u.arithmetic();
    T n = saddle.inner(saddle);
    boolean onX = isZero(saddle.y());
    int zeros = (onX ? u : v).rows() - 1;
    int others = (onX ? v : u).rows() - 1;
    return new Spectrum<>(
        List.of(
            EigenPolynomial.ofRoot(arithmetic, arithmetic.zero(), zeros),
            EigenPolynomial.ofRoot(arithmetic, n, others),
            saddlePair(saddle).polynomial(1)));
  }

  /** The pair of eigenvalues on the span of (u, 0) and (0, v); the smaller is the least of all. */
  public EigenPair<T> saddlePair(Factors<T> saddle) {
    Arithmetic<T> arithmetic = u.arithmetic();
    Scalar<T> minusOne = Scalar.of(arithmetic, -1);
    return EigenPair.ofSymmetric(
        Scalar.of(arithmetic, 0), minusOne, Scalar.of(arithmetic, saddle.inner(saddle)), minusOne);
  }
}
