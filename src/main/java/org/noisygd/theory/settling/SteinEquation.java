// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * The equation C = J C K^T + Q for C, with small square J (m x m) and K (n x n): for K = J the
 * discrete Lyapunov equation of a stationary covariance. It is the linear system (I - J kron K) vec
 * C = vec Q of m n unknowns, solved by elimination with the largest pivot; exact in an exact
 * arithmetic. The solution is unique if no eigenvalue of J times an eigenvalue of K is 1.
 */
final class SteinEquation {
  private SteinEquation() {}

  /**
   * The solution, m x n.
   *
   * @throws IllegalArgumentException unless there is exactly one
   */
  @SuppressWarnings("shape") // sides of blocks, which have no names
  static <T> Matrix<T> solve(Matrix<T> j, Matrix<T> k, Matrix<T> q) {
    Arithmetic<T> arithmetic = q.arithmetic();
    int n = q.columns();
    int unknowns = q.rows() * n;
    Matrix<T> system =
        Matrix.of(
            arithmetic,
            unknowns,
            unknowns,
            (a, b) -> {
              T product = arithmetic.multiply(j.get(a / n, b / n), k.get(a % n, b % n));
              return a == b
                  ? arithmetic.subtract(arithmetic.one(), product)
                  : arithmetic.negate(product);
            });
    Matrix<T> right = Matrix.of(arithmetic, unknowns, 1, (a, b) -> q.get(a / n, a % n));
    Matrix<T> solution = linear(system, right);
    return Matrix.of(arithmetic, q.rows(), n, (a, b) -> solution.get(a * n + b, 0));
  }

  /** The solution x of a x = b, a square and b a column. */
  @SuppressWarnings({"unchecked", "shape"}) // an array of generic rows; sides without names
  static <T> Matrix<T> linear(Matrix<T> a, Matrix<T> b) {
    Arithmetic<T> arithmetic = a.arithmetic();
    int n = a.rows();
    T[][] rows = (T[][]) new Object[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = (T[]) new Object[n + 1];
      for (int j = 0; j < n; j++) {
        rows[i][j] = a.get(i, j);
      }
      rows[i][n] = b.get(i, 0);
    }
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (arithmetic.compare(arithmetic.abs(rows[i][k]), arithmetic.abs(rows[pivot][k])) > 0) {
          pivot = i;
        }
      }
      T[] row = rows[pivot];
      rows[pivot] = rows[k];
      rows[k] = row;
      Require.that(arithmetic.signum(row[k]) != 0, "system", "have one solution", "pivot 0");
      for (int i = k + 1; i < n; i++) {
        if (arithmetic.signum(rows[i][k]) != 0) {
          T factor = arithmetic.divide(rows[i][k], row[k]);
          for (int j = k + 1; j <= n; j++) {
            rows[i][j] = arithmetic.subtract(rows[i][j], arithmetic.multiply(factor, row[j]));
          }
        }
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      T value = rows[i][n];
      for (int j = i + 1; j < n; j++) {
        value = arithmetic.subtract(value, arithmetic.multiply(rows[i][j], rows[j][n]));
      }
      rows[i][n] = arithmetic.divide(value, rows[i][i]);
    }
    return Matrix.of(arithmetic, n, 1, (i, j) -> rows[i][n]);
  }
}
