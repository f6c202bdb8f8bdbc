// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Objective;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Rational data for the tests of this package, and the determinant as their second route. */
public final class Exact {
  public static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  private Exact() {}

  public static BigFraction q(long numerator, long denominator) {
    return BigFraction.of(numerator, denominator);
  }

  public static BigFraction q(long n) {
    return BigFraction.of(n);
  }

  public static List<BigFraction> list(long... values) {
    List<BigFraction> list = new ArrayList<>();
    for (long value : values) {
      list.add(q(value));
    }
    return list;
  }

  public static Matrix<BigFraction> column(long... values) {
    return Matrix.of(Q, values.length, 1, (i, j) -> q(values[i]));
  }

  public static Matrix<BigFraction> matrix(int rows, int columns, long... values) {
    return Matrix.of(Q, rows, columns, (i, j) -> q(values[i * columns + j]));
  }

  /** The first r columns of the reflection I - 2 w w^T / w^T w, w = (1, 2, 3, 1, 2, 3 ...). */
  public static Matrix<BigFraction> orthonormal(int d, int r, int offset) {
    long norm = 0;
    for (int i = 0; i < d; i++) {
      norm += w(i, offset) * w(i, offset);
    }
    long squared = norm;
    return Matrix.of(
        Q, d, r, (i, j) -> q(i == j ? 1 : 0).subtract(q(2 * w(i, offset) * w(j, offset), squared)));
  }

  private static long w(int i, int offset) {
    return 1 + (i + offset) % 3;
  }

  /** The determinant, by Gaussian elimination with exact pivots. */
  public static BigFraction determinant(Matrix<BigFraction> matrix) {
    int n = matrix.rows();
    BigFraction[][] a = new BigFraction[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = matrix.get(i, j);
      }
    }
    BigFraction determinant = BigFraction.ONE;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      while (pivot < n && a[pivot][k].signum() == 0) {
        pivot++;
      }
      if (pivot == n) {
        return BigFraction.ZERO;
      }
      if (pivot != k) {
        BigFraction[] swap = a[pivot];
        a[pivot] = a[k];
        a[k] = swap;
        determinant = determinant.negate();
      }
      determinant = determinant.multiply(a[k][k]);
      for (int i = k + 1; i < n; i++) {
        if (a[i][k].signum() != 0) {
          BigFraction factor = a[i][k].divide(a[k][k]);
          for (int j = k; j < n; j++) {
            a[i][j] = a[i][j].subtract(factor.multiply(a[k][j]));
          }
        }
      }
    }
    return determinant;
  }

  public static BigFraction evaluate(List<BigFraction> coefficients, BigFraction x) {
    BigFraction value = BigFraction.ZERO;
    for (int k = coefficients.size() - 1; k >= 0; k--) {
      value = value.multiply(x).add(coefficients.get(k));
    }
    return value;
  }

  /**
   * The spectrum is that of the matrix: both monic polynomials have the matrix's side as degree, so
   * they are equal if they agree at that many points.
   */
  public static void assertSpectrumOf(Matrix<BigFraction> matrix, Spectrum<BigFraction> spectrum) {
    int n = matrix.rows();
    assertEquals(n, spectrum.dimension());
    List<BigFraction> coefficients = spectrum.characteristicPolynomial();
    assertEquals(n + 1, coefficients.size());
    assertEquals(BigFraction.ONE, coefficients.get(n));
    for (int point = 0; point < n; point++) {
      BigFraction x = q(point - n / 2);
      Matrix<BigFraction> shifted = Matrix.identity(Q, n).scale(x).minus(matrix);
      assertEquals(determinant(shifted), evaluate(coefficients, x), "at " + x);
    }
  }

  public static void assertStationary(Objective<BigFraction> objective, Factors<BigFraction> at) {
    Factors<BigFraction> gradient = objective.gradient(at);
    assertEquals(BigFraction.ZERO, gradient.inner(gradient));
  }

  /** The quadratic form of the Hessian on a direction. */
  public static BigFraction curvature(
      Objective<BigFraction> objective, Factors<BigFraction> at, Factors<BigFraction> direction) {
    return direction.inner(objective.hessianVectorProduct(at, direction));
  }
}
