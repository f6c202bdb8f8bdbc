// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/** The check that columns are orthonormal. */
final class Orthonormal {
  private Orthonormal() {}

  /**
   * Checks that the columns are orthonormal: exactly in an exact arithmetic, else up to the error
   * from rounding the entries (2 u per entry of A^T A) and from computing A^T A (d u), doubled for
   * the terms of second order: 2 (d + 3) u.
   *
   * @throws IllegalArgumentException naming the first entry of A^T A that differs from the identity
   */
  @SuppressWarnings("shape") // serves A and B, so the number of rows has no single name
  static <T> void require(String name, Matrix<T> a) {
    Arithmetic<T> arithmetic = a.arithmetic();
    Matrix<T> gram = a.transpose().times(a);
    T limit = arithmetic.fromRational(arithmetic.unitRoundoff().multiply(2 * (a.rows() + 3)));
    for (int i = 0; i < gram.rows(); i++) {
      for (int j = 0; j <= i; j++) {
        T expected = i == j ? arithmetic.one() : arithmetic.zero();
        T error = arithmetic.abs(arithmetic.subtract(gram.get(i, j), expected));
        Require.that(
            arithmetic.compare(error, limit) <= 0,
            name + "^T " + name + "[" + i + "][" + j + "]",
            "be " + arithmetic.print(expected),
            arithmetic.print(gram.get(i, j)));
      }
    }
  }
}
