// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Known answers: matrices with singular values that were chosen first. */
class SingularValuesTest {
  private static final Binary64 A = Binary64.INSTANCE;
  private static final long SEED = 20260102;

  /** H diag(values) K of a shape, H and K Householder's reflections along random vectors. */
  static Matrix<Double> withValues(int d1, int d2, List<Double> values, long seed) {
    Random random = new Random(seed);
    double[] h = random.doubles(d1, -1, 1).toArray();
    double[] k = random.doubles(d2, -1, 1).toArray();
    return Matrix.of(
        A,
        d1,
        d2,
        (i, j) -> {
          double sum = 0;
          for (int n = 0; n < values.size(); n++) {
            sum += reflection(h, i, n) * values.get(n) * reflection(k, n, j);
          }
          return sum;
        });
  }

  private static double reflection(double[] v, int i, int j) {
    double square = 0;
    for (double entry : v) {
      square += entry * entry;
    }
    return (i == j ? 1 : 0) - 2 * v[i] * v[j] / square;
  }

  /** Within max(d1, d2) 2^-52 of the largest: what rounding M moves them by, and far less. */
  @Test
  void of_chosenValues_findsThem() {
    for (int[] shape : new int[][] {{1, 1}, {5, 40}, {40, 5}, {30, 30}, {70, 80}}) {
      int least = Math.min(shape[0], shape[1]);
      for (int r : new int[] {1, Math.min(3, least), least}) {
        for (double scale : new double[] {1, 0x1p-1000, 1e200}) {
          List<Double> chosen =
              IntStream.range(0, r)
                  .mapToObj(k -> scale * Math.pow(100, -k / Math.max(1.0, r - 1)))
                  .toList();
          SingularValues found =
              SingularValues.of(withValues(shape[0], shape[1], chosen, SEED + r));
          double off = Math.max(shape[0], shape[1]) * 0x1p-52 * scale;
          for (int k = 0; k < r; k++) {
            assertEquals(chosen.get(k), found.value(k + 1), off, "seed " + (SEED + r));
          }
          assertEquals(r, found.rank());
          assertTrue(r == least || found.value(r + 1) <= off);
        }
      }
    }
  }

  @Test
  void of_noMatrix_hasRankZero() {
    SingularValues none = SingularValues.of(Matrix.of(A, new double[][] {{0, 0}}));
    assertEquals(0, none.rank());
    assertEquals("sigma_1 = 0", none.named(1));
    assertEquals(0, none.lossBeyond(1));
  }

  /** 3, 2 and 1: beyond the largest, half of 4 + 1. */
  @Test
  void lossBeyond_isHalfTheSquaresOfTheOthers() {
    SingularValues found = SingularValues.of(Matrix.diagonal(A, List.of(2.0, 3.0, 1.0)));
    assertEquals(2.5, found.lossBeyond(1));
    assertEquals(0, found.lossBeyond(3));
    assertEquals(0, found.lossBeyond(4));
  }
}
