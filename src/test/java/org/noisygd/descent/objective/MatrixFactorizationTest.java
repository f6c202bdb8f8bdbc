// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.Refused.assertRefused;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/** Known answers by hand; that the derivatives are F's is checked in verify.claims. */
class MatrixFactorizationTest {

  // M = 4, (x, y) = (3, 1): residual -1, loss 1/2, gradient (-1, -3), Hessian [[1, 2], [2, 9]].
  @Test
  void everything_oneByOne_byHand() {
    Binary64 b = Binary64.INSTANCE;
    var problem = new MatrixFactorization<>(Matrix.of(b, new double[][] {{4}}));
    var at = new Factors<>(Matrix.of(b, new double[][] {{3}}), Matrix.of(b, new double[][] {{1}}));
    assertEquals(Matrix.of(b, new double[][] {{-1}}), problem.residual(at));
    assertEquals(0.5, problem.loss(at));
    assertEquals(List.of(-1.0, -3.0), problem.gradient(at).toVariables());
    assertEquals(Matrix.of(b, new double[][] {{1, 2}, {2, 9}}), problem.hessian(at));
    var direction =
        new Factors<>(Matrix.of(b, new double[][] {{10}}), Matrix.of(b, new double[][] {{1}}));
    assertEquals(List.of(12.0, 29.0), problem.hessianVectorProduct(at, direction).toVariables());
  }

  @Test
  void loss_orderOfEvaluation_isRowByRowAndHalvedLast() {
    // Squares 1 and four of 2^-54: from the left each is lost, from the right they count.
    Binary64 b = Binary64.INSTANCE;
    double s = 0x1p-27;
    var at =
        new Factors<>(
            Matrix.of(b, new double[][] {{0}, {0}}), Matrix.of(b, new double[][] {{1}, {1}, {1}}));
    assertEquals(0.5, loss(at, new double[][] {{1, s, s}, {s, s, 0}}));
    assertEquals((1 + 0x1p-52) / 2, loss(at, new double[][] {{0, s, s}, {s, s, 1}}));
    // Column by column the 1 would come second, after nothing.
    double large = 0x1.8p-27; // its square, 2.25 2^-54, is lost beside 1, and twice it is not
    assertEquals(1 + 0x1p-52, 2 * loss(at, new double[][] {{0, large, large}, {1, 0, 0}}));
  }

  private static double loss(Factors<Double> at, double[][] target) {
    return new MatrixFactorization<>(Matrix.of(Binary64.INSTANCE, target)).loss(at);
  }

  @Test
  void gradient_forms_roundDifferently() {
    // Where x y is near M the residual form rounds x y once, before the small difference.
    Binary64 b = Binary64.INSTANCE;
    double x = 1 + 0x1p-30;
    double y = 1 + 0x1p-31;
    var at = new Factors<>(Matrix.of(b, new double[][] {{x}}), Matrix.of(b, new double[][] {{y}}));
    var problem = new MatrixFactorization<>(Matrix.of(b, new double[][] {{1}}));
    assertEquals((x * y - 1) * y, problem.gradient(at).x().get(0, 0));
    assertEquals((x * y - 1) * x, problem.gradient(at).y().get(0, 0));
    assertEquals(x * (y * y) - 1 * y, problem.gradientInGramForm(at).x().get(0, 0));
    assertEquals(y * (x * x) - 1 * x, problem.gradientInGramForm(at).y().get(0, 0));
    assertEquals(
        false,
        problem.gradient(at).equals(problem.gradientInGramForm(at)),
        "the two forms are told apart by this input");
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "2, 2", "3, 1"})
  void anything_iterateThatDoesNotFit_throws(int d1, int d2) {
    RationalArithmetic q = RationalArithmetic.INSTANCE;
    var problem = new MatrixFactorization<>(Matrix.zeros(q, 2, 3));
    Factors<BigFraction> at = Factors.zeros(q, d1, d2, 1);
    String message =
        "iterate of shapes " + d1 + " x 1 and " + d2 + " x 1 must fit the target M, got 2 x 3";
    assertRefused(message, () -> problem.loss(at));
    assertRefused(message, () -> problem.residual(at));
    assertRefused(message, () -> problem.gradient(at));
    assertRefused(message, () -> problem.gradientInGramForm(at));
    assertRefused(message, () -> problem.hessian(at));
    assertRefused(message, () -> problem.hessianVectorProduct(at, at));
  }

  @Test
  void loss_iterateInAnotherArithmetic_throws() {
    var problem = new MatrixFactorization<>(Matrix.zeros(Binary64.INSTANCE, 1, 1));
    Factors<Double> at = Factors.zeros(EmulatedBinary.BINARY32, 1, 1, 1);
    assertRefused(
        "iterate in binary32 must have the arithmetic of M, got binary64", () -> problem.loss(at));
    assertRefused(
        "iterate in binary32 must have the arithmetic of M, got binary64",
        () -> problem.gradientInGramForm(at));
    var decimal = new MatrixFactorization<>(Matrix.zeros(DecimalArithmetic.ofDigits(50), 1, 1));
    var other = Factors.zeros(DecimalArithmetic.ofDigits(20), 1, 1, 1);
    assertRefused(
        "iterate in decimal:20 must have the arithmetic of M, got decimal:50",
        () -> decimal.loss(other));
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 2", "2, 2, 2", "2, 3, 1"})
  void hessianTimes_directionOfOtherShape_throws(int d1, int d2, int r) {
    RationalArithmetic q = RationalArithmetic.INSTANCE;
    var problem = new MatrixFactorization<>(Matrix.zeros(q, 2, 3));
    Factors<BigFraction> at = Factors.zeros(q, 2, 3, 2);
    Factors<BigFraction> direction = Factors.zeros(q, d1, d2, r);
    assertRefused(
        "direction of shapes %d x %d and %d x %d must have the shapes of the iterate, got 2 x 2 and 3 x 2"
            .formatted(d1, r, d2, r),
        () -> problem.hessianVectorProduct(at, direction));
  }
}
