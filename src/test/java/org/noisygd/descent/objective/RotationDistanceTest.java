// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.descent.objective.MatrixFactorizationTest.assertMessage;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Built answers, and cross-checks against the closed form of rank two and a search over angles. */
class RotationDistanceTest {
  private static final DecimalArithmetic D = DecimalArithmetic.ofDigits(50);
  private static final Binary64 B = Binary64.INSTANCE;

  /**
   * What may be left of zero in 50 digits: some units of 10^-49 times the norm and the condition
   * number, both below 10^3 here; a wrong rotation leaves more than 10^-1.
   */
  private static final BigDecimal NOTHING = new BigDecimal("1E-41");

  private static void assertClose(BigDecimal expected, BigDecimal actual) {
    assertTrue(
        expected.subtract(actual).abs().compareTo(NOTHING) <= 0, () -> expected + ", " + actual);
  }

  private static Factors<BigDecimal> decimals(Entrywise e) {
    return e.iterate(D);
  }

  /** Rational orthogonal matrices: a turn, a reflection, and 3 x 3 ones of both signs. */
  private static Matrix<BigDecimal> orthogonal(String name) {
    double[][] tenths =
        switch (name) {
          case "turn" -> new double[][] {{6, -8}, {8, 6}};
          case "reflection" -> new double[][] {{6, 8}, {8, -6}};
          case "turn3" -> new double[][] {{6, -8, 0}, {4.8, 3.6, -8}, {6.4, 4.8, 6}};
          case "reflection3" -> new double[][] {{0, 10, 0}, {6, 0, 8}, {8, 0, -6}};
          default -> new double[][] {{-10}};
        };
    Matrix<BigDecimal> r =
        Matrix.of(
            D,
            tenths.length,
            tenths.length,
            (i, j) -> BigDecimal.valueOf(Math.round(tenths[i][j] * 10), 2));
    assertEquals(
        Matrix.identity(B, r.rows()), r.gram().roundTo(B), "the test's own matrix is orthogonal");
    return r;
  }

  @ParameterizedTest
  @CsvSource({"turn, 3, 2", "reflection, 3, 2", "turn3, 2, 3", "reflection3, 4, 5", "minus, 2, 1"})
  void of_rotatedCopy_isZeroAndTheRotationIsFound(String name, int d1, int d2) {
    Matrix<BigDecimal> r = orthogonal(name);
    Factors<BigDecimal> second = decimals(Entrywise.random(d1, d2, r.rows(), 30));
    Factors<BigDecimal> first = new Factors<>(second.x().times(r), second.y().times(r));
    assertClose(BigDecimal.ZERO, RotationDistance.of(first, second));
    assertClose(BigDecimal.ZERO, RotationDistance.of(second, first));
    Matrix<BigDecimal> found = RotationDistance.rotation(first, second);
    assertClose(BigDecimal.ZERO, found.minus(r).norm());
  }

  @Test
  void of_rankOne_isTheNearerOfTheTwoSigns() {
    Factors<BigDecimal> a = decimals(Entrywise.random(3, 2, 1, 31));
    Factors<BigDecimal> b = decimals(Entrywise.random(3, 2, 1, 32));
    BigDecimal minus = norm(a.minus(b));
    BigDecimal plus = norm(a.plus(b));
    assertClose(minus.min(plus), RotationDistance.of(a, b));
    assertClose(minus.min(plus), RotationDistance.of(a, b.scale(D.of(-1))));
  }

  private static BigDecimal norm(Factors<BigDecimal> f) {
    return f.inner(f).sqrt(new MathContext(50));
  }

