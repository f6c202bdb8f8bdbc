// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefusedInALine;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Known answers and properties of M = A Sigma B^T in binary64. */
class SingularVectorsTest {
  private static final Binary64 A = Binary64.INSTANCE;
  private static final long SEED = 20260101;

  @Test
  void of_diagonal_isExact() {
    SingularVectors found =
        SingularVectors.of(Matrix.of(A, new double[][] {{0.5, 0, 0}, {0, 3, 0}}), 2);
    assertEquals(List.of(0.5, 3.0), found.values());
    assertEquals(Matrix.identity(A, 2), found.left());
    assertEquals(Matrix.of(A, new double[][] {{1, 0}, {0, 1}, {0, 0}}), found.right());
  }

  /** The first diagonal entry is 0, so that the rank is elsewhere. */
  @Test
  void of_diagonalWithAGap_findsTheRank() {
    SingularVectors found = SingularVectors.of(Matrix.of(A, new double[][] {{0, 0}, {0, 3}}), 1);
    assertEquals(List.of(3.0), found.values());
    assertEquals(List.of(0.0, 1.0), found.left().entries());
    assertEquals(List.of(0.0, 1.0), found.right().entries());
  }

  /**
   * Odd numbers, so that the product of random factors has rank r exactly. A and B are orthonormal
   * to binary64 and give M back: by Cauchy and Schwarz the roundings of A, Sigma and B, of two
   * products a term and of r sums leave (r + 4) 2^-53 of the largest singular value.
   */
  @Test
  void of_randomMatrices_reproducesThem() {
    Random random = new Random(SEED);
    for (int[] shape :
        new int[][] {{1, 7, 1}, {7, 1, 1}, {2, 3, 2}, {8, 5, 5}, {20, 30, 4}, {70, 80, 3}}) {
      for (int repeat = 0; repeat < 20; repeat++) {
        int r = shape[2];
        Matrix<Double> m = integers(random, shape[0], r).times(integers(random, r, shape[1]));
        SingularVectors found = SingularVectors.of(m, r);
        Orthonormal.require("A, seed " + SEED, found.left());
        Orthonormal.require("B, seed " + SEED, found.right());
        Matrix<Double> product =
            found.left().times(Matrix.diagonal(A, found.values())).times(found.right().transpose());
        double allowed = (r + 4) * 0x1p-53 * Collections.max(found.values());
        double off = m.minus(product).entries().stream().mapToDouble(Math::abs).max().orElse(0);
        assertTrue(off <= allowed, () -> off + " of " + allowed + ", seed " + SEED);
      }
    }
  }

  /**
   * A side above 64, and more rank: the vectors are those of the chosen values. Rotations of 2048
   * columns would take minutes.
   */
  @Test
  void largest_ofALargeMatrix_givesItBackToRounding() {
    for (int[] shape : new int[][] {{70, 80}, {80, 70}, {8, 2048}, {2048, 8}}) {
      List<Double> values = List.of(5.0, 4.0, 3.0, 2.0, 1.0, 0.5);
      Matrix<Double> whole = SingularValuesTest.withValues(shape[0], shape[1], values, SEED);
      Matrix<Double> four =
          SingularValuesTest.withValues(shape[0], shape[1], values.subList(0, 4), SEED);
      SingularVectors found = largest(whole, 4);
      Orthonormal.require("A", found.left());
      Orthonormal.require("B", found.right());
      Matrix<Double> product =
          found.left().times(Matrix.diagonal(A, found.values())).times(found.right().transpose());
      // Rounding M moves it by d 2^-52 of its norm, and its vectors by that over a gap of 1.
      int d = Math.max(shape[0], shape[1]);
      assertEquals(0, four.minus(product).norm(), 4 * d * 0x1p-52 * 5);
    }
  }

  private static SingularVectors largest(Matrix<Double> m, int r) {
    return SingularVectors.of(m, SingularValues.of(m), r, true);
  }

  private static Matrix<Double> integers(Random random, int rows, int columns) {
    return Matrix.of(A, rows, columns, (i, j) -> 2.0 * random.nextInt(-9, 10) + 1);
  }

  @Test
  void largest_ofAMatrixOfMoreRank_keepsTheLargestInOrder() {
    Matrix<Double> m = Matrix.of(A, new double[][] {{3, 0, 0}, {0, 2, 0}, {0, 0, 5}});
    SingularVectors two = largest(m, 2);
    assertEquals(List.of(3.0, 5.0), two.values());
    assertEquals(List.of(1.0, 0.0, 0.0, 0.0, 0.0, 1.0), two.left().entries());
    assertEquals(List.of(3.0, 2.0), largest(Matrix.diagonal(A, List.of(3.0, 2.0)), 2).values());
    assertEquals(List.of(2.0), largest(Matrix.diagonal(A, List.of(2.0, 2.0)), 1).values());
  }

  @Test
  void of_anotherRank_isRefused() {
    Matrix<Double> one = Matrix.of(A, new double[][] {{1, 2}, {2, 4}});
    assertMessage("M must have the rank r = 2, got singular values [", one, 2);
    assertMessage("r must be at most min(d1, d2) = 2, got 3", one, 3);
    assertMessage("M must have the rank r = 1", Matrix.identity(A, 2), 1);
    assertMessage("M must have the rank r = 1", Matrix.zeros(A, 2, 2), 1);
  }

  private static void assertMessage(String words, Matrix<Double> m, int r) {
    assertRefusedInALine(words, () -> SingularVectors.of(m, r));
  }
}
