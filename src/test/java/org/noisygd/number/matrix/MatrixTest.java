// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.format.EmulatedBinary;

/**
 * Known answers, and cross-checks of the documented order of evaluation against loops over double,
 * on entries of very different size so that any other order gives other bits.
 */
class MatrixTest {
  private static final Binary64 B = Binary64.INSTANCE;
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  private static double[][] random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] entries = new double[rows][columns];
    for (double[] row : entries) {
      for (int j = 0; j < columns; j++) {
        row[j] = (random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(30));
      }
    }
    return entries;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 1, 3", "3, 5, 2", "4, 17, 4"})
  void times_sums_ascendFromTheFirstProduct(int n, int inner, int p) {
    double[][] a = random(n, inner, 1);
    double[][] b = random(inner, p, 2);
    Matrix<Double> product = Matrix.of(B, a).times(Matrix.of(B, b));
    boolean descendingDiffers = false;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        double sum = a[i][0] * b[0][j];
        for (int k = 1; k < inner; k++) {
          sum = sum + a[i][k] * b[k][j];
        }
        assertEquals(sum, product.get(i, j));
        double descending = 0;
        for (int k = inner - 1; k >= 0; k--) {
          descending += a[i][k] * b[k][j];
        }
        descendingDiffers |= descending != sum;
      }
    }
    assertTrue(descendingDiffers || inner < 3, "the input tells the orders apart");
  }

  @Test
  void times_oneTerm_keepsTheSignOfZero() {
    // A sum that started from 0.0 would give 0.0.
    Matrix<Double> zero = Matrix.of(B, new double[][] {{-0.0}});
    assertEquals(-0.0, zero.times(Matrix.of(B, new double[][] {{1}})).get(0, 0));
    assertEquals(-0.0, zero.inner(Matrix.of(B, new double[][] {{1}})));
    assertEquals(-0.0, zero.trace());
  }

  @Test
  void innerAndTrace_sums_ascendRowByRow() {
    double[][] a = random(4, 4, 3);
    double[][] b = random(4, 4, 4);
    double inner = a[0][0] * b[0][0];
    double square = a[0][0] * a[0][0];
    double trace = a[0][0];
    for (int i = 0; i < 4; i++) {
      for (int j = i == 0 ? 1 : 0; j < 4; j++) {
        inner = inner + a[i][j] * b[i][j];
        square = square + a[i][j] * a[i][j];
      }
      trace = i == 0 ? trace : trace + a[i][i];
    }
    Matrix<Double> m = Matrix.of(B, a);
    assertEquals(inner, m.inner(Matrix.of(B, b)));
    assertEquals(square, m.normSquared());
    assertEquals(Math.sqrt(square), m.norm());
    assertEquals(trace, m.trace());
    // Column by column the sum is another one.
    assertNotEquals(inner, m.transpose().inner(Matrix.of(B, b).transpose()));
  }

  @Test
  void gram_isTheTransposeTimesItself() {
    double[][] a = random(5, 3, 5);
    Matrix<Double> gram = Matrix.of(B, a).gram();
    for (int k = 0; k < 3; k++) {
      for (int l = 0; l < 3; l++) {
        double sum = a[0][k] * a[0][l];
        for (int i = 1; i < 5; i++) {
          sum = sum + a[i][k] * a[i][l];
        }
        assertEquals(sum, gram.get(k, l));
      }
    }
    assertEquals(3, gram.rows());
  }

  @Test
  void conversions_exactAndRounding() {
    Matrix<Double> m = Matrix.of(B, new double[][] {{0.1, 0.5}});
    Matrix<BigFraction> exact = m.toExactly(Q);
    assertEquals(BigFraction.from(0.1), exact.get(0, 0));
    assertEquals(m, exact.toExactly(B));
    assertRefused(
        "entry [0][0] must be a value of bfloat16, got 0.1",
        () -> m.toExactly(EmulatedBinary.BFLOAT16));
    assertEquals(
        Matrix.of(EmulatedBinary.BFLOAT16, new double[][] {{0.10009765625, 0.5}}),
        m.roundTo(EmulatedBinary.BFLOAT16));
    Matrix<BigDecimal> digits = m.roundTo(DecimalArithmetic.ofDigits(3));
    assertEquals(0, new BigDecimal("0.1").compareTo(digits.get(0, 0)));
    double[][] back = digits.roundToDoubles();
    assertEquals(0.1, back[0][0]);
    assertEquals(0.5, back[0][1]);
    assertThrows(
        ArithmeticException.class,
        () -> Matrix.of(EmulatedBinary.BINARY16, new double[][] {{0.1}}));
  }

  @Test
  void shapes_thatDoNotFit_areNamedBoth() {
    Matrix<Double> a = Matrix.zeros(B, 2, 3);
    Matrix<Double> b = Matrix.zeros(B, 2, 2);
    assertRefused(
        "left factor 2 x 3 must have as many columns as the right factor has rows, got 2 x 2",
        () -> a.times(b));
    String same = "shapes must be the same, got 2 x 3 and 2 x 2";
    assertRefused(same, () -> a.plus(b));
    assertRefused(same, () -> a.minus(b));
    assertRefused(same, () -> a.inner(b));
    assertRefused(
        "shapes must be the same, got 2 x 3 and 3 x 3", () -> a.plus(Matrix.zeros(B, 3, 3)));
    assertRefused("matrix of a trace must be square, got 2 x 3", a::trace);
    assertRefused("row must be in 0..1, got 2", () -> a.get(2, 0));
    assertRefused("column must be in 0..2, got -1", () -> a.get(0, -1));
    int[][] blocks = {{-1, 0, 1, 1}, {0, -1, 1, 1}, {1, 0, 2, 1}, {0, 2, 1, 2}};
    for (int[] n : blocks) {
      assertRefused(
          "block %d x %d at (%d, %d) must lie inside the matrix, got 2 x 3"
              .formatted(n[2], n[3], n[0], n[1]),
          () -> a.block(n[0], n[1], n[2], n[3]));
    }
  }

  @Test
  void equals_looksAtShapeArithmeticAndBits() {
    Matrix<Double> a = Matrix.of(B, new double[][] {{1, 2}});
    assertEquals(a, Matrix.of(B, new double[][] {{1, 2}}));
    assertEquals(a.hashCode(), Matrix.of(B, new double[][] {{1, 2}}).hashCode());
    assertNotEquals(a, Matrix.of(B, new double[][] {{1}, {2}}));
    assertNotEquals(a, Matrix.of(B, new double[][] {{1, 2}, {3, 4}}));
    assertNotEquals(a, Matrix.of(B, new double[][] {{1, 3}}));
    assertNotEquals(a, Matrix.of(EmulatedBinary.BINARY32, new double[][] {{1, 2}}));
    assertNotEquals((Object) a, "[[1.0, 2.0]]");
    assertNotEquals(Matrix.of(B, new double[][] {{0.0}}), Matrix.of(B, new double[][] {{-0.0}}));
    assertEquals("1 x 2", a.shape());
  }
}
