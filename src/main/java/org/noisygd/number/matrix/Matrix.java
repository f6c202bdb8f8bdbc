// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.matrix;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Require;
import org.noisygd.number.shape.Einsum;

/**
 * An immutable matrix of {@code rows} x {@code columns} entries, stored row by row, with the
 * arithmetic it is computed in.
 *
 * <p>Order of evaluation, which golden data and proofs rely on: every sum runs in ascending index
 * order and starts from its first term, not from zero; a product is rounded before it is added; no
 * multiply-add is fused. So an entry of {@code a.times(b)} is {@code ((a0 b0 + a1 b1) + a2 b2) +
 * ...}. Only double-double computes product and sum of a term together, by {@link
 * Arithmetic#addProduct}.
 *
 * <p>Shapes are checked at compile time by the shape checker, through {@link Einsum}, and at run
 * time on every call.
 *
 * @param <T> the type of the entries
 */
public final class Matrix<T> {
  private final Arithmetic<T> arithmetic;
  private final int rows;
  private final int columns;
  private final List<T> entries;

  private Matrix(Arithmetic<T> arithmetic, int rows, int columns, List<T> entries) {
    this.arithmetic = arithmetic;
    this.rows = rows;
    this.columns = columns;
    this.entries = entries;
  }

  /** The value of the entry at row i, column j. */
  @FunctionalInterface
  public interface Entry<T> {
    /** The entry at row i, column j, both from 0. */
    T at(int i, int j);
  }

