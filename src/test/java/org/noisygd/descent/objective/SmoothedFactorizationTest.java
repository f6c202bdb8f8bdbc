// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.descent.objective.MatrixFactorizationTest.assertMessage;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.Binary64;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Cross-check: the smoothed objective against its definition, the mean of F over every outcome of a
 * discrete noise. The noise is Z = E A with E of independent signs and A an integer matrix, so that
 * E Z^T Z = d A^T A; with A = sigma I it has independent entries.
 */
class SmoothedFactorizationTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** The mixing matrices of a test, r x r. */
  private record Mixing(Entrywise problem, long[][] a1, long[][] a2) {
    int outcomes() {
      return 1 << problem.size();
    }

    /** Twice the sum of the loss over all outcomes of the noise. */
    long twiceSum(long[] at) {
      int d1 = problem.d1();
      int d2 = problem.d2();
      int r = problem.r();
      long sum = 0;
      for (int outcome = 0; outcome < outcomes(); outcome++) {
        long[] moved = at.clone();
        for (int p = 0; p < problem.size(); p++) {
          long sign = (outcome >> p & 1) == 0 ? 1 : -1;
          boolean ofX = p < d1 * r;
          int row = p / r;
          for (int k = 0; k < r; k++) {
            moved[row * r + k] += sign * (ofX ? a1 : a2)[p % r][k];
          }
        }
        sum += problem.twiceLoss(moved);
      }
      assertEquals((d1 + d2) * r, problem.size());
      return sum;
    }

    BigFraction mean(BigFraction ofSum) {
      return ofSum.divide(outcomes());
    }

    NoiseMoments<BigFraction> moments() {
      return new NoiseMoments<>(secondMoment(a1, problem.d1()), secondMoment(a2, problem.d2()));
    }

    private static Matrix<BigFraction> secondMoment(long[][] a, int d) {
      return Matrix.of(
          Q,
          a.length,
          a.length,
          (k, l) -> {
            long sum = 0;
            for (long[] row : a) {
              sum += row[k] * row[l];
            }
            return BigFraction.of(d * sum);
          });
    }
  }

  private static Mixing scalar(int d1, int d2, int r, long sigma1, long sigma2) {
    long[][] a1 = new long[r][r];
    long[][] a2 = new long[r][r];
    for (int k = 0; k < r; k++) {
      a1[k][k] = sigma1;
      a2[k][k] = sigma2;
    }
    return new Mixing(Entrywise.random(d1, d2, r, 10), a1, a2);
  }

  private static void assertIsTheMean(Mixing mixing, NoiseMoments<BigFraction> moments) {
    Entrywise e = mixing.problem();
    var smoothed = new SmoothedFactorization<>(e.target(), moments);
    assertEquals(
        mixing.mean(BigFraction.of(mixing.twiceSum(e.variables()), 2)), smoothed.loss(e.iterate()));
    List<BigFraction> gradient = smoothed.gradient(e.iterate()).toVariables();
    Matrix<BigFraction> hessian = smoothed.hessian(e.iterate());
    long[] direction = Entrywise.random(e.d1(), e.d2(), e.r(), 11).variables();
    List<BigFraction> image =
        smoothed.hessianVectorProduct(e.iterate(), e.factors(direction)).toVariables();
    for (int p = 0; p < e.size(); p++) {
      assertEquals(mixing.mean(e.derivative(mixing::twiceSum, p)), gradient.get(p));
      BigFraction along = BigFraction.ZERO;
      for (int q = 0; q < e.size(); q++) {
        BigFraction second = mixing.mean(e.secondDerivative(mixing::twiceSum, p, q));
        assertEquals(second, hessian.get(p, q), p + ", " + q);
        along = along.add(second.multiply(BigFraction.of(direction[q])));
      }
      assertEquals(along, image.get(p));
    }
    assertEquals(new MatrixFactorization<>(e.target()), smoothed.unsmoothed());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 1, 1", "1, 3, 1", "1, 1, 2", "2, 1, 2", "1, 2, 2", "2, 2, 2"})
  void everything_independentEntries_isTheMeanOverTheNoise(int d1, int d2, int r) {
    Mixing mixing = scalar(d1, d2, r, 2, 3);
    // C1 = d1 sigma1^2 I, by its formula and by its factory.
    NoiseMoments<BigFraction> isotropic =
        NoiseMoments.isotropic(Q, d1, d2, r, BigFraction.of(4), BigFraction.of(9));
    assertEquals(mixing.moments(), isotropic);
    assertEquals(
        isotropic, NoiseMoments.scalar(Q, r, BigFraction.of(4 * d1), BigFraction.of(9 * d2)));
    assertIsTheMean(mixing, isotropic);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "1, 2"})
  void everything_noiseCorrelatedAcrossColumns_isTheMeanOverTheNoise(int d1, int d2) {
    Mixing mixing =
        new Mixing(
            Entrywise.random(d1, d2, 2, 12),
            new long[][] {{1, 2}, {0, 3}},
            new long[][] {{2, -1}, {1, 1}});
    assertIsTheMean(mixing, mixing.moments());
  }

  @Test
  void everything_noNoise_isTheObjectiveItself() {
    Mixing mixing = scalar(2, 2, 1, 0, 0);
    assertIsTheMean(mixing, mixing.moments());
    Entrywise e = mixing.problem();
    var smoothed = new SmoothedFactorization<>(e.target(), mixing.moments());
    assertEquals(smoothed.unsmoothed().loss(e.iterate()), smoothed.loss(e.iterate()));
  }

  @Test
  void loss_orderOfEvaluation_isAsPrinted() {
    // Residual^2 = 1, then s2 x^2 = 0, then s1 y^2 and s1 s2, each 2^-53: lost where it is added to
    // 1
    // in turn, while their sum 2^-52 would count.
    Binary64 b = Binary64.INSTANCE;
    var moments = NoiseMoments.scalar(b, 1, 0x1p-53, 1.0);
    var at = new Factors<>(Matrix.of(b, new double[][] {{0}}), Matrix.of(b, new double[][] {{1}}));
    var smoothed = new SmoothedFactorization<>(Matrix.of(b, new double[][] {{1}}), moments);
    assertEquals(0.5, smoothed.loss(at));
  }

  @Test
  void anything_rankOfTheNoiseDiffers_throws() {
    var smoothed =
        new SmoothedFactorization<>(
            Matrix.zeros(Q, 2, 3), NoiseMoments.scalar(Q, 2, BigFraction.ONE, BigFraction.ONE));
    Factors<BigFraction> at = Factors.zeros(Q, 2, 3, 1);
    String message = "iterate of rank 1 must fit the noise moments, got 2 x 2";
    assertMessage(message, () -> smoothed.loss(at));
    assertMessage(message, () -> smoothed.gradient(at));
    assertMessage(message, () -> smoothed.hessian(at));
    assertMessage(message, () -> smoothed.hessianVectorProduct(at, at));
  }

  @Test
  void moments_invalid_throw() {
    Matrix<BigFraction> one = Matrix.identity(Q, 1);
    Matrix<BigFraction> two = Matrix.identity(Q, 2);
    Matrix<BigFraction> flat = Matrix.zeros(Q, 1, 2);
    Matrix<BigFraction> skew = Matrix.of(Q, new double[][] {{1, 0.5}, {0.25, 1}});
    Matrix<BigFraction> negative = Matrix.of(Q, new double[][] {{1, 0}, {0, -2}});
    assertMessage(
        "C1 of shape 1 x 1 must be as large as C2, got 2 x 2", () -> new NoiseMoments<>(one, two));
    assertMessage("C1 must be square, got 1 x 2", () -> new NoiseMoments<>(flat, one));
    assertMessage("C2 must be square, got 1 x 2", () -> new NoiseMoments<>(one, flat));
    assertMessage(
        "C2[1][0] must equal the entry across the diagonal, 0.5, got 0.25",
        () -> new NoiseMoments<>(two, skew));
    assertMessage("C1[1][1] must be >= 0, got -2.0", () -> new NoiseMoments<>(negative, two));
    assertEquals(
        Matrix.zeros(Q, 2, 2), NoiseMoments.scalar(Q, 2, BigFraction.ZERO, BigFraction.ONE).c1());
  }
}
