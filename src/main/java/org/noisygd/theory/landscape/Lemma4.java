// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Require;

/**
 * Lemma 4 at rank one with its constants, for noise with the moments of a Gaussian to the fourth
 * order. Let off = ||p||^2 + ||q||^2 for the parts p of x and q of y that are perpendicular to u*
 * and v*, and s = min(s1, s2). While ||x||^2 + ||y||^2 + s1 + s2 &lt;= B and 3 eta B &lt;= 1,
 *
 * <pre>
 *   E off' &lt;= (1 - eta s) off + 3 eta^2 B^2 (s1 + s2)
 *   E off_n &lt;= (1 - eta s)^n off_0 + 3 eta B^2 (s1 + s2) / s
 *   P(off_t > level for some t in [from, to])
 *     &lt;= ((1 - eta s)^from off_0 + 3 eta B^2 (s1 + s2) (1/s + eta (to - from))) / level
 * </pre>
 *
 * <p>The last two hold for runs that have stayed there until then. Claim L4.perpendicular, proved.
 * The printed lemma supposes that a run stays there at all times, which none does ({@code
 * ERR.L4-all-times}).
 *
 * @param s1 E||xi1||^2, positive
 * @param s2 E||xi2||^2, positive
 * @param eta the step size of both factors, positive
 * @param bound B, at least s, with 3 eta B at most 1
 * @param <T> the type of the numbers
 */
public record Lemma4<T>(Scalar<T> s1, Scalar<T> s2, Scalar<T> eta, Scalar<T> bound)
    implements MeanContraction<T> {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException if one of them fails
   */
  public Lemma4 {
    s1.requirePositive("s1");
    s2.requirePositive("s2");
    eta.requirePositive("eta");
    Scalar<T> one = Scalar.of(eta.arithmetic(), 1);
    Require.that(
        !one.isLessThan(eta.times(bound).times(3)), "bound", "be at most 1/(3 eta)", bound);
    Require.that(
        !bound.isLessThan(s1.isLessThan(s2) ? s1 : s2), "bound", "be at least s1 or s2", bound);
  }

  /** 3 eta^2 B^2 (s1 + s2). */
  @Override
  public Scalar<T> stepNoise() {
    return eta.squared().times(bound.squared()).times(s1.plus(s2)).times(3);
  }

  /** eta s. */
  @Override
  public Scalar<T> rate() {
    return eta.times(s1.isLessThan(s2) ? s1 : s2);
  }
}
