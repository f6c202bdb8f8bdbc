// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.Refused.assertRefused;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Known answers; that they are the moments of one update is checked in verify.claims. */
class UpdateMomentsTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  // M = 0, x = y = 0 in one dimension: X' = -eta z1 z2^2, of variance 3 eta^2 v1 v2^2; X' and Y'
  // are uncorrelated, as E z1^3 = 0.
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
    assertRefused(
        "variance1 must be >= 0, got -0.5",
        () -> new UpdateMoments<>(problem, Factors.zeros(Q, 1, 2, 1), one, one, negative, one));
    assertRefused(
        "variance2 must be >= 0, got -0.5",
        () -> new UpdateMoments<>(problem, Factors.zeros(Q, 1, 2, 1), one, one, one, negative));
    assertRefused(
        "iterate of shapes 2 x 1 and 1 x 1 must fit the target M, got 1 x 2",
        () -> new UpdateMoments<>(problem, Factors.zeros(Q, 2, 1, 1), one, one, one, one));
  }
}
