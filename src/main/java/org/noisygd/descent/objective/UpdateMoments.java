// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Mean and covariance of one perturbed update from (X, Y), for Gaussian perturbations with
 * independent entries of variances v1 (Z1) and v2 (Z2).
 *
 * <p>The mean is (X, Y) minus the step sizes times the gradient of the smoothed objective (theory,
 * closed form 3). The covariance follows by conditioning: with Xt = X + Z1, Yt = Y + Z2, K = Yt^T
 * Yt and L = Xt^T Xt the gradients are Xt K - M Yt and Yt L - M^T Xt, and Xt, Yt are independent.
 * Only moments of a Gaussian up to the fourth are needed (Isserlis): with N = Y^T Y,
 *
 * <pre>
 *   E K                  = N + d2 v2 I
 *   Cov(K_ab, K_cd)      = v2 (d_ac N_bd + d_ad N_bc + d_bc N_ad + d_bd N_ac)
 *                          + d2 v2^2 (d_ac d_bd + d_ad d_bc)
 *   Cov(K_ab, Yt_jc)     = v2 (d_ac Y_jb + d_bc Y_ja)
 * </pre>
 *
 * <p>and the same for L with X, d1, v1. Exact in an exact arithmetic. Proved (S.mean-step,
 * S.covariance in {@code proofs-notes/CLAIMS.md}) for noise with a Gaussian's moments to the
 * fourth; the check {@code S.covariance} compares the code with an enumeration.
 *
 * @param <T> the type of the entries
 */
public final class UpdateMoments<T> {
  private final Arithmetic<T> arithmetic;
  private final Factors<T> at;
  private final MatrixFactorization<T> problem;
  private final T etaX;
  private final T etaY;
  private final T v1;
  private final T v2;
  private final Gaussian<T> ofX;
  private final Gaussian<T> ofY;
  private final CrossTerms<T> cross;
  private final @Shape({"d1", "r"}) Matrix<T> mY;
  private final @Shape({"d2", "r"}) Matrix<T> mtX;
  private final @Shape({"d2", "d1"}) Matrix<T> mt;

  /**
   * The moments of the update from {@code at}.
   *
   * @param problem the objective F
   * @param at (X, Y)
   * @param etaX the step size of X
   * @param etaY the step size of Y
   * @param variance1 v1, the variance of each entry of Z1
   * @param variance2 v2, the variance of each entry of Z2
   * @throws IllegalArgumentException if the iterate does not fit the target, or a variance is
   *     negative
   */
  public UpdateMoments(
      MatrixFactorization<T> problem, Factors<T> at, T etaX, T etaY, T variance1, T variance2) {
    this.problem = problem;
    this.at = problem.requireFit(at);
    this.arithmetic = at.arithmetic();
    requireVariance(arithmetic, "variance1", variance1);
    requireVariance(arithmetic, "variance2", variance2);
    this.etaX = etaX;
    this.etaY = etaY;
    this.v1 = variance1;
    this.v2 = variance2;
    this.ofX = new Gaussian<>(at.x(), variance1);
    this.ofY = new Gaussian<>(at.y(), variance2);
    this.cross = new CrossTerms<>(problem.target(), ofX, ofY);
    var m = problem.target();
    this.mY = m.times(at.y());
    this.mt = m.transpose();
    this.mtX = mt.times(at.x());
  }

  private static <T> void requireVariance(Arithmetic<T> arithmetic, String name, T variance) {
    Require.that(arithmetic.signum(variance) >= 0, name, "be >= 0", arithmetic.print(variance));
  }

  /** The mean of the update, (X, Y) - eta grad Fs(X, Y). */
  public Factors<T> mean() {
    NoiseMoments<T> noise = NoiseMoments.isotropic(arithmetic, at.d1(), at.d2(), at.r(), v1, v2);
    Factors<T> g = new SmoothedFactorization<>(problem.target(), noise).gradient(at);
    return at.minus(g.scale(etaX, etaY));
  }

  /** The covariance of the update's (d1 + d2) r variables, X row by row, then Y row by row. */
  @SuppressWarnings("shape") // the side is (d1 + d2) r by construction
  public @Shape({"(d1+d2)r", "(d1+d2)r"}) Matrix<T> covariance() {
    return Matrix.of(arithmetic, at.variables(), at.variables(), this::covariance);
  }

  /** The covariance of variables p and q of the update, counted from 0 as in the whole matrix. */
  public T covariance(int p, int q) {
    Require.index("variable", p, at.variables());
    Require.index("variable", q, at.variables());
    int r = at.r();
    int split = at.d1() * r;
    if (p < split && q < split) {
      return arithmetic.multiply(
          arithmetic.multiply(etaX, etaX),
          ownTerms(ofX, ofY, mY, problem.target(), p / r, p % r, q / r, q % r));
    }
    if (p >= split && q >= split) {
      int s = p - split;
      int t = q - split;
      return arithmetic.multiply(
          arithmetic.multiply(etaY, etaY), ownTerms(ofY, ofX, mtX, mt, s / r, s % r, t / r, t % r));
    }
    int s = Math.min(p, q);
    int t = Math.max(p, q) - split;
    return arithmetic.multiply(
        arithmetic.multiply(etaX, etaY), cross.at(s / r, s % r, t / r, t % r));
  }

