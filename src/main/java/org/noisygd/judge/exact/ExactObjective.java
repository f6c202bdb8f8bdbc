// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.exact;

import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

  /** What part of X, and of Y, enters the residual. */
  public UnaryOperator<Matrix<T>> inResidual = factor -> factor;

  /** What belongs to X alone, and what to Y. */
  public final Side<T> x;

  public final Side<T> y;

  /** What becomes of the residual. */
  public UnaryOperator<Matrix<T>> residual = r -> r;

  /** The weight of (X D, -Y D), the gradient of ||D||^2 / 4, with D = X^T X - Y^T Y. */
  public double balance;

  /** The weight of (X, Y), the gradient of (||X||^2 + ||Y||^2) / 2. */
  public double decay;

  /** What the whole gradient is multiplied by. */
  public double size = 1;

  public double sign = 1;

  /** The last change to the gradient. */
  public Function<Factors<T>, Factors<T>> gradient = g -> g;

  /** F over ||R||^2. */
  public double half = 0.5;

  /** The last change to the loss. */
  private Function<T, T> loss = value -> value;

  private boolean squareAlone;

  ExactObjective(Matrix<T> m) {
    arithmetic = m.arithmetic();
    target = m;
    x = new Side<>(arithmetic, r -> r);
    y = new Side<>(arithmetic, Matrix::transpose);
  }

  /** Says that there is an image only if d1 = d2, so that X and Y, or M and M^T, fit. */
  public ExactObjective<T> ifSquare() {
    squareAlone = true;
    return this;
  }

  /** Whether the shapes allow the mistakes that were made. */
  boolean applies() {
    return !squareAlone || target.rows() == target.columns();
  }

  /** Changes both sides alike. */
  public void each(Consumer<Side<T>> change) {
    change.accept(x);
    change.accept(y);
  }

  /** The residual. */
  public Matrix<T> residual(Matrix<T> atX, Matrix<T> atY) {
    return residual.apply(
        inResidual.apply(atX).times(inResidual.apply(atY).transpose()).minus(target));
  }

  /**
   * F.
   *
   * @param terms what smoothing adds to ||R||^2
   */
  public T loss(Factors<T> at, T terms) {
    T sum = arithmetic.add(residual(at.x(), at.y()).normSquared(), terms);
    if (balance != 0) {
      T square = imbalance(at).normSquared();
      sum = arithmetic.add(sum, arithmetic.multiply(number(balance / 2), square));
    }
    if (decay != 0) {
      sum = arithmetic.add(sum, arithmetic.multiply(number(decay), at.inner(at)));
    }
    return loss.apply(arithmetic.multiply(number(half), sum));
  }

  /** The gradient at (X, Y). */
  public Factors<T> gradient(Factors<T> at) {
    Matrix<T> r = residual(at.x(), at.y());
    return gradient(r, at, r, at);
  }

  /** The gradient; that of each factor is from a residual and a point of its own. */
  public Factors<T> gradient(Matrix<T> r, Factors<T> p, Matrix<T> s, Factors<T> q) {
    Matrix<T> byX = x.residual.apply(r).times(x.summed.apply(p.y()));
    Matrix<T> byY = y.residual.apply(s).times(y.summed.apply(q.x()));
    if (balance != 0) {
      T weight = number(balance);
      byX = byX.plus(p.x().times(imbalance(p)).scale(weight));
      byY = byY.minus(q.y().times(imbalance(q)).scale(weight));
    }
    if (decay != 0) {
      byX = byX.plus(p.x().scale(number(decay)));
      byY = byY.plus(q.y().scale(number(decay)));
    }
    return gradient.apply(sized(new Factors<>(byX, byY), sign * size));
  }

  /** What the gradient by a factor is multiplied by. */
  public double scale(Side<T> side) {
    return sign * size * side.size;
  }

  /** A gradient, or the Hessian's product with a direction, times the sizes of its two sides. */
  public Factors<T> sized(Factors<T> g, double common) {
    return new Factors<>(scaled(g.x(), common * x.size), scaled(g.y(), common * y.size));
  }

  /** X^T X - Y^T Y. */
  private Matrix<T> imbalance(Factors<T> at) {
    return at.x().gram().minus(at.y().gram());
  }

  private T number(double value) {
    return arithmetic.fromDyadic(Dyadic.of(value));
  }

  /** Adds a last change to the loss. */
  public void loss(UnaryOperator<T> last) {
    loss = loss.andThen(last);
  }

  /** The mean over the cells of M, from the sum over them. */
  public T mean(T sum) {
    return arithmetic.divide(sum, number((double) target.rows() * target.columns()));
  }

  /** Adds a last change to the gradient. */
  public void gradient(UnaryOperator<Factors<T>> last) {
    gradient = gradient.andThen(last);
  }

  /** Adds a last change to each factor's gradient. */
  public void gradientOfEach(UnaryOperator<Matrix<T>> last) {
    gradient(g -> new Factors<>(last.apply(g.x()), last.apply(g.y())));
  }

  /** Each factor's part times a function of its own norm, or of both factors' together. */
  public Factors<T> timesOfNorm(Factors<T> g, boolean each, DoubleUnaryOperator factor) {
    double ofX = norm(g.x());
    double ofY = norm(g.y());
    double both = StrictMath.hypot(ofX, ofY);
    return new Factors<>(
        scaled(g.x(), factor.applyAsDouble(each ? ofX : both)),
        scaled(g.y(), factor.applyAsDouble(each ? ofY : both)));
  }

  /** A norm is irrational: a double of it is near enough to name a mistake, not to judge by. */
  private double norm(Matrix<T> a) {
    return Math.sqrt(arithmetic.roundToDouble(a.normSquared()));
  }

  /** A matrix times a factor, which may be an irrational number rounded to a double. */
  public static <T> Matrix<T> scaled(Matrix<T> a, double factor) {
    return factor == 1 ? a : a.scale(a.arithmetic().fromDyadic(Dyadic.of(factor)));
  }

  /** Both factors times a factor, which may be an irrational number rounded to a double. */
  public static <T> Factors<T> scaled(Factors<T> f, double factor) {
    return new Factors<>(scaled(f.x(), factor), scaled(f.y(), factor));
  }

  /** Each entry a as a / (times |a| + plus); zeros stay zeros. */
  public static <T> Matrix<T> overSize(Matrix<T> a, double times, double plus) {
    Arithmetic<T> arithmetic = a.arithmetic();
    T factor = arithmetic.fromDyadic(Dyadic.of(times));
    T term = arithmetic.fromDyadic(Dyadic.of(plus));
    return a.map(
        entry -> {
          int sign = arithmetic.compare(entry, arithmetic.zero());
          T size = sign < 0 ? arithmetic.negate(entry) : entry;
          return sign == 0
              ? entry
              : arithmetic.divide(entry, arithmetic.add(arithmetic.multiply(factor, size), term));
        });
  }

  /** A matrix with its entries cut to [-size, size]. */
  public static <T> Matrix<T> cut(Matrix<T> a, double size) {
    Arithmetic<T> arithmetic = a.arithmetic();
    T most = arithmetic.fromDyadic(Dyadic.of(size));
    T least = arithmetic.negate(most);
    return a.map(
        entry ->
            arithmetic.compare(entry, most) > 0
                ? most
                : arithmetic.compare(entry, least) < 0 ? least : entry);
  }

  /** (Y, X) in place of (X, Y), which have one shape. */
  public static <T> Factors<T> swapped(Factors<T> f) {
    return new Factors<>(f.y(), f.x());
  }

  /** A matrix of the same shape whose entries, read column by column, are those read row by row. */
  public static <T> Matrix<T> columnMajor(Matrix<T> a) {
    return Matrix.of(
        a.arithmetic(), a.rows(), a.columns(), (i, j) -> a.entries().get(j * a.rows() + i));
  }

  /** A matrix with zeros in all rows but the first. */
  public static <T> Matrix<T> firstRows(Matrix<T> a, int kept) {
    T zero = a.arithmetic().zero();
    return Matrix.of(
        a.arithmetic(), a.rows(), a.columns(), (i, k) -> i < kept ? a.get(i, k) : zero);
  }

  /** The first columns of a matrix. */
  public static <T> Matrix<T> firstColumns(Matrix<T> a, int kept) {
    return a.block(0, 0, a.rows(), kept);
  }
}
