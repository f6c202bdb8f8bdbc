// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * A pair (X, Y) with X of d1 x r and Y of d2 x r: an iterate, a gradient, a direction or a pair of
 * perturbations.
 *
 * @param x the first factor, d1 x r
 * @param y the second factor, d2 x r
 * @param <T> the type of the entries
 */
public record Factors<T>(@Shape({"d1", "r"}) Matrix<T> x, @Shape({"d2", "r"}) Matrix<T> y) {
  /**
   * Checks that both factors have the same number of columns and the same arithmetic.
   *
   * @throws IllegalArgumentException if they do not
   */
  public Factors {
    Require.that(
        x.columns() == y.columns(),
        () -> "X of shape " + x.shape(),
        "have as many columns as Y",
        y::shape);
    Require.that(
        x.arithmetic() == y.arithmetic() || x.arithmetic().name().equals(y.arithmetic().name()),
        () -> "X in " + x.arithmetic().name(),
        "have the arithmetic of Y",
        y.arithmetic()::name);
  }

  /** The factors of the given sizes, all zero. */
  @SuppressWarnings("shape") // the sizes are what d1, d2 and r stand for
  public static <T> Factors<T> zeros(Arithmetic<T> arithmetic, int d1, int d2, int r) {
    return new Factors<>(Matrix.zeros(arithmetic, d1, r), Matrix.zeros(arithmetic, d2, r));
  }

  /** The factors of r columns with the given entries row by row, each rounded once. */
  @SuppressWarnings("shape") // the lengths are d1 r and d2 r
  public static <T> Factors<T> fromRows(Arithmetic<T> arithmetic, double[] x, double[] y, int r) {
    return new Factors<>(Matrix.fromRows(arithmetic, x, r), Matrix.fromRows(arithmetic, y, r));
  }

  /** The arithmetic of both factors. */
  public Arithmetic<T> arithmetic() {
    return x.arithmetic();
  }

  /** d1, the rows of X. */
  public int d1() {
    return x.rows();
  }

  /** d2, the rows of Y. */
  public int d2() {
    return y.rows();
  }

  /** r, the columns of X and of Y. */
  public int r() {
    return x.columns();
  }

  /** The number of variables, (d1 + d2) r. */
  public int variables() {
    return (d1() + d2()) * r();
  }

  /** The sum this + that, factor by factor. */
  public Factors<T> plus(Factors<T> that) {
    return new Factors<>(x.plus(that.x), y.plus(that.y));
  }

  /**
   * This iterate with a perturbation added.
   *
   * @throws IllegalArgumentException if the noise has other shapes or another arithmetic
   */
  public Factors<T> perturbed(Factors<T> noise) {
    noise.requireLike(this, "noise");
    return plus(noise);
  }

  /** The difference this - that, factor by factor. */
  public Factors<T> minus(Factors<T> that) {
    return new Factors<>(x.minus(that.x), y.minus(that.y));
  }

  /** The product of both factors and {@code scale}. */
  public Factors<T> scale(T scale) {
    return scale(scale, scale);
  }

  /** X times {@code ofX} and Y times {@code ofY}. */
  public Factors<T> scale(T ofX, T ofY) {
    return new Factors<>(x.scale(ofX), y.scale(ofY));
  }

  /** The absolute values of the entries. */
  public Factors<T> abs() {
    return map(arithmetic()::abs);
  }

  /** The values of f at all entries. */
  public Factors<T> map(UnaryOperator<T> f) {
    return new Factors<>(x.map(f), y.map(f));
  }

  /** The inner product of the variables, X's part first. */
  public T inner(Factors<T> that) {
    return arithmetic().add(x.inner(that.x), y.inner(that.y));
  }

  /** The imbalance X^T X - gamma^2 Y^T Y, r x r; zero if (X, Y) is gamma-balanced. */
  public @Shape({"r", "r"}) Matrix<T> imbalance(T gammaSquared) {
    return x.gram().minus(y.gram().scale(gammaSquared));
  }

  /** Checks that shapes and arithmetic agree with an iterate's. */
  void requireLike(Factors<T> iterate, String name) {
    Require.that(
        d1() == iterate.d1() && d2() == iterate.d2() && r() == iterate.r(),
        () -> name + " of shapes " + x.shape() + " and " + y.shape(),
        "have the shapes of the iterate",
        () -> iterate.x.shape() + " and " + iterate.y.shape());
    Require.that(
        arithmetic() == iterate.arithmetic()
            || arithmetic().name().equals(iterate.arithmetic().name()),
        () -> name + " in " + arithmetic().name(),
        "have the arithmetic of the iterate",
        () -> iterate.arithmetic().name());
  }

  /** The (d1 + d2) r variables: X row by row, then Y row by row. */
  public List<T> toVariables() {
    List<T> variables = new ArrayList<>(x.entries());
    variables.addAll(y.entries());
    return variables;
  }

  /** The entry of a variable, such as {@code X[3][0]}. */
  public String entryName(int variable) {
    int split = d1() * r();
    int index = variable < split ? variable : variable - split;
    return (variable < split ? "X[" : "Y[") + index / r() + "][" + index % r() + "]";
  }

  /** The factors with the given variables, X row by row, then Y row by row. */
  @SuppressWarnings("shape") // the sizes are what d1, d2 and r stand for
  public static <T> Factors<T> ofVariables(
      Arithmetic<T> arithmetic, int d1, int d2, int r, List<T> variables) {
    Require.that(
        variables.size() == (d1 + d2) * r,
        "number of variables",
        "be (d1 + d2) r = " + (d1 + d2) * r,
        variables.size());
    return new Factors<>(
        Matrix.of(arithmetic, d1, r, (i, k) -> variables.get(i * r + k)),
        Matrix.of(arithmetic, d2, r, (j, k) -> variables.get((d1 + j) * r + k)));
  }

  /** These factors in another arithmetic, each entry exactly. */
  public <S> Factors<S> toExactly(Arithmetic<S> target) {
    return new Factors<>(x.toExactly(target), y.toExactly(target));
  }

  /** These factors in another arithmetic, each entry rounded once. */
  public <S> Factors<S> roundTo(Arithmetic<S> target) {
    return new Factors<>(x.roundTo(target), y.roundTo(target));
  }
}
