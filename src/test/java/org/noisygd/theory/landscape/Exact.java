// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Rational data for the tests of this package. */
public final class Exact {
  public static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  private Exact() {}

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
}
