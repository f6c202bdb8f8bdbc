// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * The residual R = X Y^T - M, F = 1/2 ||R||^2 and its gradient (R Y, R^T X). What is not final is a
 * stage that a mistake may change.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
final class ExactObjective<T extends Object> {
  final Arithmetic<T> arithmetic;

  /** M. */
  Matrix<T> target;

  /** What of X, and of Y, enters the residual. */
  UnaryOperator<Matrix<T>> inResidual = factor -> factor;

  /** The residual by which the gradient by X multiplies Y, and that by Y multiplies X. */
  UnaryOperator<Matrix<T>> residualByX = r -> r;

  UnaryOperator<Matrix<T>> residualByY = Matrix::transpose;

  /** The rows of Y that the gradient by X sums over, and the rows of X that the one by Y does. */
  UnaryOperator<Matrix<T>> summedByX = y -> y;

  UnaryOperator<Matrix<T>> summedByY = x -> x;

  /** How much of (X D, -Y D) the gradient has, D = X^T X - Y^T Y: that of ||D||^2 / 4. */
  double balance;

  /** What the gradient is multiplied by: all of it, and each factor's. */
  double size = 1;

  double sign = 1;
  double sizeX = 1;
  double sizeY = 1;

  /** The gradient, last. */
  Function<Factors<T>, Factors<T>> gradient = g -> g;

  /** F over ||R||^2. */
  double half = 0.5;

  /** The loss, last. */
  Function<T, T> loss = value -> value;

  ExactObjective(Matrix<T> m) {
    arithmetic = m.arithmetic();
    target = m;
  }

  /** The residual. */
  Matrix<T> residual(Matrix<T> x, Matrix<T> y) {
    return inResidual.apply(x).times(inResidual.apply(y).transpose()).minus(target);
  }

  /**
   * F.
   *
   * @param terms what smoothing adds to ||R||^2
   */
  T loss(Factors<T> at, T terms) {
    T sum = arithmetic.add(residual(at.x(), at.y()).normSquared(), terms);
    if (balance != 0) {
      T square = imbalance(at).normSquared();
      sum = arithmetic.add(sum, arithmetic.multiply(number(balance / 2), square));
    }
    return loss.apply(arithmetic.multiply(number(half), sum));
  }

  /** The gradient at (X, Y). */
  Factors<T> gradient(Factors<T> at) {
    Matrix<T> r = residual(at.x(), at.y());
    return gradient(r, at, r, at);
  }

  /**
   * The gradient, each factor's from a residual and a point of its own.
   *
   * @throws IllegalArgumentException if the shapes do not allow a mistake
   */
  Factors<T> gradient(Matrix<T> r, Factors<T> p, Matrix<T> s, Factors<T> q) {
    Matrix<T> byX = residualByX.apply(r).times(summedByX.apply(p.y()));
    Matrix<T> byY = residualByY.apply(s).times(summedByY.apply(q.x()));
    if (balance != 0) {
      T weight = number(balance);
      byX = byX.plus(p.x().times(imbalance(p)).scale(weight));
      byY = byY.minus(q.y().times(imbalance(q)).scale(weight));
    }
    return gradient.apply(sized(new Factors<>(byX, byY), sign * size));
  }

  /** What the gradient by X is multiplied by. */
  double scaleX() {
    return sign * size * sizeX;
  }

  /** What the gradient by Y is multiplied by. */
  double scaleY() {
    return sign * size * sizeY;
  }

  /** A gradient, or the Hessian's product with a direction, times what its factors are. */
  Factors<T> sized(Factors<T> g, double common) {
    return new Factors<>(g.x().scale(number(common * sizeX)), g.y().scale(number(common * sizeY)));
  }

  /** X^T X - Y^T Y. */
  private Matrix<T> imbalance(Factors<T> at) {
    return at.x().gram().minus(at.y().gram());
  }

  private T number(double value) {
    return arithmetic.of(value);
  }

  /** Puts another factor than 1/2 before the loss, and changes what comes out. */
  void loss(double factor, UnaryOperator<T> last) {
    half = factor;
    loss = loss.andThen(last);
  }

  /** A sum over the cells of M as their mean. */
  T mean(T sum) {
    return arithmetic.divide(sum, number((double) target.rows() * target.columns()));
  }

  /** The same, entry by entry. */
  Factors<T> meanOfEntries(Factors<T> sums) {
    return new Factors<>(sums.x().map(this::mean), sums.y().map(this::mean));
  }

  /**
   * (Y, X) in place of (X, Y).
   *
   * @throws IllegalArgumentException if their shapes differ
   */
  static <T extends Object> Factors<T> swapped(Factors<T> f) {
    Require.that(f.d1() == f.d2(), "X of " + f.x().shape(), "have one shape", f.y().shape());
    return new Factors<>(f.y(), f.x());
  }

  /** A matrix of the same shape whose entries, read column by column, are those read row by row. */
  static <T extends Object> Matrix<T> columnMajor(Matrix<T> a) {
    return Matrix.of(
        a.arithmetic(), a.rows(), a.columns(), (i, j) -> a.entries().get(j * a.rows() + i));
  }

  /** A matrix with zeros in place of its rows from one on. */
  static <T extends Object> Matrix<T> firstRows(Matrix<T> a, int kept) {
    T zero = a.arithmetic().zero();
    return Matrix.of(
        a.arithmetic(), a.rows(), a.columns(), (i, k) -> i < kept ? a.get(i, k) : zero);
  }

  /** The first columns of a matrix. */
  static <T extends Object> Matrix<T> firstColumns(Matrix<T> a, int kept) {
    return a.block(0, 0, a.rows(), kept);
  }
}
