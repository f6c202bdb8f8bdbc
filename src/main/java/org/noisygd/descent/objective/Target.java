// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.core.DD;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The target M, d1 x d2: by its entries, or by factors alone if the entries would fill the memory.
 * The moments of an update need only M's products with the iterate and the squared norms of its
 * rows and columns; runs need its entries.
 *
 * @param <T> the type of the entries
 */
public sealed interface Target<T> {
  /** Maximum number of entries of an M stored by its entries: 8 MiB of doubles. */
  int MAX_ENTRIES = 1 << 20;

  /** M by its entries. */
  static <T> Target<T> of(@Shape({"d1", "d2"}) Matrix<T> matrix) {
    return new Whole<>(matrix);
  }

  /**
   * M = A B^T: by its entries if there are at most {@link #MAX_ENTRIES}, summed in {@link
   * DoubleDouble} and then rounded, else by its factors. If nothing underflows, the error of a sum
   * is below 2^-101 r times the sum of its terms' magnitudes.
   */
  @SuppressWarnings("shape") // the product has the sizes of the factors
  static Target<Double> ofFactors(Factors<Double> factors) {
    if ((long) factors.d1() * factors.d2() > MAX_ENTRIES) {
      return new Product<>(factors);
    }
    Factors<DD> wide = factors.toExactly(DoubleDouble.INSTANCE);
    return of(Matrix.of(Binary64.INSTANCE, wide.x().times(wide.y().transpose()).roundToDoubles()));
  }

  /** The number d1 of rows. */
  int rows();

  /** The number d2 of columns. */
  int columns();

  /**
   * The entries of M.
   *
   * @throws IllegalArgumentException if M is stored by its factors
   */
  @Shape({"d1", "d2"})
  Matrix<T> matrix();

  /** The matrices that represent M. */
  List<Matrix<T>> parts();

  /** The product M Y. */
  @Shape({"d1", "r"})
  Matrix<T> times(@Shape({"d2", "r"}) Matrix<T> y);

  /** The product M^T X. */
  @Shape({"d2", "r"})
  Matrix<T> transposeTimes(@Shape({"d1", "r"}) Matrix<T> x);

  /** The squared norm of each row. */
  List<T> rowSquares();

  /** The squared norm of each column. */
  List<T> columnSquares();

  /** M by its entries. */
  record Whole<T>(@Override @Shape({"d1", "d2"}) Matrix<T> matrix) implements Target<T> {
    @Override
    public int rows() {
      return matrix.rows();
    }

    @Override
    public int columns() {
      return matrix.columns();
    }

    @Override
    public List<Matrix<T>> parts() {
      return List.of(matrix);
    }

    @Override
    public @Shape({"d1", "r"}) Matrix<T> times(@Shape({"d2", "r"}) Matrix<T> y) {
      return matrix.times(y);
    }

    @Override
    public @Shape({"d2", "r"}) Matrix<T> transposeTimes(@Shape({"d1", "r"}) Matrix<T> x) {
      return matrix.transpose().times(x);
    }

    @Override
    public List<T> rowSquares() {
      return rowProducts(matrix, matrix);
    }

    @Override
    public List<T> columnSquares() {
      return rowProducts(matrix.transpose(), matrix.transpose());
    }
  }

  /** M = X Y^T by its factors. */
  record Product<T>(Factors<T> factors) implements Target<T> {
    @Override
    public int rows() {
      return factors.d1();
    }

    @Override
    public int columns() {
      return factors.d2();
    }

    @Override
    public @Shape({"d1", "d2"}) Matrix<T> matrix() {
      throw new IllegalArgumentException(
          "M must have at most " + MAX_ENTRIES + " entries, got " + rows() + " x " + columns());
    }

    @Override
    public List<Matrix<T>> parts() {
      return List.of(factors.x(), factors.y());
    }

    @Override
    public @Shape({"d1", "r"}) Matrix<T> times(@Shape({"d2", "r"}) Matrix<T> y) {
      return factors.x().times(factors.y().transpose().times(y));
    }

    @Override
    public @Shape({"d2", "r"}) Matrix<T> transposeTimes(@Shape({"d1", "r"}) Matrix<T> x) {
      return factors.y().times(factors.x().transpose().times(x));
    }

    @Override
    public List<T> rowSquares() {
      return rowProducts(factors.x().times(factors.y().gram()), factors.x());
    }

    @Override
    public List<T> columnSquares() {
      return rowProducts(factors.y().times(factors.x().gram()), factors.y());
    }
  }

  /** The inner products of the rows of a matrix with the rows of another. */
  static <T> List<T> rowProducts(Matrix<T> a, Matrix<T> b) {
    Arithmetic<T> arithmetic = a.arithmetic();
    List<T> products = new ArrayList<>(a.rows());
    for (int i = 0; i < a.rows(); i++) {
      T sum = arithmetic.multiply(a.get(i, 0), b.get(i, 0));
      for (int k = 1; k < a.columns(); k++) {
        sum = arithmetic.addProduct(sum, a.get(i, k), b.get(i, k));
      }
      products.add(sum);
    }
    return products;
  }
}
