// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.check;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.ApproximateSpectrum;

/** The eigen-solver of Apache Commons Math 3, which shares no code with ours. */
public final class CommonsMathSolver {
  private CommonsMathSolver() {}

  /**
   * All eigenvalues and eigenvectors of h, its entries rounded to doubles (tridiagonal form, then
   * implicit QL).
   *
   * @throws IllegalArgumentException if h is not square and symmetric
   * @throws org.apache.commons.math3.exception.MaxCountExceededException if the iteration fails
   */
  public static <T> ApproximateSpectrum<Double> solve(Matrix<T> h) {
    ApproximateSpectrum.requireSymmetric(h);
    EigenDecomposition decomposition =
        new EigenDecomposition(new Array2DRowRealMatrix(h.roundToDoubles(), false));
    return ApproximateSpectrum.sorted(
        Arrays.stream(decomposition.getRealEigenvalues()).boxed().toList(),
        Matrix.of(Binary64.INSTANCE, decomposition.getV().getData()));
  }
}
