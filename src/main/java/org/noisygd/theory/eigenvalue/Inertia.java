// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * The inertia of a symmetric matrix: how many of its eigenvalues are negative, zero and positive.
 *
 * <p>Exact. By Sylvester's law of inertia a congruence E H E^T keeps the inertia; here H, cleared
 * of its denominators, is diagonalised by symmetric elimination without fractions (Bareiss,
 * "Sylvester's identity and multistep integer-preserving Gaussian elimination", Math. Comp. 22,
 * 1968). After k steps the remaining entries are bordered minors of an integer matrix, so each
 * division is exact and the pivots are leading principal minors m_1, m_2, ...; the diagonal form is
 * m_1, m_2 / m_1, m_3 / m_2, .... Where the whole remaining diagonal vanishes but an entry (i, j)
 * does not, row and column j are added to row and column i first, a unimodular congruence, which
 * makes the diagonal entry 2 h_ij.
 *
 * @param negative the number of negative eigenvalues
 * @param zero the number of zero eigenvalues: the nullity, that is side minus rank
 * @param positive the number of positive eigenvalues
 */
public record Inertia(int negative, int zero, int positive) {
  /** Checks that no count is negative. */
  public Inertia {
    Require.nonNegative("negative", negative);
    Require.nonNegative("zero", zero);
    Require.nonNegative("positive", positive);
  }

  /** The side of the matrix. */
  public int side() {
    return negative + zero + positive;
  }

  /** The number of eigenvalues that are not zero. */
  public int rank() {
    return negative + positive;
  }

  /**
   * The inertia of h, its entries taken exactly.
   *
   * @throws IllegalArgumentException if h is not square and symmetric
   * @throws ArithmeticException if an entry is not finite
   */
  public static <T extends Object> Inertia of(Matrix<T> h) {
    IntegerMatrix integers = IntegerMatrix.of(h);
    return new Elimination(integers.side(), new ArrayList<>(integers.entries())).inertia();
  }

  /**
   * The inertia of h - shift I: how many eigenvalues of h are less than, equal to and greater than
   * the shift.
   *
   * @throws IllegalArgumentException if h is not square and symmetric
   * @throws ArithmeticException if an entry is not finite
   */
  public static <T extends Object> Inertia of(Matrix<T> h, BigFraction shift) {
    return of(
        Matrix.of(
            RationalArithmetic.INSTANCE,
            h.rows(),
            h.columns(),
            (i, j) -> {
              BigFraction entry = h.arithmetic().toRational(h.get(i, j));
              return i == j ? entry.subtract(shift) : entry;
            }));
  }

  /** The elimination, on entries stored row by row; both triangles are kept. */
  private static final class Elimination {
    private final int side;
    private final List<BigInteger> entries;

    Elimination(int side, List<BigInteger> entries) {
      this.side = side;
      this.entries = entries;
    }

    Inertia inertia() {
      int negative = 0;
      int positive = 0;
      BigInteger previous = BigInteger.ONE;
      for (int k = 0; k < side; k++) {
        if (!bringPivotTo(k)) {
          return new Inertia(negative, side - k, positive);
        }
        BigInteger pivot = get(k, k);
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
      for (int i = k + 1; i < side; i++) {
        for (int j = k + 1; j <= i; j++) {
          BigInteger minor =
              pivot.multiply(get(i, j)).subtract(get(i, k).multiply(get(j, k))).divide(previous);
          set(i, j, minor);
          set(j, i, minor);
        }
      }
    }

    /** Makes entry (k, k) non-zero by a congruence; false if everything from k on is zero. */
    private boolean bringPivotTo(int k) {
      for (int i = k; i < side; i++) {
        if (get(i, i).signum() != 0) {
          swap(k, i);
          return true;
        }
      }
      for (int i = k; i < side; i++) {
        for (int j = k; j < i; j++) {
          if (get(i, j).signum() != 0) {
            addTo(i, j);
            swap(k, i);
            return true;
          }
        }
      }
      return false;
    }

    private void swap(int a, int b) {
      for (int j = 0; j < side; j++) {
        BigInteger entry = get(a, j);
        set(a, j, get(b, j));
        set(b, j, entry);
      }
      for (int i = 0; i < side; i++) {
        BigInteger entry = get(i, a);
        set(i, a, get(i, b));
        set(i, b, entry);
      }
    }

    private void addTo(int target, int source) {
      for (int j = 0; j < side; j++) {
        set(target, j, get(target, j).add(get(source, j)));
      }
      for (int i = 0; i < side; i++) {
        set(i, target, get(i, target).add(get(i, source)));
      }
    }

    private BigInteger get(int i, int j) {
      return entries.get(i * side + j);
    }

    private void set(int i, int j, BigInteger value) {
      entries.set(i * side + j, value);
    }
  }
}
