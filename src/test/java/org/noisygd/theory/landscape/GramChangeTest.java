// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.matrix;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.matrix.Matrix;

/** Known answers; that an update has these means is checked in verify.claims. */
class GramChangeTest {
  private final MatrixFactorization<BigFraction> f =
      new MatrixFactorization<>(matrix(3, 2, 1, -2, 0, 3, 5, 1));
  private final Factors<BigFraction> at =
      new Factors<>(
          matrix(3, 2, 1, 2, -1, 0, 3, 1).scale(q(1, 2)), matrix(2, 2, 2, -1, 1, 4).scale(q(1, 3)));

  @Test
  void invariant_knownPoint_isKnown() {
    // X^T X / etaX - Y^T Y / etaY by hand: 10/4 (11, 5; 5, 5) - 7/9 (5, 2; 2, 17).
    assertEquals(
        matrix(2, 2, 850, 394, 394, -26).scale(q(1, 36)),
        new GramChange<>(f, at, q(1, 10), q(1, 7)).invariant());
  }

  /**
   * matrix_mean: with v1 = c/3, v2 = c/2 and equal steps eta the changes differ by -2 eta c (X^T X
   * - Y^T Y) plus eta^2 times a matrix without eta; four times the change at eta, less that at 2
   * eta, is twice the first part.
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
}
