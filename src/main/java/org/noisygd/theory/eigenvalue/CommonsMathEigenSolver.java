// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix in double precision, by Apache Commons Math 3
 * (tridiagonal form, then implicit QL). Not rigorous; {@code ClusterEnclosures.errorBounds} gives
 * proved bounds on what came out.
 */
public final class CommonsMathEigenSolver {
  private CommonsMathEigenSolver() {}

  /**
   * Solves for all eigenvalues and eigenvectors of h, its entries rounded to doubles.
   *
   * @throws IllegalArgumentException if h is not square and symmetric
   * @throws org.apache.commons.math3.exception.MaxCountExceededException if the iteration fails
   */
  public static <T extends Object> ApproximateSpectrum<Double> solve(Matrix<T> h) {
    ApproximateSpectrum.requireSymmetric(h);
    EigenDecomposition decomposition =
        new EigenDecomposition(new Array2DRowRealMatrix(h.roundToDoubles(), false));
    List<Double> values = new ArrayList<>();
    for (double value : decomposition.getRealEigenvalues()) {
      values.add(value);
    }
    return ApproximateSpectrum.sorted(
        values, Matrix.of(Binary64.INSTANCE, decomposition.getV().getData()));
  }
}
