// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Require;

/**
 * Theorem 1 for noise of constant length, such as random signs: rank one, ||xi1||^2, ||xi2||^2
 * &lt;= s = sigma^2 &lt;= 1/16 at every outcome, s their mean. With E = 2 (Fs - min Fs), any p >= 1
 * and
 *
 * <pre>
 *   100 eta &lt;= s^3,  300 p eta &lt;= s,  10^4 eta &lt;= level,  8300 p eta s &lt;= level,  r = p eta s/20:
 *
 *   P(E_t > level for some t in [from, to]) &lt;=
 *     (4 E_0 + level/2)^p + (1 + r to) (2 level)^p
 *     + (1 - r)^from (E_0/level + 1/8)^p + (1 + r (to - from)) / 2^p.
 * </pre>
 *
 * <p>So the probability falls as a power of p, and to may be of the order 1/eta^2. Claim
 * L7.convergence, proved.
 *
 * @param local the theorem for all noise, which has the problem and eta
 * @param level the excess allowed
 * @param p the power
 * @param <T> the type of the numbers
 */
public record BoundedNoise<T>(Theorem1<T> local, Scalar<T> level, int p) {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException if one of them fails
   */
  public BoundedNoise {
    Require.that(p >= 1, "p", "be at least 1", p);
    Scalar<T> eta = local.eta();
    Scalar<T> s = local.s();
    Require.that(!s.power(3).isLessThan(eta.times(100)), "eta", "be at most s^3/100", eta);
    Require.that(!s.isLessThan(eta.times(300).times(p)), "p", "be at most s/(300 eta)", p);
    Require.that(!level.isLessThan(eta.times(10_000)), "level", "be at least 10^4 eta", level);
    Require.that(
        !level.isLessThan(eta.times(8300).times(p).times(s)),
        "level",
        "be at least 8300 p eta s",
        level);
  }

  /** p eta s/20, by which the p-th power of E + level/8 contracts in one step. */
  public Scalar<T> rate() {
    return local.eta().times(local.s()).times(p).over(20);
  }

  /** The bound on the probability of an excess above the level at one of the times from...to. */
  public Scalar<T> probability(long from, long to, Scalar<T> start) {
    Scalar<T> one = local.of(1);
    Scalar<T> leaves =
        start
            .times(4)
            .plus(level.over(2))
            .power(p)
            .plus(one.plus(rate().times(local.of(to))).times(level.times(2).power(p)));
    Scalar<T> early =
        one.minus(rate()).power(from).times(start.over(level).plus(one.over(8)).power(p));
    Scalar<T> late = one.plus(rate().times(local.of(to - from))).over(local.of(2).power(p));
    return leaves.plus(early).plus(late);
  }
}
