// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.model;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * The residual R = X Y^T - M, F = 1/2 ||R||^2 and its gradient (R Y, R^T X). A mistake may change
 * the fields that are not final.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public final class ExactObjective<T> {
  public final Arithmetic<T> arithmetic;

  /** M. */
  public Matrix<T> target;

  /** What belongs to X alone, and what to Y. */
  final Side<T> x;

  final Side<T> y;

  /** What the whole gradient is multiplied by. */
  public double size = 1;

  /** F over ||R||^2. */
  public double half = 0.5;

  ExactObjective(Matrix<T> m) {
    arithmetic = m.arithmetic();
    target = m;
    x = new Side<>(arithmetic);
    y = new Side<>(arithmetic);
  }

  /** The residual. */
  public Matrix<T> residual(Matrix<T> atX, Matrix<T> atY) {
    return atX.times(atY.transpose()).minus(target);
  }

  /**
   * F.
   *
   * @param terms what smoothing adds to ||R||^2
   */
  public T loss(Factors<T> at, T terms) {
    T sum = arithmetic.add(residual(at.x(), at.y()).normSquared(), terms);
    return arithmetic.multiply(arithmetic.fromDyadic(Dyadic.of(half)), sum);
  }

  /** The gradient at (X, Y). */
  public Factors<T> gradient(Factors<T> at) {
    Matrix<T> r = residual(at.x(), at.y());
    return gradient(r, at, r, at);
  }

  /** The gradient; that of each factor is from a residual and a point of its own. */
  public Factors<T> gradient(Matrix<T> r, Factors<T> p, Matrix<T> s, Factors<T> q) {
    return sized(new Factors<>(r.times(p.y()), s.transpose().times(q.x())), size);
  }

  /** What the gradient by a factor is multiplied by. */
  public double scale(Side<T> side) {
    return size * side.size;
  }

  /** A gradient, or the Hessian's product with a direction, times the sizes of its two sides. */
  public Factors<T> sized(Factors<T> g, double common) {
    return new Factors<>(scaled(g.x(), common * x.size), scaled(g.y(), common * y.size));
  }

  /** A matrix times a factor, which may be an irrational number rounded to a double. */
  public static <T> Matrix<T> scaled(Matrix<T> a, double factor) {
    return factor == 1 ? a : a.scale(a.arithmetic().fromDyadic(Dyadic.of(factor)));
  }

  /** Both factors times a factor, which may be an irrational number rounded to a double. */
  public static <T> Factors<T> scaled(Factors<T> f, double factor) {
    return new Factors<>(scaled(f.x(), factor), scaled(f.y(), factor));
  }

  /** (Y, X) in place of (X, Y), which have one shape. */
  public static <T> Factors<T> swapped(Factors<T> f) {
    return new Factors<>(f.y(), f.x());
  }
}
