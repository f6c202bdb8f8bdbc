// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;

/**
 * Built answers: singular values and rational orthogonal factors are chosen, the matrix is formed
 * exactly and rounded, and the decomposition has to find the values again. All errors are measured
 * in exact rationals.
 */
class SingularValuesTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** The documented accuracy, in units of n u and relative to the largest singular value. */
  private static final int UNITS = 32;

  /** I - 2 v v^T / v^T v, orthogonal with rational entries. */
  private static Matrix<BigFraction> reflector(int n, SplittableRandom random) {
    int[] v = new int[n];
    int square = 0;
    for (int i = 0; i < n; i++) {
      v[i] = random.nextInt(1, 5) * (random.nextBoolean() ? 1 : -1);
      square += v[i] * v[i];
    }
    int total = square;
    return Matrix.of(
        Q, n, n, (i, j) -> BigFraction.of((i == j ? total : 0) - 2 * v[i] * v[j], total));
  }

  private static Matrix<BigFraction> diagonal(String values) {
    List<BigFraction> list = new ArrayList<>();
    for (String value : values.trim().split(" ")) {
      list.add(Rationals.of(new java.math.BigDecimal(value)));
    }
    return Matrix.diagonal(Q, list);
  }

  private static BigFraction largest(Matrix<BigFraction> m) {
    BigFraction most = BigFraction.ZERO;
    for (BigFraction entry : m.entries()) {
      most = Rationals.max(most, entry.abs());
    }
    return most;
  }

  private static <T extends Object> void assertDecomposes(
      Arithmetic<T> arithmetic, String chosen, long seed) {
    Matrix<BigFraction> s = diagonal(chosen);
    int n = s.rows();
    SplittableRandom random = new SplittableRandom(seed);
    Matrix<BigFraction> left = reflector(n, random).times(reflector(n, random));
    Matrix<T> a = left.times(s).times(reflector(n, random)).roundTo(arithmetic);
    SingularValues<T> found = SingularValues.of(a);
    BigFraction u = arithmetic.unitRoundoff();
    BigFraction unit = u.multiply(n);
    BigFraction bound = unit.multiply(UNITS);
    BigFraction scale = largest(s);
    Matrix<BigFraction> identity = Matrix.identity(Q, n);
    Matrix<BigFraction> uFound = found.left().toExactly(Q);
    Matrix<BigFraction> vFound = found.right().toExactly(Q);
    assertWithin(bound, largest(uFound.gram().minus(identity)), "U");
    assertWithin(bound, largest(vFound.gram().minus(identity)), "V");
    Matrix<BigFraction> values =
        Matrix.diagonal(Q, found.values().stream().map(arithmetic::toRational).toList());
    Matrix<BigFraction> again = uFound.times(values).times(vFound.transpose());
    assertWithin(bound.multiply(scale), largest(again.minus(a.toExactly(Q))), "U diag(s) V^T");
    // The rounding of A moves a singular value by ||dA||_2 <= n u max|a| at most (Weyl).
    List<BigFraction> expected = sorted(s.entries().stream().filter(e -> e.signum() != 0).toList());
    List<BigFraction> actual = sorted(found.values().stream().map(arithmetic::toRational).toList());
    while (expected.size() < n) {
      expected.add(0, BigFraction.ZERO);
    }
    for (int k = 0; k < n; k++) {
      assertTrue(actual.get(k).signum() >= 0);
      BigFraction error = expected.get(k).abs().subtract(actual.get(k)).abs();
      assertWithin(bound.multiply(scale), error, "value " + k);
    }
    // The polar factor is orthogonal, and its inverse makes A symmetric and positive semidefinite.
    Matrix<BigFraction> polar = found.polarFactor().toExactly(Q);
    assertWithin(bound.multiply(3), largest(polar.gram().minus(identity)), "polar factor");
    Matrix<BigFraction> symmetric = polar.transpose().times(a.toExactly(Q));
    assertWithin(
        bound.multiply(scale).multiply(3),
        largest(symmetric.minus(symmetric.transpose())),
        "symmetric part");
    for (int k = 0; k < n; k++) {
      assertTrue(Rationals.compare(symmetric.get(k, k), bound.multiply(scale).multiply(-3)) >= 0);
    }
  }

  private static List<BigFraction> sorted(List<BigFraction> values) {
    List<BigFraction> copy = new ArrayList<>(values);
    copy.sort((p, q) -> Rationals.compare(p.abs(), q.abs()));
    return copy;
  }

  private static void assertWithin(BigFraction bound, BigFraction error, String what) {
    assertTrue(
        Rationals.compare(error, bound) <= 0,
        () -> what + " is off by " + error.divide(bound).doubleValue() + " of its bound");
  }

  @ParameterizedTest
  @CsvSource({"binary64", "double-double", "decimal:50", "binary32", "binary:30", "apfloat:40"})
  void of_builtMatrix_findsItsFactors(String name) {
    String[] cases = {
      "3",
      "-3",
      "2 1",
      "1 1",
      "4 2 1",
      "5 -3 2 1",
      "1 1 1 1",
      "3 3 2 2 1",
      "1 0",
      "2 0 0",
      "3 2 0 0",
      "1 1e-3 1e-6",
      "1e3 1 1e-3 0",
      "1 1.000001 2",
      "0 0",
      "1e-8 1e-8 1"
    };
    for (int n = 0; n < cases.length; n++) {
      assertDecomposes(Arithmetics.named(name), cases[n], 100 + n);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-170, 1e-80, 1, 1e80, 1e170, 1e300})
  void of_anyScale_scalesTheValuesAlone(double scale) {
    // Powers of two would scale exactly; these do not, so values agree to some roundoffs only.
    Matrix<Double> a = Matrix.of(Binary64.INSTANCE, new double[][] {{3, 1}, {-1, 2}});
    SingularValues<Double> plain = SingularValues.of(a);
    SingularValues<Double> scaled = SingularValues.of(a.scale(scale));
    for (int k = 0; k < 2; k++) {
      double expected = plain.values().get(k) * scale;
      assertEquals(expected, scaled.values().get(k), UNITS * 2 * 0x1p-53 * 4 * scale);
    }
    Matrix<Double> difference = plain.polarFactor().minus(scaled.polarFactor());
    for (double entry : difference.entries()) {
      // The condition of the polar factor is 2 / (s1 + s2) times ||A||, below 2 here.
      assertEquals(0, entry, 2 * UNITS * 2 * 0x1p-53 * 4);
    }
  }

  @Test
  void of_smallSingularValue_isFoundToRelativeAccuracy() {
    // A = B D with B well conditioned: what one-sided Jacobi is for. s1 s2 = |det A| = 5e-20 and s1
    // is
    // that of the first column to 1e-40.
    Matrix<Double> a =
        Matrix.of(Binary64.INSTANCE, new double[][] {{3, 1e-20}, {-1, 1.3333333333333334e-20}});
    List<Double> values = new ArrayList<>(SingularValues.of(a).values());
    values.sort(null);
    double exact = 5e-20 / Math.sqrt(10);
    assertEquals(exact, values.get(0), UNITS * 2 * 0x1p-53 * exact * 2);
  }

  @Test
  void of_exactArithmeticWithTheRoots_isExact() {
    Matrix<BigFraction> a = Matrix.of(Q, new double[][] {{0, -2}, {3, 0}});
    SingularValues<BigFraction> found = SingularValues.of(a);
    assertEquals(List.of(BigFraction.of(3), BigFraction.of(2)), found.values());
    assertEquals(Matrix.of(Q, new double[][] {{0, -1}, {1, 0}}), found.left());
    assertEquals(Matrix.identity(Q, 2), found.right());
    assertThrows(
        ArithmeticException.class,
        () -> SingularValues.of(Matrix.of(Q, new double[][] {{1, 1}, {1, 0}})));
  }

  @Test
  void of_notSquare_throws() {
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> SingularValues.of(Matrix.zeros(Q, 2, 3)));
    assertEquals("matrix must be square, got 2 x 3", thrown.getMessage());
  }

  @Test
  void values_areUnmodifiable() {
    SingularValues<BigFraction> found = SingularValues.of(Matrix.identity(Q, 2));
    assertThrows(
        UnsupportedOperationException.class, () -> found.values().set(0, BigFraction.ZERO));
  }
}
