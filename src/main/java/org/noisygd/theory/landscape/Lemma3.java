// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Lemma 3: the landscape of the smoothed rank-one objective for M = u v^T, ||u|| = ||v|| = 1, under
 * gamma-balanced noise, E||xi1||^2 = sigma^2 and E||xi2||^2 = sigma^2 / gamma^2.
 *
 * <p>Hypothesis: 0 < sigma^2 < gamma. (Printed: sigma^2 <= min(gamma, 1); the bound 1 is not needed
 * and sigma^2 = gamma must be excluded.) Then the stationary points are
 *
 * <ul>
 *   <li>the two global optima +-sqrt(gamma - sigma^2) (u, v / gamma), with the value sigma^2 /
 *       gamma; the Hessian has the eigenvalues 1/gamma (d1 - 1 times), gamma (d2 - 1 times) and the
 *       two of [[1/gamma, m], [m, gamma]], m = 1 - 2 sigma^2/gamma, of determinant 4
 *       (sigma^2/gamma) (1 - sigma^2/gamma): all positive;
 *   <li>the strict saddle (0, 0), with the eigenvalues sigma^2/gamma^2 (d1 - 1 times), sigma^2 (d2
 *       - 1 times) and the two of [[sigma^2/gamma^2, -1], [-1, sigma^2]], one of them negative.
 * </ul>
 *
 * <p>Claims: L3.stationary, L3.optimum, L3.spectrum, L3.saddle, L3.boundary.
 *
 * @param u u*, a unit vector, d1 x 1
 * @param v v*, a unit vector, d2 x 1
 * @param gamma the balance, finite and positive
 * @param sigmaSquared E||xi1||^2, in (0, gamma)
 * @param <T> the type of the numbers
 */
public record Lemma3<T>(
    @Shape({"d1", "r"}) Matrix<T> u, @Shape({"d2", "r"}) Matrix<T> v, T gamma, T sigmaSquared) {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException if u or v is not a unit vector or 0 < sigma^2 < gamma fails
   */
  public Lemma3 {
    Orthonormal.require("u", u);
    Orthonormal.require("v", v);
    Arithmetic<T> arithmetic = u.arithmetic();
    Scalar<T> g = Scalar.of(arithmetic, gamma).requirePositive("gamma");
    Scalar<T> s = Scalar.of(arithmetic, sigmaSquared).requirePositive("sigmaSquared");
    Require.that(s.isLessThan(g), "sigmaSquared", "be below gamma = " + g, s);
  }

  /** This lemma as a case of Theorem 2, whose sigma^2 is E||xi2||^2. */
  public Theorem2<T> asTheorem2() {
    Arithmetic<T> arithmetic = u.arithmetic();
    return new Theorem2<>(
        u,
        List.of(arithmetic.one()),
        v,
        gamma,
        Scalar.of(arithmetic, sigmaSquared).over(Scalar.of(arithmetic, gamma).squared()).value());
  }

  /** M = u v^T. */
  public @Shape({"d1", "d2"}) Matrix<T> target() {
    return u.times(v.transpose());
  }

  /** C1 = sigma^2 and C2 = sigma^2 / gamma^2. */
  public NoiseMoments<T> noise() {
    return NoiseMoments.scalar(
        u.arithmetic(), 1, sigmaSquared, sigma().over(g().squared()).value());
  }

  /**
   * The optimum sqrt(gamma - sigma^2) (u, v / gamma); the other is its negative.
   *
   * @throws ArithmeticException if the arithmetic is exact and lacks the root
   */
  public Factors<T> optimum() {
    Scalar<T> x = g().minus(sigma()).sqrt();
    return new Factors<>(u.scale(x.value()), v.scale(x.over(g()).value()));
  }

  /** The value of the smoothed objective at both optima, sigma^2 / gamma. */
  public T optimalValue() {
    return sigma().over(g()).value();
  }

  /** All eigenvalues of the Hessian at the optima. */
  public Spectrum<T> spectrum() {
    Arithmetic<T> arithmetic = u.arithmetic();
    return new Spectrum<>(
        List.of(
            EigenPolynomial.ofRoot(arithmetic, g().inverse().value(), u.rows() - 1),
            EigenPolynomial.ofRoot(arithmetic, gamma, v.rows() - 1),
            valleyPair().polynomial(1)));
  }

  /** The two eigenvalues at the optimum on the span of (u, 0) and (0, v). */
  public EigenPair<T> valleyPair() {
    Scalar<T> one = Scalar.of(u.arithmetic(), 1);
    Scalar<T> ratio = sigma().over(g());
    return EigenPair.ofSymmetric(
        g().inverse(),
        one.minus(ratio.times(2)),
        g(),
        ratio.times(4).times(g().minus(sigma()).over(g())));
  }

  /** All eigenvalues of the Hessian at (0, 0). */
  public Spectrum<T> saddleSpectrum() {
    Arithmetic<T> arithmetic = u.arithmetic();
    return new Spectrum<>(
        List.of(
            EigenPolynomial.ofRoot(arithmetic, sigma().over(g().squared()).value(), u.rows() - 1),
            EigenPolynomial.ofRoot(arithmetic, sigmaSquared, v.rows() - 1),
            saddlePair().polynomial(1)));
  }

  /** The two eigenvalues at (0, 0) on the span of (u, 0) and (0, v); the smaller is negative. */
  public EigenPair<T> saddlePair() {
    Scalar<T> a = sigma().over(g().squared());
    // (sigma^2/gamma)^2 - 1 = -(gamma - sigma^2) (gamma + sigma^2) / gamma^2
    Scalar<T> determinant =
        g().minus(sigma()).times(g().plus(sigma())).over(g().squared()).negated();
    return EigenPair.ofSymmetric(a, Scalar.of(u.arithmetic(), -1), sigma(), determinant);
  }

  private Scalar<T> g() {
    return Scalar.of(u.arithmetic(), gamma);
  }

  private Scalar<T> sigma() {
    return Scalar.of(u.arithmetic(), sigmaSquared);
  }
}
