// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

/**
 * Where a run stays, at any rank and for any M: noise with ||Z1||^2 + ||Z2||^2 &lt;= b at every
 * outcome and E Z1^T Z1 = E Z2^T Z2 = c I, one step size eta. While the smoothed objective is at
 * most h^2/2,
 *
 * <pre>
 *   ||X||^2 + ||Y||^2 &lt;= N = h^2/c
 *   ||GX||^2 + ||GY||^2 &lt;= K = (2 h^2 + 6 N b + 3 b^2/2) (2 N + 2 b), G the noisy gradient
 *   ||grad Fs||^2 &lt;= S = 2 (h^2 + c^2) N,
 * </pre>
 *
 * and from a start with Fs &lt;= l &lt; h^2/2 a run of n steps passes h^2/2 with a probability of
 * at most n {@link #leaves}(l). Until then the matrix X^T X - Y^T Y obeys {@link #balance}, in the
 * Frobenius norm.
 *
 * <p>Claim P3.balance, proved.
 *
 * @param eta the step size of both factors
 * @param c the strength of the noise
 * @param b the greatest squared length of the noise
 * @param h the root of twice the highest objective
 * @param <T> the type of the numbers
 */
public record ObjectiveBound<T>(Scalar<T> eta, Scalar<T> c, Scalar<T> b, Scalar<T> h) {
  /** N. */
  Scalar<T> size() {
    return h.squared().over(c);
  }

  /** K. */
  Scalar<T> noisyGradient() {
    Scalar<T> crossed = size().times(b).times(6).plus(b.squared().times(3).over(2));
    return h.squared().times(2).plus(crossed).times(size().plus(b).times(2));
  }

  /** m: what one step adds to the objective at second order, at most. */
  Scalar<T> overshoot() {
    Scalar<T> length = eta.squared().times(noisyGradient());
    return size().plus(h.over(2)).plus(c.over(2)).times(length).plus(length.squared().over(4));
  }

  /**
   * The chance of one step to take the run above h^2/2, from a start with an objective of at most
   * l, where l is below h^2/2.
   */
  public Scalar<T> leaves(Scalar<T> l) {
    Scalar<T> gap = h.squared().over(2).minus(l).requirePositive("h^2/2 - l");
    Scalar<T> slope = h.squared().plus(c.squared()).times(2).times(size());
    Scalar<T> first = eta.squared().times(slope).times(noisyGradient()).times(2);
    Scalar<T> second = overshoot();
    Scalar<T> spread = first.plus(second.squared().times(2));
    return gap.times(second).times(2).plus(spread).over(gap.squared());
  }

  /** How the imbalance shrinks below h^2/2: k2 = K and k4 = K^2. */
  public BalanceBound<T> balance() {
    return new BalanceBound<>(eta, c, size(), noisyGradient(), noisyGradient().squared());
  }
}
