// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * A symmetric matrix of integers, D H with D the least common denominator of the entries of H; its
 * eigenvalues are D times the eigenvalues of H. Exact.
 */
public final class IntegerMatrix {
  private final int side;
  private final BigInteger denominator;
  private final List<BigInteger> entries;

  private IntegerMatrix(int side, BigInteger denominator, List<BigInteger> entries) {
    this.side = side;
    this.denominator = denominator;
    this.entries = entries;
  }

  /**
   * H without its denominators, each entry taken exactly.
   *
   * @throws IllegalArgumentException if h is not square, or not exactly symmetric
   * @throws ArithmeticException if an entry is not finite
   */
  static <T> IntegerMatrix of(Matrix<T> h) {
    Require.that(h.rows() == h.columns(), "matrix", "be square", h.shape());
    int n = h.rows();
    List<BigFraction> exact = new ArrayList<>(n * n);
    BigInteger denominator = BigInteger.ONE;
    for (T entry : h.entries()) {
      BigFraction value = h.arithmetic().toRational(entry);
      exact.add(value);
      BigInteger own = Rationals.denominator(value);
      denominator = denominator.divide(denominator.gcd(own)).multiply(own);
    }
    List<BigInteger> entries = new ArrayList<>(n * n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        BigFraction value = exact.get(i * n + j);
        BigFraction mirrored = exact.get(j * n + i);
        if (!value.equals(mirrored)) {
          throw asymmetry(i, j, value + " and " + mirrored);
        }
        entries.add(
            Rationals.numerator(value).multiply(denominator.divide(Rationals.denominator(value))));
      }
    }
    return new IntegerMatrix(n, denominator, entries);
  }

  /** The exception for a matrix with these different entries (i, j) and (j, i). */
  public static IllegalArgumentException asymmetry(int i, int j, String values) {
    return new IllegalArgumentException(
        "entries [" + i + "][" + j + "] and [" + j + "][" + i + "] must be equal, got " + values);
  }

  /** The order: the number of rows and of columns. */
  int side() {
    return side;
  }

  /** The denominator D. */
  BigInteger denominator() {
    return denominator;
  }

  /** The entry at row i, column j. */
  BigInteger get(int i, int j) {
    return entries.get(i * side + j);
  }

  /** The squared Frobenius norm. */
  BigInteger normSquared() {
    BigInteger sum = BigInteger.ZERO;
    for (BigInteger entry : entries) {
      sum = sum.add(entry.multiply(entry));
    }
    return sum;
  }

  /** The entries modulo p, as rows. */
  long[][] modulo(long p) {
    BigInteger modulus = BigInteger.valueOf(p);
    long[][] residues = new long[side][side];
    for (int i = 0; i < side; i++) {
      for (int j = 0; j <= i; j++) {
        long residue = get(i, j).mod(modulus).longValue();
        residues[i][j] = residue;
        residues[j][i] = residue;
      }
    }
    return residues;
  }
}
