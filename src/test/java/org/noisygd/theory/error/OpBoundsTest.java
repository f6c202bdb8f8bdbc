// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/**
 * Known answers for gamma, by hand; and cross-checks: the errors that plans in emulated arithmetics
 * commit are within the bounds.
 */
final class OpBoundsTest {
  static final List<String> ARITHMETICS =
      List.of(
          "binary64 binary32 binary16 tf32 bfloat16 binary:20 decimal:7 double-double".split(" "));

  private static final RationalArithmetic EXACT = RationalArithmetic.INSTANCE;

  @Test
  void gamma_fewRoundings_isRoundedUp() {
    RoundingModel model = RoundingModel.named("binary:10");
    // 3 u / (1 - 3 u) with u = 2^-10 is 3/1021 = 0.0029382957884427...
    BigDecimal gamma = model.gamma(3);
    assertTrue(Rationals.compare(Rationals.of(gamma), BigFraction.of(3, 1021)) >= 0);
    assertEquals("0.0029382957884427032322", gamma.toString());
  }

  @Test
  void gamma_tooManyRoundings_isRefused() {
    RoundingModel model = RoundingModel.named("bfloat16"); // u is taken as 2^-7
    assertTrue(model.bounds(32));
    assertFalse(model.bounds(33));
    assertThrows(IllegalArgumentException.class, () -> model.gamma(33));
  }