  /**
   * The matrix whose entry (i, j) is {@code entry.at(i, j)}, called row by row.
   *
   * @throws IllegalArgumentException unless both sizes are at least 1
   */
  public static <T> Matrix<T> of(Arithmetic<T> arithmetic, int rows, int columns, Entry<T> entry) {
    Require.positive("rows", rows);
    Require.positive("columns", columns);
    List<T> entries = new ArrayList<>(Math.multiplyExact(rows, columns));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        entries.add(entry.at(i, j));
      }
    }
    return new Matrix<>(arithmetic, rows, columns, entries);
  }

  /**
   * The matrix with the given rows of doubles, each taken exactly.
   *
   * @throws IllegalArgumentException if there are none, or the rows are not equally long
   * @throws ArithmeticException if a double is not a value of the arithmetic
   */
  public static <T> Matrix<T> of(Arithmetic<T> arithmetic, double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    for (int i = 0; i < rows.length; i++) {
      Require.that(
          rows[i].length == columns, "row " + i, "have " + columns + " entries", rows[i].length);
    }
    return of(arithmetic, rows.length, columns, (i, j) -> arithmetic.of(rows[i][j]));
  }

  /**
   * The matrix of this many columns with the given entries row by row, each rounded once.
   *
   * @throws IllegalArgumentException unless the number of entries is a multiple of {@code columns}
   */
  public static <T> Matrix<T> fromRows(Arithmetic<T> arithmetic, double[] rowByRow, int columns) {
    Require.that(
        rowByRow.length % Require.positive("columns", columns) == 0,
        "entries",
        "be whole rows of " + columns,
        rowByRow.length);
    return of(
        arithmetic,
        rowByRow.length / columns,
        columns,
        (i, j) -> arithmetic.fromDouble(rowByRow[i * columns + j]));
  }

  /** The matrix of zeros. */
  public static <T> Matrix<T> zeros(Arithmetic<T> arithmetic, int rows, int columns) {
    T zero = arithmetic.zero();
    return of(arithmetic, rows, columns, (i, j) -> zero);
  }

  /** The identity matrix of the given order. */
  public static <T> Matrix<T> identity(Arithmetic<T> arithmetic, int side) {
    return diagonal(arithmetic, Collections.nCopies(side, arithmetic.one()));
  }

  /** The square matrix with the given diagonal and zeros elsewhere. */
  public static <T> Matrix<T> diagonal(Arithmetic<T> arithmetic, List<T> diagonal) {
    T zero = arithmetic.zero();
    return of(
        arithmetic, diagonal.size(), diagonal.size(), (i, j) -> i == j ? diagonal.get(i) : zero);
  }

  /** The arithmetic in which this matrix is computed. */
  public Arithmetic<T> arithmetic() {
    return arithmetic;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** The entry at row i, column j, both from 0. */
  public T get(int i, int j) {
    Require.index("row", i, rows);
    Require.index("column", j, columns);
    return at(i, j);
  }

  private T at(int i, int j) {
    return entries.get(i * columns + j);
  }

  /** The product: entry (i, j) is the sum over k of this(i, k) that(k, j), in ascending k. */
  @Einsum("ik,kj->ij")
  public Matrix<T> times(Matrix<T> that) {
    Require.that(
        columns == that.rows,
        () -> "left factor " + shape(),
        "have as many columns as the right factor has rows",
        that::shape);
    requireSameArithmetic(that);
    if (arithmetic == Binary64.INSTANCE) {
      double[] product = Entries.product(roundToRows(), that.roundToRows(), columns, that.columns);
      return of(
          arithmetic,
          rows,
          that.columns,
          (i, j) -> arithmetic.fromDouble(product[i * that.columns + j]));
    }
    return of(
        arithmetic,
        rows,
        that.columns,
        (i, j) -> {
          T sum = arithmetic.multiply(at(i, 0), that.at(0, j));
          for (int k = 1; k < columns; k++) {
            sum = arithmetic.addProduct(sum, at(i, k), that.at(k, j));
          }
          return sum;
        });
  }

  /** The transpose. */
  @Einsum("ij->ji")
  public Matrix<T> transpose() {
    return of(arithmetic, columns, rows, (i, j) -> at(j, i));
  }

  /** The Gram matrix of the columns, this^T this. */
  @Einsum("ki->ii")
  @SuppressWarnings("shape") // the shape checker cannot transpose
  public Matrix<T> gram() {
    return transpose().times(this);
  }

  /** The sum this + that. */
  @Einsum("ij,ij->ij")
  public Matrix<T> plus(Matrix<T> that) {
    requireSameShape(that);
    return of(arithmetic, rows, columns, (i, j) -> arithmetic.add(at(i, j), that.at(i, j)));
  }

  /** The difference this - that. */
  @Einsum("ij,ij->ij")
  public Matrix<T> minus(Matrix<T> that) {
    requireSameShape(that);
    return of(arithmetic, rows, columns, (i, j) -> arithmetic.subtract(at(i, j), that.at(i, j)));
  }

  /** The product of {@code factor} and each entry. */
  @Einsum("ij->ij")
  public Matrix<T> scale(T factor) {
    return map(a -> arithmetic.multiply(factor, a));
  }

  /** The exact negative of each entry. */
  @Einsum("ij->ij")
  public Matrix<T> negate() {
    return map(arithmetic::negate);
  }

  /** The absolute value of each entry. */
  @Einsum("ij->ij")
  public Matrix<T> abs() {
    return map(arithmetic::abs);
  }

  /** The value of f at each entry. */
  @Einsum("ij,->ij")
  public Matrix<T> map(UnaryOperator<T> f) {
    return of(arithmetic, rows, columns, (i, j) -> f.apply(at(i, j)));
  }

  /** The Frobenius inner product: the sum of this(i, j) that(i, j), row by row. */
  @Einsum("ij,ij->")
  public T inner(Matrix<T> that) {
    requireSameShape(that);
    T sum = arithmetic.multiply(at(0, 0), that.at(0, 0));
    for (int n = 1; n < entries.size(); n++) {
      sum = arithmetic.addProduct(sum, entries.get(n), that.entries.get(n));
    }
    return sum;
  }

  /** The squared Frobenius norm, row by row. */
  @Einsum("ij->")
  @SuppressWarnings("shape") // entries against themselves
  public T normSquared() {
    return inner(this);
  }

  /** The Frobenius norm. */
  @Einsum("ij->")
  public T norm() {
    return arithmetic.sqrt(normSquared());
  }

  /** The trace of a square matrix, from the first diagonal entry on. */
  @Einsum("ii->")
  public T trace() {
    Require.that(rows == columns, "matrix of a trace", "be square", shape());
    T sum = at(0, 0);
    for (int i = 1; i < rows; i++) {
      sum = arithmetic.add(sum, at(i, i));
    }
    return sum;
  }

  /** The block of the given size whose first entry is (row, column). */
  public Matrix<T> block(int row, int column, int blockRows, int blockColumns) {
    Require.that(
        row >= 0 && column >= 0 && row + blockRows <= rows && column + blockColumns <= columns,
        "block " + blockRows + " x " + blockColumns + " at (" + row + ", " + column + ")",
        "lie inside the matrix",
        shape());
    return of(arithmetic, blockRows, blockColumns, (i, j) -> at(row + i, column + j));
  }

  /** This matrix in another arithmetic, each entry exactly. */
  @Einsum("ij,->ij")
  @SuppressWarnings("unchecked") // in one arithmetic S is T
  public <S> Matrix<S> toExactly(Arithmetic<S> target) {
    if (target.equals(arithmetic)) {
      return (Matrix<S>) this;
    }
    return of(
        target,
        rows,
        columns,
        (i, j) -> {
          var exact = arithmetic.toRational(at(i, j));
          S value = target.fromRational(exact);
          Require.that(
              target.toRational(value).equals(exact),
              () -> "entry [" + i + "][" + j + "]",
              "be a value of " + target.name(),
              () -> arithmetic.print(at(i, j)));
          return value;
        });
  }

  /** This matrix in another arithmetic, each entry rounded once. */
  @Einsum("ij,->ij")
  public <S> Matrix<S> roundTo(Arithmetic<S> target) {
    return of(
        target,
        rows,
        columns,
        (i, j) -> {
          T a = at(i, j);
          if (a instanceof Dyadic d) {
            return target.fromDyadic(d);
          }
          if (target instanceof Binary64) {
            return target.fromDouble(arithmetic.roundToDouble(a));
          }
          return a instanceof BigDecimal d
              ? target.fromDecimal(d)
              : target.fromRational(arithmetic.toRational(a));
        });
  }

  /** The entries as doubles, each rounded to the nearest one. */
  public double[][] roundToDoubles() {
    double[][] doubles = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        doubles[i][j] = arithmetic.roundToDouble(at(i, j));
      }
    }
    return doubles;
  }

  /** The entries as doubles, row by row, each rounded to the nearest one. */
  public double[] roundToRows() {
    double[] doubles = new double[entries.size()];
    for (int n = 0; n < doubles.length; n++) {
      doubles[n] = arithmetic.roundToDouble(entries.get(n));
    }
    return doubles;
  }

  /** The entries, row by row; unmodifiable. */
  public List<T> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** The shape in words, {@code rows x columns}. */
  public String shape() {
    return rows + " x " + columns;
  }

  private void requireSameShape(Matrix<T> that) {
    Require.that(
        rows == that.rows && columns == that.columns,
        () -> "shapes",
        "be the same",
        () -> shape() + " and " + that.shape());
    requireSameArithmetic(that);
  }

  /** Formats that share a Java type, such as binary32 and binary64, must not mix unnoticed. */
  private void requireSameArithmetic(Matrix<T> that) {
    Require.that(
        arithmetic == that.arithmetic || arithmetic.name().equals(that.arithmetic.name()),
        () -> "second operand in " + that.arithmetic.name(),
        "have the arithmetic of the first",
        arithmetic::name);
  }

  /**
   * Returns true if {@code other} is a matrix of the same shape and arithmetic with equal entries.
   * Entries are compared as objects: doubles bitwise, so NaN equals NaN and 0.0 differs from -0.0;
   * decimals of different scale, 1.0 and 1.00, differ.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Matrix<?> that
        && rows == that.rows
        && columns == that.columns
        && arithmetic.name().equals(that.arithmetic.name())
        && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + entries.hashCode();
  }

  /**
   * Rows in brackets, each entry as the arithmetic prints it; NaN and infinities by their names.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < rows; i++) {
      text.append(i == 0 ? "[" : ", [");
      for (int j = 0; j < columns; j++) {
        T a = at(i, j);
        text.append(j == 0 ? "" : ", ").append(arithmetic.isFinite(a) ? arithmetic.print(a) : a);
      }
      text.append(']');
    }
    return text.append(']').toString();
  }
}
