// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Require;

/**
 * Theorem 1 in the mean for starts below the saddle, where every iterate is stored by random
 * rounding: what a store adds has a mean of at most the root of beta, at most 1, and after an
 * update by p of a stored state a mean square of at most D |p| + q. While the excess E has stayed
 * at most 4/9,
 *
 * <pre>
 *   E E_n &lt;= (1 - eta s/10)^n E_0 + 210 eta/s^3 + 31 (D kappa + q/eta)/s^2 + 10 beta/(eta^2 s),
 * </pre>
 *
 * <p>kappa at least sqrt(7/s). Claim NP.convergence, proved.
 *
 * @param exact the theorem without a store, which has the problem and eta
 * @param spread D, not negative
 * @param rest q, not negative
 * @param bias beta, not negative
 * @param <T> the type of the numbers
 */
public record StoredTheorem<T extends Object>(
    Theorem1<T> exact, Scalar<T> spread, Scalar<T> rest, Scalar<T> bias) {

  /**
   * The bound for a grid of spacing h and stores of B random bits: each of the n = d1 + d2 entries
   * is short by less than 2^-B h, so that D = h sqrt(n), q = 2^-B n h^2 and beta = 4^-B n h^2.
   *
   * @param root at least sqrt(d1 + d2)
   */
  public static <T extends Object> StoredTheorem<T> ofGrid(
      Theorem1<T> exact, Scalar<T> spacing, int bits, Scalar<T> root) {
    int entries = exact.problem().u().rows() + exact.problem().v().rows();
    Require.that(
        !root.squared().isLessThan(exact.of(entries)), "root", "be at least sqrt(d1 + d2)", root);
    Scalar<T> share = exact.of(2).power(bits).inverse();
    Scalar<T> squares = spacing.squared().times(entries);
    Require.that(
        !exact.of(1).isLessThan(squares), "spacing", "be at most 1/sqrt(d1 + d2)", spacing);
    return new StoredTheorem<>(
        exact, spacing.times(root), share.times(squares), share.squared().times(squares));
  }

  /**
   * The bound on the mean of the excess after n steps.
   *
   * @param kappa at least sqrt(7/s)
   */
  public Scalar<T> mean(long n, Scalar<T> start, Scalar<T> kappa) {
    Scalar<T> eta = exact.eta();
    Scalar<T> s = exact.s();
    Require.that(
        !kappa.squared().times(s).isLessThan(exact.of(7)), "kappa", "be at least sqrt(7/s)", kappa);
    Scalar<T> kept = exact.of(1).minus(eta.times(s).over(10)).power(n);
    Scalar<T> noise = eta.times(210).over(s.power(3));
    Scalar<T> store = spread.times(kappa).plus(rest.over(eta)).times(31).over(s.squared());
    Scalar<T> pull = bias.times(10).over(eta.squared().times(s));
    return kept.times(start).plus(noise).plus(store).plus(pull);
  }
}