  @Test
  void named_exactArithmetic_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> RoundingModel.named("dyadic"));
    assertThrows(IllegalArgumentException.class, () -> RoundingModel.named("float8"));
  }

  @ParameterizedTest
  @FieldSource("ARITHMETICS")
  void step_residualAndGramForm_stayWithinTheBound(String name) {
    SplittableRandom random = new SplittableRandom(20210221);
    int decided = 0;
    for (int round = 0; round < 40; round++) {
      int d1 = 1 + random.nextInt(4);
      int d2 = 1 + random.nextInt(4);
      int r = 1 + random.nextInt(2);
      decided += stepErrors(Arithmetics.named(name), random, d1, d2, r);
    }
    assertTrue(decided > 0, "no entry was decided");
  }

  private static <T> int stepErrors(
      Arithmetic<T> arithmetic, SplittableRandom random, int d1, int d2, int r) {
    Matrix<T> m = randomMatrix(random, arithmetic, d1, d2);
    Factors<T> at = random(random, arithmetic, d1, d2, r);
    Factors<T> noise = random(random, arithmetic, d1, d2, r);
    T etaX = arithmetic.fromDouble(0.25 + random.nextDouble() / 4);
    T etaY = arithmetic.fromDouble(0.125 + random.nextDouble() / 4);
    Factors<BigFraction> exact =
        new PerturbedUpdate<>(
                m.toExactly(EXACT),
                StepSizes.of(EXACT, arithmetic.toRational(etaX), arithmetic.toRational(etaY)),
                UpdateForm.RESIDUAL)
            .apply(at.toExactly(EXACT), noise.toExactly(EXACT));
    Binary64 doubles = Binary64.INSTANCE;
    OpBounds.Pair bounds =
        new OpBounds(RoundingModel.named(arithmetic.name()))
            .step(
                m.roundTo(doubles),
                at.roundTo(doubles),
                noise.roundTo(doubles),
                arithmetic.roundToDouble(etaX),
                arithmetic.roundToDouble(etaY),
                false);
    int decided = 0;
    for (UpdateForm form : UpdateForm.values()) {
      Factors<T> image =
          new PerturbedUpdate<>(m, StepSizes.of(arithmetic, etaX, etaY), form).apply(at, noise);
      decided += within(image.x(), exact.x(), bounds.x());
      decided += within(image.y(), exact.y(), bounds.y());
    }
    return decided;
  }

  private static <T> int within(Matrix<T> image, Matrix<BigFraction> exact, ErrorBound bound) {
    assertFalse(bound.withMore(ErrorBound.UNBOUNDED).decides());
    if (!bound.decides()) {
      return 0;
    }
    for (int i = 0; i < image.rows(); i++) {
      for (int k = 0; k < image.columns(); k++) {
        BigFraction error =
            image.arithmetic().toRational(image.get(i, k)).subtract(exact.get(i, k)).abs();
        assertTrue(
            Rationals.compare(error, Rationals.of(bound.at(i, k))) <= 0,
            image.arithmetic().name() + ": " + error.doubleValue() + " beyond " + bound.at(i, k));
      }
    }
    return 1;
  }

  @Test
  void hessian_zeroEntries_haveTheBoundZero() {
    Factors<Double> at = random(new SplittableRandom(3), Binary64.INSTANCE, 2, 2, 1);
    Matrix<Double> m = randomMatrix(new SplittableRandom(4), Binary64.INSTANCE, 2, 2);
    ErrorBound bound = new OpBounds(RoundingModel.named("binary64")).hessian(m, at);
    assertEquals(0, bound.at(0, 1).signum());
    assertTrue(bound.at(0, 0).signum() > 0);
    assertTrue(bound.at(0, 2).signum() > 0);
  }

  @Test
  void bound_argumentsInFewBits_isRefused() {
    // In bfloat16 the sum of the monomials may be rounded down, as 256 + 0.99 + 0.99 is to 256.
    Matrix<Double> m = randomMatrix(new SplittableRandom(7), EmulatedBinary.BFLOAT16, 3, 2);
    Factors<Double> at = random(new SplittableRandom(8), EmulatedBinary.BFLOAT16, 3, 2, 1);
    OpBounds bounds = new OpBounds(RoundingModel.named("bfloat16"));
    assertRefused(
        "arithmetic of the arguments of a bound must have the 53 bits of binary64 or more, got"
            + " bfloat16",
        () -> bounds.gradient(m, at));
    Matrix<BigDecimal> few = m.roundTo(DecimalArithmetic.ofDigits(16)); // half of 1e-15 > 2^-53
    assertThrows(
        IllegalArgumentException.class, () -> bounds.hessian(few, at.roundTo(few.arithmetic())));
    Matrix<BigDecimal> many = m.roundTo(DecimalArithmetic.ofDigits(17));
    assertTrue(bounds.hessian(many, at.roundTo(many.arithmetic())).at(0, 0).signum() > 0);
  }

  @Test
  void bound_numbersThatAreNone_areRefused() {
    Matrix<Double> m = randomMatrix(new SplittableRandom(9), Binary64.INSTANCE, 1, 1);
    Factors<Double> at = random(new SplittableRandom(10), Binary64.INSTANCE, 1, 1, 1);
    OpBounds bounds = new OpBounds(RoundingModel.named("binary64"));
    for (double eta : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          "etaX must be finite and >= 0, got " + eta,
          () -> bounds.step(m, at, at, eta, 0.1, false));
      assertThrows(IllegalArgumentException.class, () -> bounds.smoothedHessian(m, at, 0.1, eta));
      assertThrows(IllegalArgumentException.class, () -> bounds.smoothedGradient(m, at, eta, 0.1));
      assertThrows(
          IllegalArgumentException.class,
          () -> bounds.smoothedLoss(m, at, eta, 0.1, OpBounds.LossForm.RESIDUAL));
    }
    ErrorBound huge = bounds.loss(m.scale(1e200), at, OpBounds.LossForm.RESIDUAL);
    assertEquals(
        "a bound needs finite doubles, got Infinity at [0][0]; give larger numbers in decimal:20",
        assertThrows(ArithmeticException.class, () -> huge.at(0, 0)).getMessage());
    assertThrows(
        ArithmeticException.class, () -> bounds.gradient(m, at.map(x -> Double.NaN)).x().largest());
  }

  private static <T> Factors<T> random(
      SplittableRandom random, Arithmetic<T> arithmetic, int d1, int d2, int r) {
    return new Factors<>(
        randomMatrix(random, arithmetic, d1, r), randomMatrix(random, arithmetic, d2, r));
  }

  private static <T> Matrix<T> randomMatrix(
      SplittableRandom random, Arithmetic<T> arithmetic, int rows, int columns) {
    return Matrix.of(
        arithmetic, rows, columns, (i, j) -> arithmetic.fromDouble(2 * random.nextDouble() - 1));
  }
}
