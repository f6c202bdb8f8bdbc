// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.Refused.assertRefused;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Known answers; that it is the mean of F over the noise is checked in verify.claims. */
class SmoothedFactorizationTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  @Test
  void moments_ofIndependentEntries_areThoseOfTheirSums() {
    assertEquals(
        NoiseMoments.scalar(Q, 2, BigFraction.of(4 * 3), BigFraction.of(9 * 5)),
        NoiseMoments.isotropic(Q, 3, 5, 2, BigFraction.of(4), BigFraction.of(9)));
  }

  @Test
  void loss_noNoise_isTheObjectiveItself() {
    Matrix<BigFraction> m = Matrix.of(Q, new double[][] {{1, -4}, {0, 2}});
    var at = new Factors<>(m.scale(BigFraction.of(3)), m.transpose());
    var smoothed =
        new SmoothedFactorization<>(
            m, NoiseMoments.scalar(Q, 2, BigFraction.ZERO, BigFraction.ZERO));
    assertEquals(new MatrixFactorization<>(m), smoothed.unsmoothed());
    assertEquals(smoothed.unsmoothed().loss(at), smoothed.loss(at));
  }

  @Test
  void loss_orderOfEvaluation_isAsPrinted() {
    // Residual^2 = 1, then s2 x^2 = 0, then s1 y^2 and s1 s2, each 2^-53: lost where it is added
    // to 1 in turn, while their sum 2^-52 would count.
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
    assertRefused(message, () -> smoothed.loss(at));
    assertRefused(message, () -> smoothed.gradient(at));
    assertRefused(message, () -> smoothed.hessian(at));
    assertRefused(message, () -> smoothed.hessianVectorProduct(at, at));
  }

  @Test
  void moments_invalid_throw() {
    Matrix<BigFraction> one = Matrix.identity(Q, 1);
    Matrix<BigFraction> two = Matrix.identity(Q, 2);
    Matrix<BigFraction> flat = Matrix.zeros(Q, 1, 2);
    Matrix<BigFraction> skew = Matrix.of(Q, new double[][] {{1, 0.5}, {0.25, 1}});
    Matrix<BigFraction> negative = Matrix.of(Q, new double[][] {{1, 0}, {0, -2}});
    assertRefused(
        "C1 of shape 1 x 1 must be as large as C2, got 2 x 2", () -> new NoiseMoments<>(one, two));
    assertRefused("C1 must be square, got 1 x 2", () -> new NoiseMoments<>(flat, one));
    assertRefused("C2 must be square, got 1 x 2", () -> new NoiseMoments<>(one, flat));
    assertRefused(
        "C2[1][0] must equal the entry across the diagonal, 0.5, got 0.25",
        () -> new NoiseMoments<>(two, skew));
    assertRefused("C1[1][1] must be >= 0, got -2.0", () -> new NoiseMoments<>(negative, two));
    assertEquals(
        Matrix.zeros(Q, 2, 2), NoiseMoments.scalar(Q, 2, BigFraction.ZERO, BigFraction.ONE).c1());
  }
}
