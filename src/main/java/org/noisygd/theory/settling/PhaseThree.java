// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import java.util.stream.IntStream;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.theory.landscape.EigenPair;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.Theorem2;

/**
 * The rate at which the mean iterate of Perturbed GD moves along the valley of global optima
 * towards the balanced one (Phase III), linearised at the smoothed optimum: a deviation is
 * multiplied by I - diag(etaX, etaY) H at each step. On one singular pair H is the block
 * [[Sigma/gamma, m], [m, gamma Sigma]], m = Sigma - 2 c, c = gamma sigma^2 in Theorem 2's letters
 * (sigma^2/gamma in Lemma 3's), so that the rates are the roots of
 *
 * <pre>
 *   lambda^2 - (etaX Sigma/gamma + etaY gamma Sigma) lambda + 4 etaX etaY c (Sigma - c).
 * </pre>
 *
 * <p>The smaller is the rate of Phase III, the larger the rate of Phase II. With gamma = 1, equal
 * steps, Sigma = 1 and sigma^2 <= 1/2 they are exactly 2 eta sigma^2 and 2 eta (1 - sigma^2).
 *
 * <p>Proved (P3.linearisation, P3.rate in {@code proofs-notes/CLAIMS.md}), as are the closed forms
 * below (P3.imbalance, P3.settled). Rates are per update, dimensionless.
 *
 * @param rates the two rates
 * @param <T> the type of the numbers
 */
public record PhaseThree<T>(EigenPair<T> rates) {

  /** The rates on the k-th singular pair of a problem. */
  public static <T> PhaseThree<T> of(Theorem2<T> problem, int k, T etaX, T etaY) {
    Arithmetic<T> arithmetic = problem.a().arithmetic();
    Scalar<T> gamma = Scalar.of(arithmetic, problem.gamma());
    Scalar<T> sigma = Scalar.of(arithmetic, problem.sigma().get(k));
    Scalar<T> stepX = Scalar.of(arithmetic, etaX).requirePositive("etaX");
    Scalar<T> stepY = Scalar.of(arithmetic, etaY).requirePositive("etaY");
    Scalar<T> c = gamma.times(Scalar.of(arithmetic, problem.sigmaSquared()));
    Scalar<T> steps = stepX.times(stepY);
    Scalar<T> x = stepX.times(sigma).over(gamma);
    Scalar<T> y = stepY.times(gamma).times(sigma);
    Scalar<T> m = sigma.minus(c.times(2));
    Scalar<T> determinant = steps.times(4).times(c).times(Scalar.of(arithmetic, problem.shrunk(k)));
    return new PhaseThree<>(
        new EigenPair<>(
            arithmetic,
            x.plus(y).value(),
            determinant.value(),
            x.minus(y).squared().plus(steps.times(m.squared()).times(4)).value()));
  }

  /** The slowest rate of a problem, per update, in binary64. */
  public static double slowest(Theorem2<Double> problem, double etaX, double etaY) {
    return IntStream.range(0, problem.r())
        .mapToDouble(k -> of(problem, k, etaX, etaY).rate())
        .min()
        .orElseThrow();
  }

  /** The rate along the valley. */
  public T rate() {
    return rates.smaller();
  }

  /**
   * For d1 = d2 = r = 1, M = 1, equal steps eta and equal variances v, and any x and y: the factor
   * by which one update multiplies the mean of x^2 - y^2, exactly
   *
   * <pre>
   *   1 - 2 eta v - eta^2 ( (x y - 1)^2 + v (x^2 + y^2) + 3 v^2 ).
   * </pre>
   *
   * <p>So on the valley x y = 1 the rate is 2 eta v (1 + eta (x^2 + y^2)/2 + 3 eta v/2).
   */
  public static <T> T imbalanceFactor(Arithmetic<T> arithmetic, T x, T y, T eta, T variance) {
    Scalar<T> step = Scalar.of(arithmetic, eta);
    Scalar<T> v = Scalar.of(arithmetic, variance);
    Scalar<T> a = Scalar.of(arithmetic, x);
    Scalar<T> b = Scalar.of(arithmetic, y);
    Scalar<T> one = Scalar.of(arithmetic, 1);
    Scalar<T> second =
        a.times(b)
            .minus(one)
            .squared()
            .plus(v.times(a.squared().plus(b.squared())))
            .plus(v.squared().times(3));
    return one.minus(step.times(v).times(2)).minus(step.squared().times(second)).value();
  }

  /**
   * For rank one, gamma = 1 and equal steps eta: the variance of ||X||^2 - ||Y||^2 in the
   * stationary distribution of the linearised update ({@link StationaryMoments}),
   *
   * <pre>
   *   2 (Sigma - c) eta ( (v1 + v2)(Sigma + c) + 2 v1 v2 ) / (1 - eta c),
   * </pre>
   *
   * <p>with v1 = c/d1 and v2 = c/d2 the variances of the noise's entries.
   *
   * @throws IllegalArgumentException if the problem is not of rank one with gamma = 1
   */
  public static <T> T settledImbalanceVariance(Theorem2<T> problem, T eta) {
    Arithmetic<T> arithmetic = problem.a().arithmetic();
    Require.that(problem.r() == 1, "r", "be 1", problem.r());
    Require.that(
        arithmetic.compare(problem.gamma(), arithmetic.one()) == 0,
        "gamma",
        "be 1",
        arithmetic.print(problem.gamma()));
    Scalar<T> step = Scalar.of(arithmetic, eta).requirePositive("eta");
    Scalar<T> sigma = Scalar.of(arithmetic, problem.sigma().get(0));
    Scalar<T> c = Scalar.of(arithmetic, problem.sigmaSquared());
    Scalar<T> v1 = c.over(problem.a().rows());
    Scalar<T> v2 = c.over(problem.b().rows());
    Scalar<T> noise = v1.plus(v2).times(sigma.plus(c)).plus(v1.times(v2).times(2));
    Scalar<T> left = Scalar.of(arithmetic, 1).minus(step.times(c));
    return sigma.minus(c).times(2).times(step).times(noise).over(left).value();
  }
}
