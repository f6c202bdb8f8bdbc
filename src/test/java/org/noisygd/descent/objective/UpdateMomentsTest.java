// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.descent.objective.MatrixFactorizationTest.assertMessage;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Cross-check: mean and covariance of one update against their definition, summed over every
 * outcome of the law that takes -q, 0, q with probabilities 1/6, 2/3, 1/6. Its moments up to the
 * fifth are those of a Gaussian of variance q^2/3, and no entry of the noise enters the covariance
 * in a power above the fourth, so the two agree exactly. Each outcome's update is summed entry by
 * entry in integers.
 */
class UpdateMomentsTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;
  private static final long[] WEIGHTS = {1, 4, 1};

  /** The gradient of F at the given variables, by its sums. */
  private static long[] gradient(Entrywise e, long[] at) {
    long[] gradient = new long[e.size()];
    for (int i = 0; i < e.d1(); i++) {
      for (int j = 0; j < e.d2(); j++) {
        long residual = -e.m()[i][j];
        for (int k = 0; k < e.r(); k++) {
          residual += at[e.x(i, k)] * at[e.y(j, k)];
        }
        for (int k = 0; k < e.r(); k++) {
          gradient[e.x(i, k)] += residual * at[e.y(j, k)];
          gradient[e.y(j, k)] += residual * at[e.x(i, k)];
        }
      }
    }
    return gradient;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 3, 3",
    "2, 1, 1, 3, 6",
    "1, 2, 1, 6, 3",
    "2, 2, 1, 3, 6",
    "3, 2, 1, 6, 3",
    "1, 1, 2, 3, 6",
    "2, 1, 2, 6, 3",
    "1, 2, 2, 3, 6",
    "1, 1, 3, 6, 3",
    "2, 2, 2, 3, 6",
    "1, 1, 2, 0, 3",
    "2, 2, 1, 0, 0"
  })
  void meanAndCovariance_threePointLaw_areThoseOfTheGaussian(
      int d1, int d2, int r, long q1, long q2) {
    Entrywise e = Entrywise.random(d1, d2, r, 20);
    int n = e.size();
    int outcomes = (int) Math.pow(3, n);
    long[] first = new long[n];
    long[][] partial = new long[n][n];
    for (int outcome = 0; outcome < outcomes; outcome++) {
      long[] at = e.variables().clone();
      long weight = 1;
      int digits = outcome;
      for (int p = 0; p < n; p++) {
        int digit = digits % 3;
        digits /= 3;
        at[p] += (digit - 1) * (p < d1 * r ? q1 : q2);
        weight *= WEIGHTS[digit];
      }
      long[] g = gradient(e, at);
      for (int p = 0; p < n; p++) {
        first[p] = Math.addExact(first[p], Math.multiplyExact(weight, g[p]));
        for (int q = 0; q <= p; q++) {
          long product = Math.multiplyExact(weight, Math.multiplyExact(g[p], g[q]));
          partial[p][q] = Math.addExact(partial[p][q], product);
        }
      }
    }
    BigFraction total = BigFraction.of(6).pow(n);
    BigFraction etaX = BigFraction.of(1, 7);
    BigFraction etaY = BigFraction.of(2, 5);
    UpdateMoments<BigFraction> moments =
        new UpdateMoments<>(
            new MatrixFactorization<>(e.target()),
            e.iterate(),
            etaX,
            etaY,
            BigFraction.of(q1 * q1, 3),
            BigFraction.of(q2 * q2, 3));
    List<BigFraction> mean = moments.mean().toVariables();
    Matrix<BigFraction> covariance = moments.covariance();
    assertEquals(n, covariance.rows());
    for (int p = 0; p < n; p++) {
      BigFraction etaP = p < d1 * r ? etaX : etaY;
      BigFraction meanP = BigFraction.of(first[p]).divide(total);
      assertEquals(
          BigFraction.of(e.variables()[p]).subtract(etaP.multiply(meanP)),
          mean.get(p),
          "mean of variable " + p);
      for (int q = 0; q <= p; q++) {
        BigFraction etaQ = q < d1 * r ? etaX : etaY;
        BigFraction meanQ = BigFraction.of(first[q]).divide(total);
        BigFraction expected =
            BigFraction.of(partial[p][q]).divide(total).subtract(meanP.multiply(meanQ));
        BigFraction scaled = etaP.multiply(etaQ).multiply(expected);
        assertEquals(scaled, covariance.get(p, q), "covariance of " + p + " and " + q);
        assertEquals(scaled, covariance.get(q, p), "covariance of " + q + " and " + p);
      }
    }
  }

  // M = 0, x = y = 0 in one dimension: X' = -eta z1 z2^2, of variance 3 eta^2 v1 v2^2; X' and Y'
  // are
  // uncorrelated, as E z1^3 = 0.
  @Test
  void covariance_atTheOriginInOneDimension_byHand() {
    var problem = new MatrixFactorization<>(Matrix.zeros(Q, 1, 1));
    Factors<BigFraction> origin = Factors.zeros(Q, 1, 1, 1);
    UpdateMoments<BigFraction> moments =
        new UpdateMoments<>(
            problem,
            origin,
            BigFraction.of(1, 10),
            BigFraction.of(1, 5),
            BigFraction.of(2),
            BigFraction.of(3));
    assertEquals(origin, moments.mean());
    assertEquals(BigFraction.of(3 * 2 * 9, 100), moments.covariance().get(0, 0));
    assertEquals(BigFraction.of(3 * 3 * 4, 25), moments.covariance().get(1, 1));
    assertEquals(BigFraction.ZERO, moments.covariance().get(0, 1));
  }

  @Test
  void constructor_invalid_throws() {
    var problem = new MatrixFactorization<>(Matrix.zeros(Q, 1, 2));
    BigFraction one = BigFraction.ONE;
    BigFraction negative = BigFraction.of(-1, 2);
    assertMessage(
        "variance1 must be >= 0, got -0.5",
        () -> new UpdateMoments<>(problem, Factors.zeros(Q, 1, 2, 1), one, one, negative, one));
    assertMessage(
        "variance2 must be >= 0, got -0.5",
        () -> new UpdateMoments<>(problem, Factors.zeros(Q, 1, 2, 1), one, one, one, negative));
    assertMessage(
        "iterate of shapes 2 x 1 and 1 x 1 must fit the target M, got 1 x 2",
        () -> new UpdateMoments<>(problem, Factors.zeros(Q, 2, 1, 1), one, one, one, one));
  }
}
