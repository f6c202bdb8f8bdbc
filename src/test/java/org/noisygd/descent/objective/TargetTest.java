// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.Refused.assertRefused;

import java.util.List;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Cross-checks in rationals: a target by its factors and by its entries, and the entry moments. */
class TargetTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;
  private static final long SEED = 20250612;

  private static Matrix<BigFraction> random(Random random, int rows, int columns) {
    return Matrix.of(
        Q, rows, columns, (i, j) -> BigFraction.of(random.nextInt(19) - 9, 1 + random.nextInt(4)));
  }

  private static Factors<BigFraction> factors(Random random, int d1, int d2, int r) {
    return new Factors<>(random(random, d1, r), random(random, d2, r));
  }

  /** The sum of rationals, rounded once, is the other route. */
  @Test
  void ofFactors_few_isTheExactProductRounded() {
    Random random = new Random(SEED);
    for (int k = 0; k < 20; k++) {
      int r = 1 + random.nextInt(5);
      Factors<Double> factors =
          new Factors<>(
              Matrix.of(Binary64.INSTANCE, 4, r, (i, j) -> (double) (float) random.nextGaussian()),
              Matrix.of(Binary64.INSTANCE, 3, r, (i, j) -> (double) (float) random.nextGaussian()));
      Factors<BigFraction> exact = factors.toExactly(Q);
      assertEquals(
          exact.x().times(exact.y().transpose()).roundTo(Binary64.INSTANCE),
          Target.ofFactors(factors).matrix(),
          "seed " + SEED);
    }
  }

  @Test
  void ofFactors_many_holdsNoEntries() {
    Target<Double> m = Target.ofFactors(Factors.zeros(Binary64.INSTANCE, 1025, 1024, 2));
    assertEquals(1025, m.rows());
    assertEquals(1024, m.columns());
    assertRefused("M must have at most 1048576 entries, got 1025 x 1024", m::matrix);
  }

  @Test
  void product_andItsEntries_areOneTarget() {
    Random random = new Random(SEED);
    Factors<BigFraction> factors = factors(random, 4, 5, 2);
    Target<BigFraction> product = new Target.Product<>(factors);
    Target<BigFraction> whole = Target.of(factors.x().times(factors.y().transpose()));
    Factors<BigFraction> at = factors(random, 4, 5, 3);
    assertEquals(whole.times(at.y()), product.times(at.y()));
    assertEquals(whole.transposeTimes(at.x()), product.transposeTimes(at.x()));
    assertEquals(whole.rowSquares(), product.rowSquares());
    assertEquals(whole.columnSquares(), product.columnSquares());
  }

  /**
   * {@link UpdateMoments}, whose covariance is checked against an enumeration, is the other route.
   */
  @Test
  void entryMoments_areTheDiagonalOfTheCovariance() {
    Random random = new Random(SEED);
    for (int[] shape : new int[][] {{1, 1, 1}, {3, 2, 2}, {2, 4, 3}}) {
      Factors<BigFraction> factors = factors(random, shape[0], shape[1], 2);
      Factors<BigFraction> at = factors(random, shape[0], shape[1], shape[2]);
      List<BigFraction> eta = List.of(BigFraction.of(1, 10), BigFraction.of(1, 7));
      List<BigFraction> variances = List.of(BigFraction.of(2, 3), BigFraction.of(3, 5));
      UpdateMoments<BigFraction> all =
          new UpdateMoments<>(
              new MatrixFactorization<>(factors.x().times(factors.y().transpose())),
              at,
              eta.get(0),
              eta.get(1),
              variances.get(0),
              variances.get(1));
      EntryMoments<BigFraction> found =
          EntryMoments.of(new Target.Product<>(factors), at, eta, variances);
      assertEquals(all.mean(), at.plus(found.change()));
      List<BigFraction> variance = found.variance().toVariables();
      for (int p = 0; p < at.variables(); p++) {
        assertEquals(all.covariance(p, p), variance.get(p), at.entryName(p));
      }
    }
  }
}
