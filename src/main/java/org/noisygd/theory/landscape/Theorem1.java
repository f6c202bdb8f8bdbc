// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * Theorem 1 for starts with an excess of at most 1/4: rank one, balanced noise, s = sigma^2 &lt;=
 * 1/16, one step size eta &lt;= 1/20, any law of the noise whose squared norms have at most the
 * moments of a Gaussian, to the eighth order. With the excess E = 2 (Fs - min Fs), which is (1 -
 * s)^2 at the saddle:
 *
 * <pre>
 *   E E' &lt;= (1 - eta s/5) E + 10 eta^2/s^2                       while E &lt;= 4/9
 *   E E_n &lt;= (1 - eta s/5)^n E_0 + 50 eta/s^3                    while E &lt;= 4/9
 *   P(E_t > 4/9 for some t &lt;= n) &lt;= 720 n eta^2/s^2             from E_0 &lt;= 1/4
 *   P(E_t > level for some t in [from, to])
 *     &lt;= 720 to eta^2/s^2
 *        + ((1 - eta s/5)^from E_0 + 50 eta/s^3 + 10 (to - from) eta^2/s^2) / level.
 * </pre>
 *
 * <p>Where E is at most s eps^2/4, and 3 s &lt;= eps &lt;= 2, the iterate is within eps of (u*, v*)
 * or of -(u*, v*). Claims T1.probability, T1.domination, T1.descent, L6.contraction,
 * L7.convergence, all proved.
 *
 * @param problem gamma = 1, sigma^2 at most 1/16
 * @param eta the step size of both factors, in (0, 1/20]
 * @param <T> the type of the numbers
 */
public record Theorem1<T>(Lemma3<T> problem, Scalar<T> eta) implements MeanContraction<T> {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException if one of them fails
   */
  public Theorem1 {
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    eta.requirePositive("eta");
    Require.that(!one.isLessThan(eta.times(20)), "eta", "be at most 1/20", eta);
    Scalar<T> s = Scalar.of(eta.arithmetic(), problem.sigmaSquared());
    Require.that(!one.isLessThan(s.times(16)), "sigmaSquared", "be at most 1/16", s);
    Scalar<T> gamma = Scalar.of(eta.arithmetic(), problem.gamma());
    Require.that(!gamma.isLessThan(one) && !one.isLessThan(gamma), "gamma", "be 1", gamma);
  }

  /** E = 2 (Fs - min Fs). */
  public Scalar<T> excess(Factors<T> at) {
    T value = new SmoothedFactorization<>(problem.target(), problem.noise()).loss(at);
    Scalar<T> least = Scalar.of(eta.arithmetic(), problem.optimalValue());
    return Scalar.of(eta.arithmetic(), value).minus(least).times(2);
  }

  /** eta s/5. */
  @Override
  public Scalar<T> rate() {
    return eta.times(s()).over(5);
  }

  /** 10 eta^2/s^2. */
  @Override
  public Scalar<T> stepNoise() {
    return eta.over(s()).squared().times(10);
  }

  /** The bound on the probability of an excess above 4/9 within n steps. */
  public Scalar<T> escape(long n) {
    return stepNoise().times(72).times(of(n));
  }

  /** The bound on the probability of an excess above the level at one of the times from...to. */
  @Override
  public Scalar<T> probability(long from, long to, Scalar<T> start, Scalar<T> level) {
    return escape(to).plus(MeanContraction.super.probability(from, to, start, level));
  }

  /**
   * The bound on the probability that at one of the times from...to the iterate is farther than eps
   * from both (u*, v*) and -(u*, v*).
   *
   * @throws IllegalArgumentException unless 3 s &lt;= eps &lt;= 2
   */
  public Scalar<T> away(long from, long to, Scalar<T> start, Scalar<T> eps) {
    Require.that(!eps.isLessThan(s().times(3)), "eps", "be at least 3 sigma^2", eps);
    Require.that(!of(2).isLessThan(eps), "eps", "be at most 2", eps);
    return probability(from, to, start, s().times(eps.squared()).over(4));
  }

  /** sigma^2. */
  Scalar<T> s() {
    return Scalar.of(eta.arithmetic(), problem.sigmaSquared());
  }

  /** A whole number. */
  Scalar<T> of(long n) {
    Arithmetic<T> arithmetic = eta.arithmetic();
    return Scalar.of(arithmetic, arithmetic.of((double) n));
  }
}
