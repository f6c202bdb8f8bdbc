// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import java.util.Collections;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The second moments of centred, independent perturbations Z1 (d1 x r) and Z2 (d2 x r) in the
 * smoothed objective: C1 = E Z1^T Z1 and C2 = E Z2^T Z2, both r x r. Anisotropy across rows changes
 * neither, and no other property of the distribution enters (theory, closed form 1).
 *
 * @param c1 C1, symmetric positive semidefinite, r x r
 * @param c2 C2, symmetric positive semidefinite, r x r
 * @param <T> the type of the entries
 */
public record NoiseMoments<T>(@Shape({"r", "r"}) Matrix<T> c1, @Shape({"r", "r"}) Matrix<T> c2) {
  /**
   * Checks that both matrices are square, symmetric and of one size, with no negative diagonal
   * entry. An entry may be infinite after an overflow; then the objective is infinite too.
   *
   * @throws IllegalArgumentException if not
   */
  public NoiseMoments {
    requireSecondMoment("C1", c1);
    requireSecondMoment("C2", c2);
    Require.that(
        c1.rows() == c2.rows(), "C1 of shape " + c1.shape(), "be as large as C2", c2.shape());
  }

  private static <T> void requireSecondMoment(String name, Matrix<T> c) {
    Require.that(c.rows() == c.columns(), name, "be square", c.shape());
    Arithmetic<T> arithmetic = c.arithmetic();
    for (int a = 0; a < c.rows(); a++) {
      T diagonal = c.get(a, a);
      Require.that(
          !arithmetic.isFinite(diagonal) || arithmetic.signum(diagonal) >= 0,
          name + "[" + a + "][" + a + "]",
          "be >= 0",
          shown(arithmetic, diagonal));
      for (int b = 0; b < a; b++) {
        Require.that(
            arithmetic.compare(c.get(a, b), c.get(b, a)) == 0,
            name + "[" + a + "][" + b + "]",
            "equal the entry across the diagonal, " + shown(arithmetic, c.get(b, a)),
            shown(arithmetic, c.get(a, b)));
      }
    }
  }

  private static <T> String shown(Arithmetic<T> arithmetic, T entry) {
    return arithmetic.isFinite(entry) ? arithmetic.print(entry) : entry.toString();
  }

  /**
   * Independent entries of variances sigma1^2 and sigma2^2: C1 = d1 sigma1^2 I, C2 = d2 sigma2^2 I.
   */
  public static <T> NoiseMoments<T> isotropic(
      Arithmetic<T> arithmetic, int d1, int d2, int r, T variance1, T variance2) {
    return scalar(
        arithmetic,
        r,
        arithmetic.multiply(arithmetic.of(d1), variance1),
        arithmetic.multiply(arithmetic.of(d2), variance2));
  }

  /** C1 = s1 I and C2 = s2 I, with s1 = E||Z1||_F^2 / r and s2 = E||Z2||_F^2 / r. */
  @SuppressWarnings("shape") // both sides are r by construction
  public static <T> NoiseMoments<T> scalar(Arithmetic<T> arithmetic, int r, T s1, T s2) {
    return new NoiseMoments<>(
        Matrix.diagonal(arithmetic, Collections.nCopies(r, s1)),
        Matrix.diagonal(arithmetic, Collections.nCopies(r, s2)));
  }
}