  /**
   * Covariance of entries (i,a) and (k,c) of one factor's gradient. Written for X; for Y exchange
   * the roles.
   */
  private T ownTerms(
      Gaussian<T> own,
      Gaussian<T> other,
      Matrix<T> mOther,
      Matrix<T> m,
      int i,
      int a,
      int k,
      int c) {
    T sum = arithmetic.zero();
    if (i == k) {
      sum = arithmetic.multiply(own.variance(), other.meanSquare(a, c));
    }
    for (int b = 0; b < at.r(); b++) {
      for (int d = 0; d < at.r(); d++) {
        T weight = arithmetic.multiply(own.mean(i, b), own.mean(k, d));
        sum = arithmetic.add(sum, arithmetic.multiply(weight, other.covariance(b, a, d, c)));
      }
    }
    sum = arithmetic.subtract(sum, linearTerm(own, other, mOther, i, a, k, c));
    sum = arithmetic.subtract(sum, linearTerm(own, other, mOther, k, c, i, a));
    if (a == c) {
      sum = arithmetic.add(sum, arithmetic.multiply(other.variance(), rowProduct(m, i, k)));
    }
    return sum;
  }

  /** The entry (M M^T)_ik. */
  private T rowProduct(Matrix<T> m, int i, int k) {
    T sum = arithmetic.zero();
    for (int j = 0; j < m.columns(); j++) {
      sum = arithmetic.add(sum, arithmetic.multiply(m.get(i, j), m.get(k, j)));
    }
    return sum;
  }

  /** Sum over b of X_ib Cov(K_ba, (M Yt)_kc) = v2 ( X_ic (MY)_ka + d_ac sum_b X_ib (MY)_kb ). */
  private T linearTerm(
      Gaussian<T> own, Gaussian<T> other, Matrix<T> mOther, int i, int a, int k, int c) {
    T sum = arithmetic.multiply(own.mean(i, c), mOther.get(k, a));
    if (a == c) {
      for (int b = 0; b < at.r(); b++) {
        sum = arithmetic.add(sum, arithmetic.multiply(own.mean(i, b), mOther.get(k, b)));
      }
    }
    return arithmetic.multiply(other.variance(), sum);
  }

  /**
   * Covariance of an entry of the gradient by X with one of the gradient by Y, at perturbed
   * iterates Xt, Yt that are independent Gaussian matrices with Gram matrices L and K:
   *
   * <pre>
   *   E (Xt K)_ia (Yt L)_jb     = sum_cd E[Xt_ic L_db] E[Yt_jd K_ca]
   *   E (Xt K)_ia (M^T Xt)_jb   = (X EK)_ia (M^T X)_jb + v1 M_ij (EK)_ba
   *   E (M Yt)_ia (Yt L)_jb     = (M Y)_ia (Y EL)_jb + v2 M_ij (EL)_ab
   *   E (M Yt)_ia (M^T Xt)_jb   = (M Y)_ia (M^T X)_jb
   * </pre>
   *
   * <p>The products of means cancel, which leaves the covariance that {@link #at} computes.
   */
  private static final class CrossTerms<T> {
    private final Arithmetic<T> arithmetic;
    private final Matrix<T> m;
    private final Gaussian<T> ofX;
    private final Gaussian<T> ofY;

    CrossTerms(Matrix<T> m, Gaussian<T> ofX, Gaussian<T> ofY) {
      this.arithmetic = m.arithmetic();
      this.m = m;
      this.ofX = ofX;
      this.ofY = ofY;
    }

    /** The covariance of entry (i,a) of the gradient by X and entry (j,b) of the gradient by Y. */
    T at(int i, int a, int j, int b) {
      int r = ofX.columns();
      // (X EK)_ia and (Y EL)_jb, the means of the cubic parts.
      T meanX = arithmetic.zero();
      T meanY = arithmetic.zero();
      T cubic = arithmetic.zero();
      for (int c = 0; c < r; c++) {
        meanX = arithmetic.add(meanX, arithmetic.multiply(ofX.mean(i, c), ofY.meanOfGram(c, a)));
        meanY = arithmetic.add(meanY, arithmetic.multiply(ofY.mean(j, c), ofX.meanOfGram(c, b)));
        for (int d = 0; d < r; d++) {
          cubic =
              arithmetic.add(
                  cubic,
                  arithmetic.multiply(
                      ofX.meanEntryTimesGram(i, c, d, b), ofY.meanEntryTimesGram(j, d, c, a)));
        }
      }
      T fromX = arithmetic.multiply(ofX.variance(), ofY.meanOfGram(b, a));
      T fromY = arithmetic.multiply(ofY.variance(), ofX.meanOfGram(a, b));
      T linear = arithmetic.multiply(m.get(i, j), arithmetic.add(fromX, fromY));
      return arithmetic.subtract(
          arithmetic.subtract(cubic, arithmetic.multiply(meanX, meanY)), linear);
    }
  }
}
