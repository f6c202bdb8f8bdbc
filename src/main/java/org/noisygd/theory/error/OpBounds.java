// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The bounds, op by op: each is gamma_n S + U as in {@link ErrorBound}.
 *
 * <p>One bound holds for every admissible evaluation order: the result is a polynomial in the
 * inputs, and every evaluation, in residual or Gram form, in any order of summation, computes each
 * monomial with a factor of at most n terms (1 + d)^(+-1), |d| <= u. So the error is at most
 * gamma_n times the sum S of the monomials' absolute values. With A = |X|, B = |Y|, T = |M|, rho =
 * A B^T + T:
 *
 * <pre>
 *   op          S by X                        n by X
 *   gradient    rho B                         r + 2 d2 + 8
 *   hvp         drho B + rho |dY|             (d1 + d2) r + 2 (r + d2) + 10
 *   step        A0 + etaX rho B               r + 2 d2 + 12, with A, B of the perturbed iterate
 *   hessian     B^T B;  rho_ij + A_ib B_ja    d1 + d2 + r + 8
 *   loss        1/2 ||rho||^2                 d1 d2 + 2 r + 14
 *   smoothed the same + half the traces n of the loss + (d1 + d2) r + 8
 * </pre>
 *
 * <p>The counts and the underflow terms U are derived in {@code proofs-notes/bounds.md}. Magnitudes
 * are evaluated in the arithmetic of the arguments, not of the rounding model. It must have at
 * least the 53 bits of binary64, and neither overflow nor underflow: binary64 for ordinary sizes,
 * {@code decimal:20} for any. {@link Factors#toExactly} converts, for example, bfloat16 results to
 * it.
 *
 * <p>A method throws an {@link IllegalArgumentException} if shapes do not fit, if the arithmetic of
 * the arguments is coarser than binary64, or if a step size or a weight is negative or not finite.
 */
public final class OpBounds {
  /**
   * The additional roundings of a residual multiplied by norm/norm, as in the gradient of half a
   * squared norm: added to the count of a gradient or an update ({@code gradient_more_error},
   * {@code step_more_error}).
   */
  public static final int OF_SCALED_RESIDUAL = 4;

  private final RoundingModel model;

  /** The bounds under a rounding model. */
  public OpBounds(RoundingModel model) {
    this.model = model;
  }

  /** The rounding model. */
  public RoundingModel model() {
    return model;
  }

  /** Bounds of a pair of matrices of the shapes of X and Y. */
  public record Pair(ErrorBound x, ErrorBound y) {
    /** The bounds for this many more roundings of every monomial. */
    public Pair withMore(int more) {
      return new Pair(x.withMore(more), y.withMore(more));
    }
  }

  /** The form of a loss. */
  public enum LossForm {
    /** Half the sum of squares of the residual, or half the square of a scaled norm. */
    RESIDUAL,
    /** tr(X^T X Y^T Y) - 2 tr(X^T M Y) + ||M||^2, halved. */
    EXPANDED
  }

  /** Bound on the loss (1 x 1). */
  public <T> ErrorBound loss(Matrix<T> m, Factors<T> at, LossForm form) {
    Terms<T> t = new Terms<>(m, at);
    T s = t.half(t.rho().normSquared());
    return t.scalar(s, lossUnderflow(t, form), lossRoundings(m, at, form, 0), model);
  }

  /**
   * Bound on the smoothed loss (1 x 1).
   *
   * @param s1 d1 sigma1^2
   * @param s2 d2 sigma2^2
   */
  public <T> ErrorBound smoothedLoss(Matrix<T> m, Factors<T> at, T s1, T s2, LossForm form) {
    Terms<T> t = new Terms<>(m, at);
    t.nonNegative("s1", s1);
    t.nonNegative("s2", s2);
    Arithmetic<T> arithmetic = m.arithmetic();
    T s = arithmetic.add(t.rho().normSquared(), t.noiseTerms(s1, s2));
    T u = arithmetic.add(lossUnderflow(t, form), t.noiseUnderflow(s1, s2));
    int traces = at.variables() + 8;
    return t.scalar(t.half(s), u, lossRoundings(m, at, form, traces), model);
  }

  /**
   * Bound on a loss computed as a scaled norm, or as a sum of squares, with exact terms.
   *
   * @param loss the exact loss, 1 x 1
   * @param terms the number of squares
   */
  public <T> ErrorBound scaledNorm(Matrix<T> loss, int terms) {
    // Scaled: quotient, square and sum, then root, product with the scale, square and half.
    return new ErrorBound(loss, Matrix.zeros(loss.arithmetic(), 1, 1), terms + 14, model);
  }

  /** The underflow error of a loss: as a sum of squares or a scaled norm, or expanded. */
  private static <T> T lossUnderflow(Terms<T> t, LossForm form) {
    T more = form == LossForm.RESIDUAL ? t.scaledNormUnderflow() : t.expandedUnderflow();
    return t.arithmetic().add(t.lossUnderflow(), more);
  }

  private <T> int lossRoundings(Matrix<T> m, Factors<T> at, LossForm form, int more) {
    int products = 2 * model.conversionsPerProduct() + more;
    int cells = m.rows() * m.columns();
    return form == LossForm.RESIDUAL
        ? cells + 2 * at.r() + 14 + products
        : cells + (m.rows() + m.columns() + at.r()) * (at.r() + 1) + at.r() + 14 + products;
  }

  /** Bound on the gradient. */
  public <T> Pair gradient(Matrix<T> m, Factors<T> at) {
    Terms<T> t = new Terms<>(m, at);
    T one = t.arithmetic().one();
    return pair(t, t.rho().times(t.b()), t.rho().transpose().times(t.a()), one, one, 8);
  }

  /** Bound on the gradient of the smoothed objective; s1 and s2 as in {@link #smoothedLoss}. */
  public <T> Pair smoothedGradient(Matrix<T> m, Factors<T> at, T s1, T s2) {
    Terms<T> t = new Terms<>(m, at);
    return pair(
        t,
        t.rho().times(t.b()).plus(t.a().scale(t.nonNegative("s2", s2))),
        t.rho().transpose().times(t.a()).plus(t.b().scale(t.nonNegative("s1", s1))),
        t.onePlus(s2),
        t.onePlus(s1),
        14);
  }

  private <T> Pair pair(Terms<T> t, Matrix<T> sx, Matrix<T> sy, T weightX, T weightY, int more) {
    int extra = more + 2 * model.conversionsPerProduct();
    return new Pair(
        new ErrorBound(sx, t.updateUnderflowX(weightX, model), t.r() + 2 * t.d2() + extra, model),
        new ErrorBound(sy, t.updateUnderflowY(weightY, model), t.r() + 2 * t.d1() + extra, model));
  }

  /** Bound on the Hessian applied to a direction. */
  public <T> Pair hessianVectorProduct(Matrix<T> m, Factors<T> at, Factors<T> direction) {
    Terms<T> t = new Terms<>(m, at);
    Terms<T> d = new Terms<>(m, direction);
    var drho = d.a().times(t.b().transpose()).plus(t.a().times(d.b().transpose()));
    var sx = drho.times(t.b()).plus(t.rho().times(d.b()));
    var sy = drho.transpose().times(t.a()).plus(t.rho().transpose().times(d.a()));
    int n = at.variables() + 10 + 2 * model.conversionsPerProduct();
    Terms<T> both = new Terms<>(m, new Factors<>(t.a().plus(d.a()), t.b().plus(d.b())));
    T one = t.arithmetic().one();
    return new Pair(
        new ErrorBound(sx, both.updateUnderflowX(one, model), n + 2 * (t.r() + t.d2()), model),
        new ErrorBound(sy, both.updateUnderflowY(one, model), n + 2 * (t.r() + t.d1()), model));
  }

  /** Bound on the Hessian; the entries that are identically zero have the bound zero. */
  public <T> ErrorBound hessian(Matrix<T> m, Factors<T> at) {
    Arithmetic<T> arithmetic = m.arithmetic();
    return smoothedHessian(m, at, arithmetic.zero(), arithmetic.zero());
  }

  /** Bound on the smoothed Hessian; s1 and s2 as in {@link #smoothedLoss}. */
  public <T> ErrorBound smoothedHessian(Matrix<T> m, Factors<T> at, T s1, T s2) {
    Terms<T> t = new Terms<>(m, at);
    int n = t.d1() + t.d2() + t.r() + 8 + 2 * model.conversionsPerProduct();
    t.nonNegative("s1", s1);
    t.nonNegative("s2", s2);
    return new ErrorBound(t.hessianMagnitudes(s1, s2), t.hessianUnderflow(model), n, model);
  }

  /**
   * Bound on one perturbed update.
   *
   * @param noise the perturbation, zeros for a noise-free update
   * @param wideState true if the state may be wider than the printed state on which the update is
   *     judged (a run or a trace): the printed state then has one more rounding
   */
  public <T> Pair step(
      Matrix<T> m, Factors<T> iterate, Factors<T> noise, T etaX, T etaY, boolean wideState) {
    boolean apart = wideState || model.sumsRelativeToOperands();
    Factors<T> perturbed = apart ? iterate.abs().plus(noise.abs()) : iterate.plus(noise);
    Terms<T> t = new Terms<>(m, perturbed);
    var gx = t.rho().times(t.b());
    var gy = t.rho().transpose().times(t.a());
    var sx = iterate.x().abs().plus(gx.scale(t.nonNegative("etaX", etaX)));
    var sy = iterate.y().abs().plus(gy.scale(t.nonNegative("etaY", etaY)));
    int extra = 12 + (wideState ? 4 : 0) + 3 * model.conversionsPerProduct();
    Matrix<T> ux = t.updateUnderflowX(etaX, model).plus(flushed(t, gx, etaX));
    Matrix<T> uy = t.updateUnderflowY(etaY, model).plus(flushed(t, gy, etaY));
    return new Pair(
        new ErrorBound(sx, ux, t.r() + 2 * t.d2() + extra, model),
        new ErrorBound(sy, uy, t.r() + 2 * t.d1() + extra, model));
  }

  /** The error of an update if a subnormal step size is flushed, eta rho B; else zero. */
  private <T> Matrix<T> flushed(Terms<T> t, Matrix<T> sum, T eta) {
    Arithmetic<T> arithmetic = t.arithmetic();
    boolean subnormal = arithmetic.compare(eta, t.lambda(model)) < 0;
    return sum.scale(subnormal ? eta : arithmetic.zero());
  }
}
