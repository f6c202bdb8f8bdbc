// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

/**
 * How far a stored run is from the exact run under the same noise, at any rank. For ||xi1||^2,
 * ||xi2||^2 at most b, a store of a mean square error of at most v and a mean error of at most the
 * root of beta, and while both runs have stayed within ||X||^2 + ||Y||^2 &lt;= B,
 *
 * <pre>
 *   E ||z_n - z'_n||^2 &lt;= C^n ||z_0 - z'_0||^2 + (v + beta/eta) (C^n - 1)/(C - 1),
 *   C = (1 + eta)^2 (1 + eta (5 N^2 + 4 ||M||^2)),   N = 2 B + 4 b,
 * </pre>
 *
 * <p>and the probability that ||z_t - z'_t||^2 exceeds a level within n steps is at most this over
 * the level. Claim NP.horizon, proved.
 *
 * @param eta the step size of both factors
 * @param target ||M||^2
 * @param noise b
 * @param region B
 * @param store v
 * @param bias beta
 * @param <T> the type of the numbers
 */
public record StoredHorizon<T>(
    Scalar<T> eta,
    Scalar<T> target,
    Scalar<T> noise,
    Scalar<T> region,
    Scalar<T> store,
    Scalar<T> bias) {
  /** C, the factor by which the squared distance grows in one step. */
  public Scalar<T> growth() {
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Scalar<T> size = region.times(2).plus(noise.times(4));
    Scalar<T> slope = size.squared().times(5).plus(target.times(4));
    return eta.plus(one).squared().times(eta.times(slope).plus(one));
  }

  /** The bound on the mean squared distance after n steps. */
  public Scalar<T> distance(long n, Scalar<T> start) {
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Scalar<T> grown = growth().power(n);
    Scalar<T> added = store.plus(bias.over(eta));
    return grown.times(start).plus(added.times(grown.minus(one)).over(growth().minus(one)));
  }
}
