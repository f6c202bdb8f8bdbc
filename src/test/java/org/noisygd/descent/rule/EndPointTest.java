// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

class EndPointTest {
  private static final Binary64 A = Binary64.INSTANCE;
  private static final long SEED = 20210304;

  /** Two sums of some hundred terms of size 1 in two orders: 1e-14 each, with room. */
  private static final double ROUNDING = 1e-12;

  /** Known answer, Lemma 2: at (alpha u, v/alpha) the largest eigenvalue is alpha^2 + alpha^-2. */
  @Test
  void of_optimumOfRankOne_asLemma2Says() {
    Matrix<Double> m = Matrix.of(A, 4, 3, (i, j) -> i == 0 && j == 0 ? 1.0 : 0.0);
    EndPoint end = EndPoint.of(m, 1, new double[] {2, 0, 0, 0}, new double[] {0.5, 0, 0});
    assertEquals(4, end.ratio());
    assertEquals(0, end.loss());
    assertEquals(3 * 4 + 4 * 0.25, end.traceOfHessian());
    assertEquals(4.25, end.sharpness(), ROUNDING);
  }

  /** Cross-check with the whole Hessian and a solver; power iterations never exceed it. */
  @Test
  @SuppressWarnings("shape") // sizes
  void of_randomPoints_asTheHessianSays() {
    Random random = new Random(SEED);
    for (int n = 0; n < 20; n++) {
      Factors<Double> at =
          new Factors<>(
              Matrix.of(A, 5, 2, (i, k) -> random.nextGaussian()),
              Matrix.of(A, 4, 2, (j, k) -> random.nextGaussian()));
      Matrix<Double> m = Matrix.of(A, 5, 4, (i, j) -> random.nextGaussian());
      EndPoint end = EndPoint.of(m, 2, flat(at.x()), flat(at.y()));
      Matrix<Double> hessian = new MatrixFactorization<>(m).hessian(at);
      double[] values =
          new EigenDecomposition(new Array2DRowRealMatrix(hessian.roundToDoubles(), false))
              .getRealEigenvalues();
      Arrays.sort(values);
      double largest = values[values.length - 1];
      assertEquals(hessian.trace(), end.traceOfHessian(), ROUNDING * hessian.trace());
      assertEquals(new MatrixFactorization<>(m).loss(at), end.loss(), ROUNDING * end.loss());
      assertEquals(at.x().norm() / at.y().norm(), end.ratio(), ROUNDING);
      assertTrue(end.sharpness() <= largest * (1 + ROUNDING), "above the largest");
      // Of the start's part outside the top eigenvector, (lambda_2/lambda_1)^(2 n) is left.
      double second = Math.max(values[values.length - 2], -values[0]);
      double left = StrictMath.pow(second / largest, 2.0 * (EndPoint.ITERATIONS - 1));
      double smallest = 1e-6; // of the start along the top eigenvector, squared, over its square
      assertTrue(
          end.sharpness() >= largest * (1 - ROUNDING) - 2 * largest * left / smallest,
          "short of the largest, seed " + SEED);
    }
  }

  private static double[] flat(Matrix<Double> matrix) {
    return matrix.entries().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
