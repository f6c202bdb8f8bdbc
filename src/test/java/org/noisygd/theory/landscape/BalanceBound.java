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
public record BalanceBound<T>(
    Scalar<T> eta, Scalar<T> c, Scalar<T> size, Scalar<T> second, Scalar<T> fourth)
    implements MeanContraction<T> {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException if one of them fails
   */
  public BalanceBound {
    eta.requirePositive("eta");
    c.requirePositive("c");
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Require.that(!one.isLessThan(eta.times(c).times(4)), "eta", "be at most 1/(4 c)", eta);
  }

  /**
   * At rank one, where the excess is at most 4/9: N = 2/(3 s), k2 = 7/s, k4 = 111/s^2. A run from
   * an excess of at most 1/4 leaves there with at most the chance {@link Theorem1#escape}.
   */
  public static <T> BalanceBound<T> of(Theorem1<T> local) {
    Scalar<T> s = local.s();
    return new BalanceBound<>(
        local.eta(),
        s,
        local.of(2).over(s.times(3)),
        local.of(7).over(s),
        local.of(111).over(s.squared()));
  }

  /** 4 eta c. */
  @Override
  public Scalar<T> rate() {
    return eta.times(c).times(4);
  }

  /** k. */
  @Override
  public Scalar<T> stepNoise() {
    Scalar<T> ofLengths = eta.squared().times(fourth).times(2);
    return eta.squared().times(size.times(second).times(10).plus(ofLengths));
  }
}
