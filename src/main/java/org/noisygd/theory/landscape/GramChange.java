// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The change of the Gram matrices X^T X and Y^T Y in one update: for gradient descent the
 * conservation law (claim GD.conservation), for Perturbed GD with Gaussian noise of variances v1,
 * v2 the mean (claim S.mean-gram).
 *
 * <p>Without noise, with R = X Y^T - M,
 *
 * <pre>
 *   X'^T X' - X^T X = -etaX (X^T R Y + Y^T R^T X) + etaX^2 Y^T R^T R Y
 *   Y'^T Y' - Y^T Y = -etaY (X^T R Y + Y^T R^T X) + etaY^2 X^T R R^T X
 *   change of X^T X / etaX - Y^T Y / etaY = etaX Y^T R^T R Y - etaY X^T R R^T X,   exactly.
 * </pre>
 *
 * <p>With noise the middle term has the smoothed gradient instead of R Y, and Y^T R^T R Y becomes
 * the second moment E G^T G of the perturbed gradient; by Isserlis (proved, S.mean-gram), with N =
 * Y^T Y, S = X^T X, C = X^T M and D = d2 v2,
 *
 * <pre>
 *   E G^T G = q(S) + d1 v1 q(I) - (L + L^T) + Y^T M^T M Y + v2 ||M||^2 I
 *   q(S)    = (N + D I) S (N + D I) + v2 (S N + N S + tr(S N) I + tr(S) N) + D v2 (S + tr(S) I)
 *   L       = N C Y + v2 (d2 C Y + tr(C Y) I + (C Y)^T)
 * </pre>
 *
 * @param problem the objective F
 * @param at the point (X, Y)
 * @param etaX the step size of X
 * @param etaY the step size of Y
 * @param <T> the type of the numbers
 */
public record GramChange<T>(MatrixFactorization<T> problem, Factors<T> at, T etaX, T etaY) {

  /** X^T X / etaX - Y^T Y / etaY, which gradient flow conserves, r x r. */
  public @Shape({"r", "r"}) Matrix<T> invariant() {
    Arithmetic<T> in = at.arithmetic();
    var ofX = at.x().gram().scale(in.divide(in.one(), etaX));
    return ofX.minus(at.y().gram().scale(in.divide(in.one(), etaY)));
  }

  /** The change of {@link #invariant} in one noise-free update, r x r. */
  public @Shape({"r", "r"}) Matrix<T> changeOfInvariant() {
    Factors<T> gradient = problem.gradient(at);
    return gradient.x().gram().scale(etaX).minus(gradient.y().gram().scale(etaY));
  }

  /** The mean of X'^T X' - X^T X under noise of variances v1 and v2, r x r. */
  public @Shape({"r", "r"}) Matrix<T> meanChangeOfX(T v1, T v2) {
    return meanChange(problem.target(), at.x(), at.y(), etaX, v1, v2);
  }

  /** The mean of Y'^T Y' - Y^T Y under noise of variances v1 and v2, r x r. */
  @SuppressWarnings("shape") // the formula for X with the roles of X and Y exchanged
  public @Shape({"r", "r"}) Matrix<T> meanChangeOfY(T v1, T v2) {
    return meanChange(problem.target().transpose(), at.y(), at.x(), etaY, v2, v1);
  }

  private static <T> @Shape({"r", "r"}) Matrix<T> meanChange(
      @Shape({"d1", "d2"}) Matrix<T> m,
      @Shape({"d1", "r"}) Matrix<T> x,
      @Shape({"d2", "r"}) Matrix<T> y,
      T eta,
      T v1,
      T v2) {
    Arithmetic<T> arithmetic = m.arithmetic();
    T d1v1 = arithmetic.multiply(arithmetic.of(x.rows()), v1);
    T d2v2 = arithmetic.multiply(arithmetic.of(y.rows()), v2);
    var my = m.times(y);
    var meanGradient = x.times(y.gram()).minus(my).plus(x.scale(d2v2));
    var cross = x.transpose().times(meanGradient);
    var cy = x.transpose().times(my);
    var linear =
        y.gram()
            .times(cy)
            .plus(cy.scale(d2v2))
            .plus(multipleOfIdentity(cy, cy.trace()).plus(cy.transpose()).scale(v2));
    var second =
        quadratic(x.gram(), y, v2)
            .plus(quadratic(multipleOfIdentity(cy, arithmetic.one()), y, v2).scale(d1v1))
            .minus(linear.plus(linear.transpose()))
            .plus(my.gram())
            .plus(multipleOfIdentity(cy, arithmetic.multiply(v2, m.normSquared())));
    return second
        .scale(arithmetic.multiply(eta, eta))
        .minus(cross.plus(cross.transpose()).scale(eta));
  }

  /** E K S K for K the Gram matrix of Y + Z2: q(S) above. */
  private static <T> @Shape({"r", "r"}) Matrix<T> quadratic(
      @Shape({"r", "r"}) Matrix<T> s, @Shape({"d2", "r"}) Matrix<T> y, T v2) {
    Arithmetic<T> arithmetic = s.arithmetic();
    var n = y.gram();
    T d2v2 = arithmetic.multiply(arithmetic.of(y.rows()), v2);
    var meanGram = n.plus(multipleOfIdentity(n, d2v2));
    var sn = s.times(n);
    var first =
        sn.plus(sn.transpose())
            .plus(multipleOfIdentity(s, sn.trace()))
            .plus(n.scale(s.trace()))
            .scale(v2);
    var second = s.plus(multipleOfIdentity(s, s.trace())).scale(arithmetic.multiply(d2v2, v2));
    return meanGram.times(s).times(meanGram).plus(first).plus(second);
  }

  @SuppressWarnings("shape") // of the same shape as the given matrix
  private static <T> @Shape({"r", "r"}) Matrix<T> multipleOfIdentity(
      @Shape({"r", "r"}) Matrix<T> like, T factor) {
    return Matrix.identity(like.arithmetic(), like.rows()).scale(factor);
  }
}