  /**
   * In rank two the trace of R^T C is at most hypot(c11 + c22, c21 - c12) over the turns and
   * hypot(c11 - c22, c12 + c21) over the reflections.
   */
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
  void of_rankTwo_isTheClosedForm(int seed) {
    Factors<BigDecimal> a = decimals(Entrywise.random(2, 3, 2, 40 + seed));
    Factors<BigDecimal> b = decimals(Entrywise.random(2, 3, 2, 60 + seed));
    double[][] c = new double[2][2];
    for (int k = 0; k < 2; k++) {
      for (int l = 0; l < 2; l++) {
        for (int i = 0; i < 2; i++) {
          c[k][l] += b.x().get(i, k).doubleValue() * a.x().get(i, l).doubleValue();
        }
        for (int j = 0; j < 3; j++) {
          c[k][l] += b.y().get(j, k).doubleValue() * a.y().get(j, l).doubleValue();
        }
      }
    }
    BigDecimal turn = hypot(c[0][0] + c[1][1], c[1][0] - c[0][1]);
    BigDecimal reflection = hypot(c[0][0] - c[1][1], c[0][1] + c[1][0]);
    BigDecimal squared =
        a.inner(a).add(b.inner(b)).subtract(turn.max(reflection).multiply(BigDecimal.valueOf(2)));
    BigDecimal actual = RotationDistance.of(a, b);
    assertClose(squared, actual.multiply(actual));
    // And no angle of a search does better.
    for (int step = 0; step < 360; step++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        double angle = Math.PI * step / 180;
        BigDecimal cos = new BigDecimal(Math.cos(angle));
        BigDecimal sin = new BigDecimal(Math.sin(angle));
        BigDecimal s = BigDecimal.valueOf(sign);
        Matrix<BigDecimal> r =
            Matrix.of(
                D,
                2,
                2,
                (i, j) ->
                    i == 0 ? (j == 0 ? cos : sin.negate()) : (j == 0 ? sin : cos).multiply(s));
        BigDecimal tried = norm(a.minus(new Factors<>(b.x().times(r), b.y().times(r))));
        // The angle's cosine and sine are rounded to 53 bits, so r is orthogonal to 2^-52.
        BigDecimal slack = norm(b).multiply(new BigDecimal(0x1p-51));
        assertTrue(actual.subtract(slack).compareTo(tried) <= 0, () -> actual + " > " + tried);
      }
    }
  }

  private static BigDecimal hypot(double a, double b) {
    return new BigDecimal(a * a + b * b).sqrt(new MathContext(50)); // small integers, exact
  }

  @Test
  void of_crossProductOfRankOne_isTheClosedForm() {
    // D1 = (1, 0), D2 = (0, 2) as rows: C = [[0, 0], [2, 0]], and R may turn D2 onto D1: distance
    // 1.
    Factors<BigDecimal> a =
        new Factors<>(Matrix.of(D, new double[][] {{1, 0}}), Matrix.zeros(D, 1, 2));
    Factors<BigDecimal> b =
        new Factors<>(Matrix.of(D, new double[][] {{0, 2}}), Matrix.zeros(D, 1, 2));
    assertClose(BigDecimal.ONE, RotationDistance.of(a, b));
    Matrix<BigDecimal> r = RotationDistance.rotation(a, b);
    assertClose(BigDecimal.ZERO, r.gram().minus(Matrix.identity(D, 2)).norm());
  }

  @Test
  void of_zeros_isTheNorm() {
    Factors<BigDecimal> a = decimals(Entrywise.random(2, 2, 2, 33));
    Factors<BigDecimal> zero = Factors.zeros(D, 2, 2, 2);
    assertClose(norm(a), RotationDistance.of(a, zero));
    assertClose(norm(a), RotationDistance.of(zero, a));
    assertClose(BigDecimal.ZERO, RotationDistance.of(zero, zero));
  }

  @Test
  void of_columnsOfVeryDifferentSize_keepsTheirSigns() {
    // The cross product is diag(1, -1e-20), of which binary64 beside 1 sees nothing.
    Factors<Double> a =
        new Factors<>(Matrix.of(B, new double[][] {{1, 0}, {0, 1e-10}}), Matrix.zeros(B, 1, 2));
    Factors<Double> b =
        new Factors<>(Matrix.of(B, new double[][] {{1, 0}, {0, -1e-10}}), Matrix.zeros(B, 1, 2));
    assertEquals(0.0, RotationDistance.of(a, b));
  }

  @ParameterizedTest
  @CsvSource({"1e-150", "1e-100", "1", "1e100", "1e150"})
  void of_extremeScales_scales(double scale) {
    Factors<Double> a = Entrywise.random(2, 3, 2, 34).iterate(B);
    Factors<Double> b = Entrywise.random(2, 3, 2, 35).iterate(B);
    double expected = RotationDistance.of(a, b);
    double actual = RotationDistance.of(a.scale(scale), b.scale(scale)) / scale;
    // Both are some 32 r roundoffs of ||D|| <= 5 sqrt(10) off; the distance is above 1.
    double tolerance = 2 * 32 * 2 * 0x1p-53 * 5 * Math.sqrt(10);
    assertTrue(expected > 1);
    assertEquals(expected, actual, tolerance);
  }

  @Test
  void of_otherShapes_throws() {
    assertMessage(
        "second pair of shapes 2 x 1 and 2 x 1 must have the shapes of the iterate, got 2 x 1 and 3 x 1",
        () -> RotationDistance.of(Factors.zeros(D, 2, 3, 1), Factors.zeros(D, 2, 2, 1)));
  }
}
