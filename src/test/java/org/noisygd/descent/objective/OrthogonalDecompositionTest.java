// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.descent.objective.MatrixFactorizationTest.assertMessage;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Known answer: an iterate put together from its two parts, over the rationals. */
class OrthogonalDecompositionTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** (3, 4, 0)/5 and (0, 0, 1) are orthonormal; (4, -3, 0)/5 is orthogonal to both. */
  private static Matrix<BigFraction> fifths(int[][] entries) {
    return Matrix.of(
        Q, entries.length, entries[0].length, (i, j) -> BigFraction.of(entries[i][j], 5));
  }

  @Test
  void of_sumOfTwoParts_findsThem() {
    Matrix<BigFraction> a = fifths(new int[][] {{3, 0}, {4, 0}, {0, 5}});
    Matrix<BigFraction> b = fifths(new int[][] {{-4, 3}, {3, 4}});
    Matrix<BigFraction> inside = fifths(new int[][] {{3 * 7}, {4 * 7}, {5 * 2}});
    Matrix<BigFraction> outside = fifths(new int[][] {{4 * 11}, {-3 * 11}, {0}});
    // B's columns span the plane, so nothing of Y is outside.
    Matrix<BigFraction> y = Matrix.of(Q, new double[][] {{8}, {-9}});
    var parts = OrthogonalDecomposition.of(new Factors<>(inside.plus(outside), y), a, b);
    assertEquals(new Factors<>(inside, y), parts.parallel());
    assertEquals(new Factors<>(outside, Matrix.zeros(Q, 2, 1)), parts.perpendicular());
  }

  @Test
  void of_rankOne_isAlphaTimesU() {
    Matrix<BigFraction> u = fifths(new int[][] {{3}, {4}});
    Matrix<BigFraction> v = Matrix.of(Q, new double[][] {{1}});
    Matrix<BigFraction> x = Matrix.of(Q, new double[][] {{10}, {0}});
    var parts = OrthogonalDecomposition.of(new Factors<>(x, v), u, v);
    // u^T x = 6, and 6 u = (18, 24)/5.
    assertEquals(fifths(new int[][] {{18}, {24}}), parts.parallel().x());
    assertEquals(fifths(new int[][] {{32}, {-24}}), parts.perpendicular().x());
  }

  @Test
  void of_shapesThatDoNotFit_throws() {
    Matrix<BigFraction> u = Matrix.identity(Q, 3);
    Factors<BigFraction> at = Factors.zeros(Q, 2, 1, 1);
    assertMessage(
        "left factor 3 x 3 must have as many columns as the right factor has rows, got 2 x 1",
        () -> OrthogonalDecomposition.of(at, u, Matrix.identity(Q, 1)));
  }
}
