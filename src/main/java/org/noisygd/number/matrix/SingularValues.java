// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.matrix;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * The singular value decomposition of a square matrix over any arithmetic with roots, by one-sided
 * Jacobi rotations (Hestenes): columns of A V are made orthogonal by rotations V, so that A V = U
 * diag(s).
 *
 * <p>Shapes: A, {@link #left} and {@link #right} are n x n; {@link #values} has n entries, in no
 * order. A is first divided by its largest entry, so that no square overflows or underflows that
 * matters. Accuracy: not rigorous; small singular values come out to high relative accuracy (Demmel
 * and Veselic, SIAM J. Matrix Anal. Appl. 13, 1992), orthogonality of U and V and the product U
 * diag(s) V^T are within 32 n unit roundoffs (<b>measured</b> by {@code SingularValuesTest}, in
 * binary64, double-double and 50 digits).
 *
 * @param <T> the type of the entries
 */
public final class SingularValues<T extends Object> {
  /** One-sided Jacobi converges quadratically; ten sweeps do for sizes in the hundreds. */
  private static final int MAX_SWEEPS = 100;

  private final Matrix<T> left;
  private final List<T> values;
  private final Matrix<T> right;

  private SingularValues(Matrix<T> left, List<T> values, Matrix<T> right) {
    this.left = left;
    this.values = values;
    this.right = right;
  }

  /**
   * Decomposes a square matrix.
   *
   * @throws IllegalArgumentException if a is not square
   * @throws ArithmeticException if the arithmetic is exact and lacks a root that is needed
   */
  public static <T extends Object> SingularValues<T> of(Matrix<T> a) {
    Require.that(a.rows() == a.columns(), "matrix", "be square", a.shape());
    int n = a.rows();
    Arithmetic<T> arithmetic = a.arithmetic();
    T largest = arithmetic.zero();
    for (T entry : a.entries()) {
      T size = arithmetic.abs(entry);
      largest = arithmetic.compare(size, largest) > 0 ? size : largest;
    }
    T scale = arithmetic.signum(largest) == 0 ? arithmetic.one() : largest;
    List<List<T>> work = columns(a.map(entry -> arithmetic.divide(entry, scale)));
    List<List<T>> right = columns(Matrix.identity(arithmetic, n));
    Thresholds<T> thresholds = Thresholds.of(arithmetic, n);
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MAX_SWEEPS; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotated |= orthogonalise(arithmetic, work, right, p, q, thresholds);
        }
      }
    }
    return normalise(arithmetic, work, right, scale, thresholds);
  }

  /**
   * What counts as orthogonal, and what as a zero column, once the largest entry is 1: a cosine of
   * n u, which is the rounding noise of a computed one, and a length of u^2. Columns longer than
   * that are orthogonal to the others relative to their own lengths and so keep their directions;
   * the columns of a matrix without full rank would shrink for ever.
   */
  private record Thresholds<T extends Object>(
      Arithmetic<T> arithmetic, T cosineSquared, T zeroSquared) {
    static <T extends Object> Thresholds<T> of(Arithmetic<T> arithmetic, int n) {
      T u = arithmetic.fromRational(arithmetic.unitRoundoff());
      T cosine = arithmetic.multiply(arithmetic.of(n), u);
      T squared = arithmetic.multiply(u, u);
      return new Thresholds<>(
          arithmetic, arithmetic.multiply(cosine, cosine), arithmetic.multiply(squared, squared));
    }

    boolean countsAsZero(T squaredNorm) {
      return arithmetic.compare(squaredNorm, zeroSquared) <= 0;
    }
  }

  private static <T extends Object> boolean orthogonalise(
      Arithmetic<T> arithmetic,
      List<List<T>> work,
      List<List<T>> right,
      int p,
      int q,
      Thresholds<T> thresholds) {
    T app = dot(arithmetic, work.get(p), work.get(p));
    T aqq = dot(arithmetic, work.get(q), work.get(q));
    T apq = dot(arithmetic, work.get(p), work.get(q));
    if (thresholds.countsAsZero(app) || thresholds.countsAsZero(aqq)) {
      return false;
    }
    T limit = arithmetic.multiply(thresholds.cosineSquared(), arithmetic.multiply(app, aqq));
    if (arithmetic.compare(arithmetic.multiply(apq, apq), limit) <= 0) {
      return false;
    }
    // tan(2 theta) = 2 apq / (aqq - app), by the smaller root t of t^2 + 2 zeta t - 1 = 0.
    T zeta =
        arithmetic.divide(
            arithmetic.subtract(aqq, app), arithmetic.multiply(arithmetic.of(2), apq));
    T root = arithmetic.sqrt(arithmetic.add(arithmetic.one(), arithmetic.multiply(zeta, zeta)));
    T denominator = arithmetic.add(arithmetic.abs(zeta), root);
    T t = arithmetic.divide(arithmetic.of(arithmetic.signum(zeta) < 0 ? -1 : 1), denominator);
    T c =
        arithmetic.divide(
            arithmetic.one(),
            arithmetic.sqrt(arithmetic.add(arithmetic.one(), arithmetic.multiply(t, t))));
    T s = arithmetic.multiply(c, t);
    rotate(arithmetic, work, p, q, c, s);
    rotate(arithmetic, right, p, q, c, s);
    return true;
  }

  private static <T extends Object> void rotate(
      Arithmetic<T> arithmetic, List<List<T>> columns, int p, int q, T c, T s) {
    List<T> x = columns.get(p);
    List<T> y = columns.get(q);
    for (int i = 0; i < x.size(); i++) {
      T xi = x.get(i);
      T yi = y.get(i);
      x.set(i, arithmetic.subtract(arithmetic.multiply(c, xi), arithmetic.multiply(s, yi)));
      y.set(i, arithmetic.add(arithmetic.multiply(s, xi), arithmetic.multiply(c, yi)));
    }
  }

  private static <T extends Object> SingularValues<T> normalise(
      Arithmetic<T> arithmetic,
      List<List<T>> work,
      List<List<T>> right,
      T scale,
      Thresholds<T> thresholds) {
    int n = work.size();
    List<T> values = new ArrayList<>(n);
    List<List<T>> left = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    for (int j = 0; j < n; j++) {
      List<T> column = new ArrayList<>(work.get(j));
      T square = dot(arithmetic, column, column);
      T norm = arithmetic.sqrt(square);
      values.add(arithmetic.multiply(norm, scale));
      left.add(column);
      if (thresholds.countsAsZero(square)) {
        missing.add(j);
      } else {
        column.replaceAll(a -> arithmetic.divide(a, norm));
      }
    }
    for (int position = 0; position < missing.size(); position++) {
      complete(arithmetic, left, missing.get(position), missing.subList(position, missing.size()));
    }
    return new SingularValues<>(
        fromColumns(arithmetic, left), List.copyOf(values), fromColumns(arithmetic, right));
  }

  /** Sets a column to the unit vector with the largest part outside the known ones, made normal. */
  private static <T extends Object> void complete(
      Arithmetic<T> arithmetic, List<List<T>> left, int column, List<Integer> unknown) {
    int n = left.size();
    List<T> best = List.of();
    T bestNorm = arithmetic.of(-1);
    for (int axis = 0; axis < n; axis++) {
      List<T> candidate = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        candidate.add(i == axis ? arithmetic.one() : arithmetic.zero());
      }
      // Twice is enough (Kahan): the second pass removes what the first one's rounding left.
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < n; j++) {
          if (!unknown.contains(j)) {
            List<T> known = left.get(j);
            T along = dot(arithmetic, known, candidate);
            for (int i = 0; i < n; i++) {
              candidate.set(
                  i,
                  arithmetic.subtract(candidate.get(i), arithmetic.multiply(along, known.get(i))));
            }
          }
        }
      }
      T norm = dot(arithmetic, candidate, candidate);
      if (arithmetic.compare(norm, bestNorm) > 0) {
        best = candidate;
        bestNorm = norm;
      }
    }
    T length = arithmetic.sqrt(bestNorm);
    List<T> unit = new ArrayList<>(best);
    unit.replaceAll(a -> arithmetic.divide(a, length));
    left.set(column, unit);
  }

  private static <T extends Object> T dot(Arithmetic<T> arithmetic, List<T> x, List<T> y) {
    T sum = arithmetic.multiply(x.get(0), y.get(0));
    for (int i = 1; i < x.size(); i++) {
      sum = arithmetic.add(sum, arithmetic.multiply(x.get(i), y.get(i)));
    }
    return sum;
  }

  private static <T extends Object> List<List<T>> columns(Matrix<T> a) {
    List<List<T>> columns = new ArrayList<>();
    for (int j = 0; j < a.columns(); j++) {
      List<T> column = new ArrayList<>();
      for (int i = 0; i < a.rows(); i++) {
        column.add(a.get(i, j));
      }
      columns.add(column);
    }
    return columns;
  }

  private static <T extends Object> Matrix<T> fromColumns(
      Arithmetic<T> arithmetic, List<List<T>> columns) {
    return Matrix.of(
        arithmetic, columns.get(0).size(), columns.size(), (i, j) -> columns.get(j).get(i));
  }

  /** U, orthogonal, n x n. */
  public Matrix<T> left() {
    return left;
  }

  /** The singular values in the order of the columns of U and V; unmodifiable. */
  public List<T> values() {
    return values;
  }

  /** V, orthogonal, n x n: A = U diag(values) V^T. */
  public Matrix<T> right() {
    return right;
  }

  /** The orthogonal polar factor U V^T. */
  @SuppressWarnings("shape") // both factors are n x n, for any n
  public Matrix<T> polarFactor() {
    return left.times(right.transpose());
  }
}
