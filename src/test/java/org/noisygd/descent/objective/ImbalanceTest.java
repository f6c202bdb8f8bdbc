// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Known answers by hand, and balanced iterates built to be so. */
class ImbalanceTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  private static Factors<BigFraction> factors(double[][] x, double[][] y) {
    return new Factors<>(Matrix.of(Q, x), Matrix.of(Q, y));
  }

  // X^T X = [[10, 14], [14, 20]], Y^T Y = [[25, 30], [30, 36]].
  private static final Factors<BigFraction> AT =
      factors(new double[][] {{1, 2}, {3, 4}}, new double[][] {{5, 6}});

  @Test
  void imbalance_byHand() {
    assertEquals(
        Matrix.of(Q, new double[][] {{10 - 50, 14 - 60}, {14 - 60, 20 - 72}}),
        AT.imbalance(BigFraction.of(2)));
  }

  @Test
  void imbalance_balancedByConstruction_isZero() {
    // X = 2 Q1 D, Y = Q2 D with orthonormal columns: gamma = 2.
    Factors<BigFraction> balanced =
        factors(new double[][] {{6, 0}, {0, 10}, {0, 0}}, new double[][] {{0, 5}, {-3, 0}});
    BigFraction four = BigFraction.of(4);
    assertEquals(Matrix.zeros(Q, 2, 2), balanced.imbalance(four));
  }
}
