// SPDX-License-Identifier: Apache-2.0
package org.noisygd.linalg;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.arithmetic.Arithmetic;
import org.noisygd.arithmetic.Require;

/**
 * The singular value decomposition of a square matrix over any arithmetic with roots, by one-sided
 * Jacobi rotations (Hestenes): columns of A V are made orthogonal by rotations V, so that A V = U
 * diag(s).
 *
 * <p>Shapes: A, {@link #left} and {@link #right} are n x n; {@link #values} has n entries, in no
 * order. Accuracy: not rigorous; small singular values come out to high relative accuracy (Demmel
 * and Veselic, SIAM J. Matrix Anal. Appl. 13, 1992), orthogonality is to a few unit roundoffs and
 * measured by {@code SingularValuesTest}.
 *
 * @param <T> the type of the entries
 */
public final class SingularValues<T extends Object> {
  /** One-sided Jacobi converges quadratically; ten sweeps are ample for sizes in the hundreds. */
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
    List<List<T>> work = columns(a);
    List<List<T>> right = columns(Matrix.identity(arithmetic, n));
    T threshold = arithmetic.fromRational(arithmetic.unitRoundoff());
    T thresholdSquared = arithmetic.multiply(threshold, threshold);
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MAX_SWEEPS; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotated |= orthogonalise(arithmetic, work, right, p, q, thresholdSquared);
        }
      }
    }
    return normalise(arithmetic, work, right);
  }

  private static <T extends Object> boolean orthogonalise(
      Arithmetic<T> arithmetic,
      List<List<T>> work,
      List<List<T>> right,
      int p,
      int q,
      T thresholdSquared) {
    T app = dot(arithmetic, work.get(p), work.get(p));
    T aqq = dot(arithmetic, work.get(q), work.get(q));
    T apq = dot(arithmetic, work.get(p), work.get(q));
    T limit = arithmetic.multiply(thresholdSquared, arithmetic.multiply(app, aqq));
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
      Arithmetic<T> arithmetic, List<List<T>> work, List<List<T>> right) {
    int n = work.size();
    List<T> values = new ArrayList<>(n);
    T largest = arithmetic.zero();
    for (List<T> column : work) {
      T norm = arithmetic.sqrt(dot(arithmetic, column, column));
      values.add(norm);
      largest = arithmetic.compare(norm, largest) > 0 ? norm : largest;
    }
    // Below n u largest a column is rounding noise: its direction is replaced.
    T noise =
        arithmetic.multiply(
            arithmetic.of(n),
            arithmetic.multiply(arithmetic.fromRational(arithmetic.unitRoundoff()), largest));
    List<List<T>> left = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    for (int j = 0; j < n; j++) {
      left.add(new ArrayList<>(work.get(j)));
      if (arithmetic.compare(values.get(j), noise) <= 0) {
        missing.add(j);
      } else {
        T norm = values.get(j);
        left.get(j).replaceAll(a -> arithmetic.divide(a, norm));
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
