// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * One update of Perturbed GD (Section 2, Algorithm 1) with two step sizes:
 *
 * <pre>
 *   Xt = X + Z1,  Yt = Y + Z2
 *   X' = X - etaX (Xt Yt^T - M) Yt
 *   Y' = Y - etaY (Yt Xt^T - M^T) Xt
 * </pre>
 *
 * <p>Order of evaluation, entry by entry, each operation rounded once and none fused:
 *
 * <ol>
 *   <li>Xt, Yt: one addition each. Without noise (plain gradient descent) Xt is X itself.
 *   <li>{@link UpdateForm#RESIDUAL}: R_ij = (sum over k of Xt_ik Yt_jk) - M_ij; then by X, G_ik =
 *       sum over j of R_ij Yt_jk; by Y, G_jk = sum over i of R_ij Xt_ik.
 *   <li>{@link UpdateForm#GRAM}: K_ab = sum over j of Yt_ja Yt_jb; G_ik = (sum over a of Xt_ia
 *       K_ak) - (sum over j of M_ij Yt_jk); by Y the same with the roles exchanged and M_ij summed
 *       over i.
 *   <li>X'_ik = X_ik - (etaX G_ik).
 * </ol>
 *
 * <p>Sums run in ascending index order and start from their first product; double-double adds each
 * further term by its own {@code addProduct}.
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param form the evaluation of the gradient
 * @param <T> the type of the entries
 */
public record PerturbedUpdate<T>(
    @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps, UpdateForm form)
    implements Update<T> {

  /**
   * The iterate after one update with the given perturbations.
   *
   * @throws IllegalArgumentException if the shapes of iterate, noise and target do not fit
   */
  public Factors<T> apply(Factors<T> iterate, Factors<T> noise) {
    return descend(iterate, iterate.perturbed(noise));
  }

  /** The iterate after one noise-free update: plain gradient descent. */
  public Factors<T> apply(Factors<T> iterate) {
    return descend(iterate, iterate);
  }

  @Override
  public Factors<T> next(Factors<T> iterate, @Nullable Factors<T> noise) {
    return noise == null ? apply(iterate) : apply(iterate, noise);
  }

  private Factors<T> descend(Factors<T> iterate, Factors<T> perturbed) {
    MatrixFactorization<T> problem = new MatrixFactorization<>(target);
    return steps.descend(
        iterate,
        switch (form) {
          case RESIDUAL -> problem.gradient(perturbed);
          case GRAM -> problem.gradientInGramForm(perturbed);
        });
  }
}
