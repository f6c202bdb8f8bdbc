// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Require;

/**
 * How the noise balances the factors, at any rank and for any M: D = ||X||^2 - ||Y||^2, noise with
 * E Z1^T Z1 = E Z2^T Z2 = c I, one step size eta. While ||X||^2 + ||Y||^2 &lt;= N, and the squared
 * length g of the noisy gradient has E g &lt;= k2 and E g^2 &lt;= k4,
 *
 * <pre>
 *   E D'^2 &lt;= (1 - 4 eta c) D^2 + k,     k = eta^2 (10 N k2 + 2 eta^2 k4)
 *   E D_n^2 &lt;= (1 - 4 eta c)^n D_0^2 + k/(4 eta c)
 *   P(D_t^2 > level for some t in [from, to])
 *     &lt;= ((1 - 4 eta c)^from D_0^2 + k/(4 eta c) + k (to - from)) / level.
 * </pre>
 *
 * <p>Claim P3.balance, proved.
 *
 * @param eta the step size of both factors, positive, with 4 eta c at most 1
 * @param c the strength of the noise, positive
 * @param size N
 * @param second k2
 * @param fourth k4
 * @param <T> the type of the numbers
 */
public record Balance<T>(
    Scalar<T> eta, Scalar<T> c, Scalar<T> size, Scalar<T> second, Scalar<T> fourth) {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException if one of them fails
   */
  public Balance {
    eta.requirePositive("eta");
    c.requirePositive("c");
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Require.that(!one.isLessThan(eta.times(c).times(4)), "eta", "be at most 1/(4 c)", eta);
  }

  /**
   * At rank one, where the excess is at most 4/9: N = 2/(3 s), k2 = 7/s, k4 = 111/s^2. A run from
   * an excess of at most 1/4 stays there but for {@link Theorem1#escape}.
   */
  public static <T> Balance<T> of(Theorem1<T> local) {
    Scalar<T> s = local.s();
    return new Balance<>(
        local.eta(),
        s,
        local.of(2).over(s.times(3)),
        local.of(7).over(s),
        local.of(111).over(s.squared()));
  }

  /** 1 - 4 eta c, the factor of one step. */
  public Scalar<T> contraction() {
    return Scalar.of(eta.arithmetic(), 1).minus(eta.times(c).times(4));
  }

  /** k, what one step adds at most in the mean. */
  public Scalar<T> stepNoise() {
    Scalar<T> ofLengths = eta.squared().times(fourth).times(2);
    return eta.squared().times(size.times(second).times(10).plus(ofLengths));
  }

  /** The bound on the mean of D^2 after n steps, from that of the start. */
  public Scalar<T> mean(long n, Scalar<T> squared) {
    Scalar<T> floor = stepNoise().over(eta.times(c).times(4));
    return contraction().power(n).times(squared).plus(floor);
  }

  /** The bound on the probability of D^2 above the level at one of the times from...to. */
  public Scalar<T> probability(long from, long to, Scalar<T> squared, Scalar<T> level) {
    Scalar<T> steps = Scalar.of(eta.arithmetic(), eta.arithmetic().of((double) (to - from)));
    return mean(from, squared).plus(stepNoise().times(steps)).over(level);
  }
}
