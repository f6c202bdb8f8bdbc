// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The Hessian of F and its product with a direction. Its entries are
 *
 * <pre>
 *   (X_ia, X_kb): delta_ik (Y^T Y)_ab      (Y_ja, Y_kb): delta_jk (X^T X)_ab
 *   (X_ia, Y_jb): R_ij delta_ab + X_ib Y_ja
 * </pre>
 *
 * and the product with (dX, dY) is (C Y + R dY, C^T X + R^T dX), with the change C = dX Y^T + X
 * dY^T of X Y^T. A fault may change the fields that are not final.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // a fault may confuse shapes
final class ExactHessian<T> {
  private final Arithmetic<T> arithmetic;
  private final Factors<T> at;
  private final int r;
  private final int split;

  /** The weight of R_ij for a = b in off-diagonal blocks. */
  double residual = 1;

  /** The weight of R_ij for different a and b in off-diagonal blocks. */
  double residualElsewhere;

  /** The weight of X_ib Y_ja in off-diagonal blocks. */
  double outer = 1;

  /** The weight of X_ia Y_jb in off-diagonal blocks. */
  double exchanged;

  /** The weight of X dY^T in the change of X Y^T. */
  double changeByY = 1;

  /** The factor of the whole Hessian. */
  double size = 1;

  /** The order of the variables. */
  Order order = (p, d1, d2, rank) -> p;

  ExactHessian(Factors<T> at) {
    this.arithmetic = at.arithmetic();
    this.at = at;
    this.r = at.r();
    this.split = at.d1() * r;
  }

  /** The correct index of the variable that has index p in a faulty order. */
  interface Order {
    int of(int p, int d1, int d2, int r);
  }

  /** The Hessian, at a point with residual R, applied to (dX, dY). */
  Factors<T> times(Matrix<T> rAt, Factors<T> direction) {
    Matrix<T> x = at.x();
    Matrix<T> y = at.y();
    Matrix<T> dx = direction.x();
    Matrix<T> dy = direction.y().scale(number(changeByY));
    T other = number(outer);
    Factors<T> change =
        new Factors<>(
            dx.times(y.gram()).plus(x.times(dy.transpose().times(y)).scale(other)),
            dy.times(x.gram()).plus(y.times(dx.transpose().times(x)).scale(other)));
    Factors<T> ofResidual =
        new Factors<>(rAt.times(direction.y()), rAt.transpose().times(direction.x()));
    return change.plus(ofResidual.scale(number(residual))).scale(number(size));
  }

  /**
   * The Hessian, a square matrix of side (d1 + d2) r.
   *
   * @param rAt the residual R
   * @param termX the term of smoothing in the diagonal entries of X
   * @param termY the term of smoothing in the diagonal entries of Y
   */
  Matrix<T> matrix(Matrix<T> rAt, T termX, T termY) {
    Matrix<T> gramX = gram(at.y(), termX);
    Matrix<T> gramY = gram(at.x(), termY);
    Matrix.Entry<T> entry =
        (p, q) -> {
          if (p < split != q < split) {
            return ofBoth(rAt, Math.min(p, q), Math.max(p, q) - split);
          }
          Matrix<T> own = p < split ? gramX : gramY;
          return p / r == q / r ? own.get(p % r, q % r) : arithmetic.zero();
        };
    return Matrix.of(
        arithmetic,
        at.variables(),
        at.variables(),
        (i, j) -> weighted(size, entry.at(index(i), index(j))));
  }

  private int index(int p) {
    return order.of(p, at.d1(), at.d2(), r);
  }

  /** A factor's Gram matrix with a term added on its diagonal. */
  private Matrix<T> gram(Matrix<T> factor, T term) {
    Matrix<T> gram = factor.gram();
    return Matrix.of(
        arithmetic, r, r, (a, b) -> a == b ? arithmetic.add(gram.get(a, a), term) : gram.get(a, b));
  }

  /** The entry of a variable of X and one of Y, each with its index in its factor. */
  private T ofBoth(Matrix<T> rAt, int x, int y) {
    int i = x / r;
    int a = x % r;
    int j = y / r;
    int b = y % r;
    T own = weighted(a == b ? residual : residualElsewhere, rAt.get(i, j));
    T product = weighted(outer, arithmetic.multiply(at.x().get(i, b), at.y().get(j, a)));
    T other = weighted(exchanged, arithmetic.multiply(at.x().get(i, a), at.y().get(j, b)));
    return arithmetic.add(own, arithmetic.add(product, other));
  }

  private T weighted(double weight, T entry) {
    return weight == 1 ? entry : arithmetic.multiply(number(weight), entry);
  }

  private T number(double value) {
    return arithmetic.of(value);
  }
}
