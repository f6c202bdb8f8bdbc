// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigInteger;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * The inertia of a symmetric matrix: the numbers of negative, zero and positive eigenvalues.
 *
 * <p>Exact. By Sylvester's law of inertia a congruence E H E^T keeps the inertia; here H, cleared
 * of its denominators, is diagonalised by symmetric elimination without fractions (Bareiss,
 * "Sylvester's identity and multistep integer-preserving Gaussian elimination", Math. Comp. 22,
 * 1968). After k steps the remaining entries are bordered minors of an integer matrix, so each
 * division is exact and the pivots are leading principal minors m_1, m_2, ...; the diagonal form is
 * m_1, m_2 / m_1, m_3 / m_2, .... If the whole remaining diagonal vanishes but an entry (i, j) does
 * not, row and column j are added to row and column i first, a unimodular congruence, which makes
 * the diagonal entry 2 h_ij.
 *
 * @param negative the number of negative eigenvalues
 * @param zero the number of zero eigenvalues: the nullity, order minus rank
 * @param positive the number of positive eigenvalues
 */
public record Inertia(int negative, int zero, int positive) {
  /** Checks that no count is negative. */
  public Inertia {
    Require.nonNegative("negative", negative);
    Require.nonNegative("zero", zero);
    Require.nonNegative("positive", positive);
  }

  /**
   * The inertia of h, its entries taken exactly.
   *
   * @throws IllegalArgumentException if h is not square and symmetric
   * @throws ArithmeticException if an entry is not finite
   */
  public static <T> Inertia of(Matrix<T> h) {
    IntegerMatrix integers = IntegerMatrix.of(h);
    BigInteger[][] rows = new BigInteger[integers.side()][integers.side()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        rows[i][j] = integers.get(i, j);
      }
    }
    return new Elimination(rows).inertia();
  }

  /** The elimination, on the rows of the matrix; both triangles are kept. */
  private static final class Elimination {
    private final BigInteger[][] a;

    Elimination(BigInteger[][] a) {
      this.a = a;
    }

    Inertia inertia() {
      int negative = 0;
      int positive = 0;
      BigInteger previous = BigInteger.ONE;
      for (int k = 0; k < a.length; k++) {
        if (!bringPivotTo(k)) {
          return new Inertia(negative, a.length - k, positive);
        }
        BigInteger pivot = a[k][k];
        if (pivot.signum() == previous.signum()) {
          positive++;
        } else {
          negative++;
        }
        eliminate(k, pivot, previous);
        previous = pivot;
      }
      return new Inertia(negative, 0, positive);
    }

    private void eliminate(int k, BigInteger pivot, BigInteger previous) {
      for (int i = k + 1; i < a.length; i++) {
        for (int j = k + 1; j <= i; j++) {
          BigInteger minor =
              pivot.multiply(a[i][j]).subtract(a[i][k].multiply(a[j][k])).divide(previous);
          a[i][j] = minor;
          a[j][i] = minor;
        }
      }
    }

    /** Makes entry (k, k) non-zero by a congruence; false if all entries from k on are zero. */
    private boolean bringPivotTo(int k) {
      for (int i = k; i < a.length; i++) {
        if (a[i][i].signum() != 0) {
          swap(k, i);
          return true;
        }
      }
      for (int i = k; i < a.length; i++) {
        for (int j = k; j < i; j++) {
          if (a[i][j].signum() != 0) {
            addTo(i, j);
            swap(k, i);
            return true;
          }
        }
      }
      return false;
    }

    /** Exchanges rows and columns. */
    private void swap(int i, int j) {
      BigInteger[] row = a[i];
      a[i] = a[j];
      a[j] = row;
      for (BigInteger[] each : a) {
        BigInteger entry = each[i];
        each[i] = each[j];
        each[j] = entry;
      }
    }

    /** Adds row and column {@code source} to row and column {@code target}. */
    private void addTo(int target, int source) {
      for (int j = 0; j < a.length; j++) {
        a[target][j] = a[target][j].add(a[source][j]);
      }
      for (BigInteger[] each : a) {
        each[target] = each[target].add(each[source]);
      }
    }
  }
}
