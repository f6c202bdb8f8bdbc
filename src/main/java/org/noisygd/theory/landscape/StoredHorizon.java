// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

/**
 * How far a run whose iterates are stored without bias is from the exact run under the same noise,
 * at any rank. For ||xi1||^2, ||xi2||^2 at most b, a mean square error of a store of at most v, and
 * while both runs have stayed within ||X||^2 + ||Y||^2 &lt;= B,
 *
 * <pre>
 *   E ||z_n - z'_n||^2 &lt;= (1 + c)^n ||z_0 - z'_0||^2 + v ((1 + c)^n - 1)/c,
 *   c = eta + (eta + eta^2) (5 N^2 + 4 ||M||^2),   N = 2 B + 4 b.
 * </pre>
 *
 * <p>Claim NP.horizon, proved.
 *
 * @param eta the step size of both factors
 * @param target ||M||^2
 * @param noise b
 * @param region B
 * @param store v
 * @param <T> the type of the numbers
 */
public record StoredHorizon<T extends Object>(
    Scalar<T> eta, Scalar<T> target, Scalar<T> noise, Scalar<T> region, Scalar<T> store) {
  /** c, by which the squared distance grows in one step. */
  public Scalar<T> growth() {
    Scalar<T> size = region.times(2).plus(noise.times(4));
    Scalar<T> slope = size.squared().times(5).plus(target.times(4));
    return eta.plus(eta.plus(eta.squared()).times(slope));
  }

  /** The bound on the mean squared distance after n steps. */
  public Scalar<T> distance(long n, Scalar<T> start) {
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Scalar<T> grown = growth().plus(one).power(n);
    return grown.times(start).plus(store.times(grown.minus(one)).over(growth()));
  }
}
