// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Require;

/**
 * Theorem 1 from near the saddle, for noise of constant length: rank one, s &lt;= 1/16, w = s/d1 +
 * s/d2, D = ||p||^2 + ||q||^2 + (&lt;u,x> - &lt;v,y>)^2/2 at most nu and (&lt;u,x> + &lt;v,y>)^2 at
 * most 5/2 at the start, p and q the parts of x and y perpendicular to u* and v*. With
 *
 * <pre>
 *   11000 eta &lt;= w,  16 nu &lt;= w,  22 nu^3 &lt;= w eta,  1600 nu &lt;= 1,  2 nu &lt;= s:
 *
 *   P(E_t > level for some t in [m + from, m + to]) &lt;=
 *     (D_0^2 + 3/4 m eta^3/s) / nu^2                     (it stays near the line of u* and v*)
 *     + (1 - eta/32)^m (1 + 5/(12 w eta))                (it leaves the saddle within m steps)
 *     + the bound of BoundedNoise from (1/2 - s)^2 + 2 nu
 * </pre>
 *
 * <p>Claims L4.perpendicular, L5.escape, T1.convergence, all proved.
 *
 * @param below the theorem below the saddle, which has the problem and eta
 * @param nu how far from the line the run may stray, positive
 * @param <T> the type of the numbers
 */
public record FromSaddle<T>(BoundedNoise<T> below, Scalar<T> nu) {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException if one of them fails
   */
  public FromSaddle {
    nu.requirePositive("nu");
    Scalar<T> one = Scalar.of(nu.arithmetic(), 1);
    Scalar<T> w = w(below);
    Scalar<T> eta = below.local().eta();
    Require.that(!w.isLessThan(eta.times(11_000)), "eta", "be at most w/11000", eta);
    Require.that(!w.isLessThan(nu.times(16)), "nu", "be at most w/16", nu);
    Require.that(
        !w.times(eta).isLessThan(nu.power(3).times(22)), "22 nu^3", "be at most w eta", nu);
    Require.that(!one.isLessThan(nu.times(1600)), "nu", "be at most 1/1600", nu);
    Require.that(!below.local().s().isLessThan(nu.times(2)), "nu", "be at most s/2", nu);
  }

  private static <T> Scalar<T> w(BoundedNoise<T> below) {
    Theorem1<T> local = below.local();
    Scalar<T> s = local.s();
    return s.over(local.problem().u().rows()).plus(s.over(local.problem().v().rows()));
  }

  /** Lemma 4: that D is above nu at one of the times up to m. */
  public Scalar<T> strays(long m, Scalar<T> start) {
    Theorem1<T> local = below.local();
    Scalar<T> noise = local.eta().power(3).over(local.s()).times(3).over(4);
    return start.squared().plus(noise.times(local.of(m))).over(nu.squared());
  }

  /** Lemma 5: that x^T M y has not reached 1/2 within m steps. */
  public Scalar<T> escape(long m) {
    Scalar<T> eta = below.local().eta();
    Scalar<T> one = below.local().of(1);
    Scalar<T> first = one.plus(w(below).times(eta).times(12).inverse().times(5));
    return one.minus(eta.over(32)).power(m).times(first);
  }

  /** The bound on the probability of an excess above the level at one of m + from...m + to. */
  public Scalar<T> probability(long m, long from, long to, Scalar<T> start) {
    Theorem1<T> local = below.local();
    Scalar<T> left = local.of(1).over(2).minus(local.s()).squared().plus(nu.times(2));
    Scalar<T> moved = below.rate().times(local.of(from - m)).over(local.of(2).power(below.p()));
    Scalar<T> late = below.probability(from, m + to, left).plus(moved);
    return strays(m, start).plus(escape(m)).plus(late);
  }
}
