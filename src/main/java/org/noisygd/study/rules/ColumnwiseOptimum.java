// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.List;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * The optimum of the smoothed objective where the noise differs from column to column: C1 =
 * diag(c1), C2 = diag(c2), M = the r singular values Sigma on its diagonal. With w_k = sqrt(c1_k
 * c2_k),
 *
 * <pre>
 *   column k holds one singular pair, Sigma_(k):  x_k y_k^T = (Sigma_(k) - w_k) u v^T,
 *   ||x_k||^2 = (Sigma_(k) - w_k) gamma_k,  ||y_k||^2 = (Sigma_(k) - w_k) / gamma_k,  gamma_k^2 = c1_k / c2_k,
 * </pre>
 *
 * <p>the largest singular value in the column with the least w, and so on. Why: for given products
 * N_k = x_k y_k^T the penalty c2_k ||x_k||^2 + c1_k ||y_k||^2 is at least 2 w_k ||N_k||, with
 * equality at that gamma_k; and with w ascending, sum w_k ||N_k|| = sum_j (w_j - w_(j-1)) sum_(k >=
 * j) ||N_k||, where the inner sum is at least the nuclear norm of X Y^T less j - 1 terms of rank
 * one, so at least the sum of its r - j + 1 least singular values. Then Fs >= 1/2 sum ((S_k -
 * Sigma_(k))^2 + 2 w_k S_k) + const, least at S_k = Sigma_(k) - w_k. With distinct w the columns
 * are determined up to signs: the invariance under rotations is gone.
 *
 * @param sigma Sigma_(k), by column
 * @param c1 the diagonal of C1
 * @param c2 the diagonal of C2
 * @param arithmetic of the numbers
 * @param <T> the type of the numbers
 */
public record ColumnwiseOptimum<T>(
    Arithmetic<T> arithmetic, List<T> sigma, List<T> c1, List<T> c2) {
  /** Checks the sizes, and that no column is empty: w_k below Sigma_(k). */
  public ColumnwiseOptimum {
    sigma = List.copyOf(sigma);
    c1 = List.copyOf(c1);
    c2 = List.copyOf(c2);
    Require.that(
        sigma.size() == c1.size() && c1.size() == c2.size(),
        "Sigma, c1 and c2",
        "be equally long",
        sigma.size() + ", " + c1.size() + ", " + c2.size());
    for (int k = 0; k < sigma.size(); k++) {
      T w = arithmetic.sqrt(arithmetic.multiply(c1.get(k), c2.get(k)));
      Require.that(arithmetic.compare(w, sigma.get(k)) < 0, "w_" + k, "be below Sigma_" + k, w);
    }
  }

  /** w_k. */
  public T threshold(int k) {
    return arithmetic.sqrt(arithmetic.multiply(c1.get(k), c2.get(k)));
  }

  /** gamma_k. */
  public T gamma(int k) {
    return arithmetic.sqrt(arithmetic.divide(c1.get(k), c2.get(k)));
  }

  /** ||x_k||^2. */
  public T squaredX(int k) {
    return arithmetic.multiply(shrunk(k), gamma(k));
  }

  /** ||y_k||^2. */
  public T squaredY(int k) {
    return arithmetic.divide(shrunk(k), gamma(k));
  }

  private T shrunk(int k) {
    return arithmetic.subtract(sigma.get(k), threshold(k));
  }
}
