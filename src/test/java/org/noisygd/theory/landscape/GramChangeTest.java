// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.matrix;
import static org.noisygd.theory.landscape.Exact.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.number.matrix.Matrix;

/** Cross-check: the closed forms against an update, and against its mean and covariance. */
class GramChangeTest {
  private final MatrixFactorization<BigFraction> f =
      new MatrixFactorization<>(matrix(3, 2, 1, -2, 0, 3, 5, 1));
  private final Factors<BigFraction> at =
      new Factors<>(
          matrix(3, 2, 1, 2, -1, 0, 3, 1).scale(q(1, 2)), matrix(2, 2, 2, -1, 1, 4).scale(q(1, 3)));
  private final BigFraction etaX = q(1, 10);
  private final BigFraction etaY = q(1, 7);
  private final GramChange<BigFraction> change = new GramChange<>(f, at, etaX, etaY);

  private Factors<BigFraction> next() {
    Factors<BigFraction> g = f.gradient(at);
    return at.minus(new Factors<>(g.x().scale(etaX), g.y().scale(etaY)));
  }

  @Test
  void changeOfInvariant_oneStep_isExact() {
    Matrix<BigFraction> after = new GramChange<>(f, next(), etaX, etaY).invariant();
    assertEquals(after.minus(change.invariant()), change.changeOfInvariant());
    // X^T X / etaX - Y^T Y / etaY by hand: 10/4 (11, 5; 5, 5) - 7/9 (5, 2; 2, 17).
    assertEquals(matrix(2, 2, 850, 394, 394, -26).scale(q(1, 36)), change.invariant());
  }

  @Test
  void meanChange_withoutNoise_isTheChangeOfOneStep() {
    assertEquals(next().x().gram().minus(at.x().gram()), change.meanChangeOfX(q(0), q(0)));
    assertEquals(next().y().gram().minus(at.y().gram()), change.meanChangeOfY(q(0), q(0)));
  }

  @Test
  void meanChange_withNoise_followsFromMeanAndCovariance() {
    BigFraction v1 = q(1, 4);
    BigFraction v2 = q(2, 5);
    UpdateMoments<BigFraction> moments = new UpdateMoments<>(f, at, etaX, etaY, v1, v2);
    Matrix<BigFraction> covariance = moments.covariance();
    Matrix<BigFraction> expectedX =
        moments.mean().x().gram().minus(at.x().gram()).plus(rowSums(covariance, 0, 3));
    Matrix<BigFraction> expectedY =
        moments.mean().y().gram().minus(at.y().gram()).plus(rowSums(covariance, 6, 2));
    assertEquals(expectedX, change.meanChangeOfX(v1, v2));
    assertEquals(expectedY, change.meanChangeOfY(v1, v2));
  }

  /**
   * matrix_balance_mean: with v1 = c/3, v2 = c/2 and equal steps eta the changes differ by -2 eta c
   * (X^T X - Y^T Y) plus eta^2 times a matrix without eta; four times the change at eta, less that
   * at 2 eta, is twice the first part.
   */
  @Test
  void meanChange_balancedNoise_firstOrderIsTheImbalance() {
    BigFraction c = q(3, 7);
    BigFraction eta = q(1, 10);
    assertEquals(
        at.x().gram().minus(at.y().gram()).scale(eta.multiply(c).multiply(-4)),
        difference(c, eta).scale(q(4)).minus(difference(c, eta.multiply(2))));
  }

  private Matrix<BigFraction> difference(BigFraction c, BigFraction eta) {
    var equal = new GramChange<>(f, at, eta, eta);
    return equal
        .meanChangeOfX(c.divide(3), c.divide(2))
        .minus(equal.meanChangeOfY(c.divide(3), c.divide(2)));
  }

  /** The sum over rows i of Cov(W_ia, W_ib), from the variables beginning at offset. */
  private static Matrix<BigFraction> rowSums(Matrix<BigFraction> covariance, int offset, int rows) {
    return Matrix.of(
        Q,
        2,
        2,
        (a, b) -> {
          BigFraction sum = q(0);
          for (int i = 0; i < rows; i++) {
            sum = sum.add(covariance.get(offset + 2 * i + a, offset + 2 * i + b));
          }
          return sum;
        });
  }
}
