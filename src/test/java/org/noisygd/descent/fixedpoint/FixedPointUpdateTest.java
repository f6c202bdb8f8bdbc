// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/** Holds the fixed-point update against exact rational updates. */
class FixedPointUpdateTest {
  private static final long SEED = 20210226;
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** Fractions n / 3 of modulus below scale: no entry is exact in binary. */
  static Matrix<BigFraction> thirds(Random random, int rows, int columns, double scale) {
    return Matrix.of(
        Q,
        rows,
        columns,
        (i, j) -> Rationals.of((random.nextDouble() - 0.5) * scale).multiply(BigFraction.of(2, 3)));
  }

  private static Factors<BigFraction> factors(Random random, int d1, int d2, int r, double scale) {
    return new Factors<>(thirds(random, d1, r, scale), thirds(random, d2, r, scale));
  }

  private static BigFraction difference(
      Matrix<BigFraction> a, Matrix<BigFraction> b, int i, int j) {
    return a.get(i, j).subtract(b.get(i, j)).abs();
  }

  /** The largest |a - b| / bound; fails where it is above 1. */
  private static double largestRatio(
      Factors<BigFraction> a, Factors<BigFraction> b, Factors<Dyadic> bound) {
    return Math.max(ratio(a.x(), b.x(), bound.x()), ratio(a.y(), b.y(), bound.y()));
  }

  private static double ratio(Matrix<BigFraction> a, Matrix<BigFraction> b, Matrix<Dyadic> bound) {
    double largest = 0;
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        BigFraction limit = bound.get(i, j).toRational();
        BigFraction error = difference(a, b, i, j);
        assertTrue(
            Rationals.compare(error, limit) <= 0,
            "entry " + i + "," + j + ": " + error.doubleValue() + " > " + limit.doubleValue());
        largest = Math.max(largest, error.divide(limit).doubleValue());
      }
    }
    return largest;
  }

  /** Cross-check against the exact update of the same fixed-point iterate and noise. */
  @ParameterizedTest
  @CsvSource({
    "1,1,1,20,1",
    "4,3,2,20,1",
    "3,7,5,0,9",
    "20,30,1,125,1",
    "5,6,3,125,0.001",
    "2,9,3,61,40",
    "9,8,1,345,2"
  })
  void apply_randomIterates_isWithinTheBoundOfTheExactUpdate(
      int d1, int d2, int r, int bits, double scale) {
    Random random = new Random(SEED + bits + d1);
    FixedPoint format = new FixedPoint(bits);
    Matrix<BigFraction> m = thirds(random, d1, d2, scale);
    StepSizes<BigFraction> steps = StepSizes.of(Q, BigFraction.of(1, 100), BigFraction.of(1, 70));
    FixedPointUpdate update = FixedPointUpdate.of(format, m, steps, r);
    PerturbedUpdate<BigFraction> exact = new PerturbedUpdate<>(m, steps, UpdateForm.RESIDUAL);
    double worst = 0;
    for (int n = 0; n < 5; n++) {
      FixedPointTrajectory trajectory =
          FixedPointTrajectory.portable(update, factors(random, d1, d2, r, scale));
      Factors<Dyadic> iterate = trajectory.iterate();
      // Noise on the grid, so that its own rounding stays out of the comparison.
      Factors<Dyadic> noise =
          FixedPointTrajectory.portable(update, factors(random, d1, d2, r, scale / 4)).iterate();
      trajectory.apply(FixedPointNoise.of(update, noise));
      worst =
          Math.max(
              worst,
              largestRatio(
                  trajectory.iterate().toExactly(Q),
                  exact.apply(iterate.toExactly(Q), noise.toExactly(Q)),
                  FixedPointBound.of(update, iterate.plus(noise))));
    }
    // The final rounding alone takes a part of the bound: one of 1000 entries comes near it.
    assertTrue(worst > 0, "an update of thirds rounds, seed " + SEED);
  }

  /** Perturbations of zero. */
  static FixedPointNoise noNoise(FixedPointUpdate update, int r) {
    return FixedPointNoise.of(update, new double[update.d1() * r], new double[update.d2() * r]);
  }

  /** Known answer by hand at F = 2, unit 1/4: x = 1, y = 3/4, M = 2, steps 1/2 and 1. */
  @Test
  void apply_onePointTwoBits_givesTheRoundingsOfTheDefinition() {
    FixedPointUpdate update =
        FixedPointUpdate.of(
            new FixedPoint(2),
            Matrix.of(Binary64.INSTANCE, new double[][] {{2}}),
            StepSizes.of(Binary64.INSTANCE, 0.5, 1),
            1);
    FixedPointTrajectory trajectory =
        FixedPointTrajectory.portable(
            update,
            new Factors<>(
                Matrix.of(Binary64.INSTANCE, new double[][] {{1}}),
                Matrix.of(Binary64.INSTANCE, new double[][] {{0.75}})));
    trajectory.apply(noNoise(update, 1));
    // K = rnd(9/16) = 1/2, C = 1/4, A = 1: X' = 1 + rnd(3/4 - 1/4) = 3/2.
    assertEquals(Dyadic.of(1.5), trajectory.iterate().x().get(0, 0));
    // L = 1, D = 1, B = 2: Y' = 3/4 + rnd(2 - 3/4) = 2.
    assertEquals(Dyadic.of(2), trajectory.iterate().y().get(0, 0));
  }

  @Test
  void apply_divergingRun_isRefusedOnceAndKeepsTheIterate() {
    FixedPointUpdate update =
        FixedPointUpdate.of(
            FixedPoint.ofDigits(34),
            Matrix.of(Binary64.INSTANCE, new double[][] {{1}}),
            StepSizes.of(Binary64.INSTANCE, 1, 1),
            1);
    Matrix<Double> start = Matrix.of(Binary64.INSTANCE, new double[][] {{100}});
    for (FixedPointTrajectory trajectory :
        new FixedPointTrajectory[] {
          FixedPointTrajectory.of(update, new Factors<>(start, start)),
          FixedPointTrajectory.portable(update, new Factors<>(start, start))
        }) {
      Factors<Dyadic> before = trajectory.iterate();
      int steps = 0;
      try {
        while (steps < 100) {
          before = trajectory.iterate();
          trajectory.apply(noNoise(update, 1));
          steps++;
        }
      } catch (ArithmeticException e) {
        assertTrue(e.getMessage().startsWith("iterate must keep every term below 2^1000"));
      }
      // 100^(3^n) passes 2^1000 in its fifth cube: four updates, the fifth refused.
      assertEquals(4, steps);
      assertEquals(before, trajectory.iterate());
    }
  }

  @Test
  void apply_noiseOfAnotherUpdateOrShape_isRefused() {
    Matrix<Double> one = Matrix.of(Binary64.INSTANCE, new double[][] {{1}});
    Factors<Double> pair = new Factors<>(one, one);
    StepSizes<Double> steps = StepSizes.of(Binary64.INSTANCE, 1, 1);
    FixedPointUpdate update = FixedPointUpdate.of(new FixedPoint(9), one, steps, 1);
    FixedPointUpdate other = FixedPointUpdate.of(new FixedPoint(8), one, steps, 1);
    FixedPointTrajectory trajectory = FixedPointTrajectory.of(update, pair);
    assertThrows(
        IllegalArgumentException.class, () -> trajectory.apply(FixedPointNoise.of(other, pair)));
    Factors<Double> long2 = Factors.zeros(Binary64.INSTANCE, 2, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> FixedPointNoise.of(update, long2));
    assertThrows(IllegalArgumentException.class, () -> FixedPointTrajectory.of(update, long2));
  }
}
