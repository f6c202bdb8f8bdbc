// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The field of p elements, p a prime below 2^30: first its elements 0 .. p - 1, then its
 * polynomials (arrays of coefficients, the leading one last and not zero), then the characteristic
 * polynomial of a matrix of elements. Exact, as no product exceeds 2^60; arguments are not checked.
 */
final class Modulus {
  private final long p;

  /** The field of p elements. */
  Modulus(long p) {
    this.p = p;
  }

  /** The prime p. */
  long p() {
    return p;
  }

  private long subtract(long a, long b) {
    return (a + p - b) % p;
  }

  /** The inverse 1 / a. */
  long inverse(long a) {
    return BigInteger.valueOf(a).modInverse(BigInteger.valueOf(p)).longValue();
  }

  /** Returns the polynomial without leading zeros. */
  long[] trim(long[] f) {
    int length = f.length;
    while (length > 0 && f[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(f, length);
  }

  /** The derivative of a polynomial. */
  long[] derivative(long[] f) {
    return trim(IntStream.range(1, f.length).mapToLong(k -> k * f[k] % p).toArray());
  }

  /** The monic greatest common divisor of two polynomials, the first not zero. */
  long[] gcd(long[] f, long[] g) {
    long[] a = f;
    long[] b = g;
    while (b.length > 0) {
      long[] remainder = Arrays.copyOf(a, a.length);
      divideInPlace(remainder, b);
      a = b;
      b = trim(Arrays.copyOf(remainder, Math.min(remainder.length, b.length - 1)));
    }
    long scale = inverse(a[a.length - 1]);
    return Arrays.stream(a).map(coefficient -> coefficient * scale % p).toArray();
  }

  /** The quotient of f by g, which divides it. */
  long[] quotient(long[] f, long[] g) {
    long[] work = Arrays.copyOf(f, f.length);
    divideInPlace(work, g);
    return Arrays.copyOfRange(work, g.length - 1, f.length);
  }

  /** Leaves the remainder of f by g in the low entries of f, and the quotient above. */
  private void divideInPlace(long[] f, long[] g) {
    int low = g.length - 1;
    long scale = inverse(g[low]);
    for (int k = f.length - 1; k >= low; k--) {
      f[k] = f[k] * scale % p;
      for (int j = 0; j < low; j++) {
        int at = k - low + j;
        f[at] = subtract(f[at], f[k] * g[j] % p);
      }
    }
  }

  /**
   * det(x I - A), monic, from the lowest coefficient on; A, n x n with entries in 0..p-1, is
   * overwritten. A is reduced by similarity to Hessenberg form, whose leading principal minors
   * satisfy a recurrence (Cohen, "A Course in Computational Algebraic Number Theory", algorithm
   * 2.2.9).
   */
  long[] characteristicPolynomial(long[][] a) {
    reduceToHessenberg(a);
    int n = a.length;
    long[][] minors = new long[n + 1][];
    minors[0] = new long[] {1};
    for (int k = 0; k < n; k++) {
      // P_(k+1) = (x - h_kk) P_k - sum_i h_ik (h_(i+1,i) ... h_(k,k-1)) P_i.
      long[] next = new long[k + 2];
      System.arraycopy(minors[k], 0, next, 1, k + 1);
      subtractMultiple(next, minors[k], a[k][k]);
      long below = 1;
      for (int i = k - 1; i >= 0; i--) {
        below = below * a[i + 1][i] % p;
        subtractMultiple(next, minors[i], a[i][k] * below % p);
      }
      minors[k + 1] = next;
    }
    return minors[n];
  }

  private void reduceToHessenberg(long[][] a) {
    int n = a.length;
    for (int k = 0; k < n - 2; k++) {
      int pivot = k + 1;
      while (pivot < n && a[pivot][k] == 0) {
        pivot++;
      }
      if (pivot < n) {
        exchange(a, k + 1, pivot);
        eliminateBelow(a, k);
      }
    }
  }

  /**
   * Clears column k below row k + 1: rows are combined, and columns by the inverse transformation.
   */
  private void eliminateBelow(long[][] a, int k) {
    int n = a.length;
    long[] pivotRow = a[k + 1];
    long inverse = inverse(pivotRow[k]);
    long[] factors = new long[n];
    for (int i = k + 2; i < n; i++) {
      factors[i] = a[i][k] * inverse % p;
      if (factors[i] != 0) {
        subtractMultiple(a[i], pivotRow, factors[i]);
      }
    }
    for (long[] row : a) {
      long sum = row[k + 1];
      for (int i = k + 2; i < n; i++) {
        // Below 2^30 + 2^60, which leaves three bits spare.
        sum = (sum + factors[i] * row[i]) % p;
      }
      row[k + 1] = sum;
    }
  }

  private void exchange(long[][] a, int i, int j) {
    long[] row = a[i];
    a[i] = a[j];
    a[j] = row;
    for (long[] each : a) {
      long entry = each[i];
      each[i] = each[j];
      each[j] = entry;
    }
  }

  /** Subtracts factor times source from target, at the indices of source. */
  private void subtractMultiple(long[] target, long[] source, long factor) {
    long opposite = p - factor;
    for (int j = 0; j < source.length; j++) {
      target[j] = (target[j] + opposite * source[j]) % p;
    }
  }
}
