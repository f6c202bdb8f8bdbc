// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Require;

/**
 * Theorem 1 for starts with an excess of at most 1/4, where every iterate is stored by random
 * rounding: the error of a store has a mean of at most the root of beta and a length of at most 1,
 * and after an update by p of a stored state a mean square of at most D |p| + q. With the excess E
 * of {@link Theorem1} and kappa at least sqrt(7/s),
 *
 * <pre>
 *   K = 21 eta^2/s^2 + 31/10 (D eta kappa + q)/s + beta/eta
 *   E E' &lt;= (1 - eta s/10) E + K                                while E &lt;= 4/9
 *   E E_n &lt;= (1 - eta s/10)^n E_0 + 10 K/(eta s)                while E &lt;= 4/9
 *   P(E_t > 4/9 for some t &lt;= n) &lt;= 72 n K                     from E_0 &lt;= 1/4
 *   P(E_t > level for some t in [from, to])
 *     &lt;= 72 to K + ((1 - eta s/10)^from E_0 + 10 K/(eta s) + (to - from) K) / level.
 * </pre>
 *
 * <p>Claim NP.convergence, proved.
 *
 * @param exact the theorem without a store, which has the problem and eta
 * @param spread D, not negative
 * @param rest q, not negative
 * @param bias beta, not negative
 * @param kappa at least sqrt(7/s)
 * @param <T> the type of the numbers
 */
public record StoredTheorem<T>(
    Theorem1<T> exact, Scalar<T> spread, Scalar<T> rest, Scalar<T> bias, Scalar<T> kappa)
    implements MeanContraction<T> {
  /**
   * Checks kappa.
   *
   * @throws IllegalArgumentException if it is below sqrt(7/s)
   */
  public StoredTheorem {
    Require.that(
        !kappa.squared().times(exact.s()).isLessThan(exact.of(7)),
        "kappa",
        "be at least sqrt(7/s)",
        kappa);
  }

  /**
   * The bound for a grid of spacing h and stores of B random bits: each of the n = d1 + d2 entries
   * is short by less than 2^-B h, so that D = h sqrt(n), q = 2^-B n h^2 and beta = 4^-B n h^2.
   *
   * @param root at least sqrt(d1 + d2)
   * @param kappa at least sqrt(7/s)
   */
  public static <T> StoredTheorem<T> ofGrid(
      Theorem1<T> exact, Scalar<T> spacing, int bits, Scalar<T> root, Scalar<T> kappa) {
    int entries = exact.problem().u().rows() + exact.problem().v().rows();
    Require.that(
        !root.squared().isLessThan(exact.of(entries)), "root", "be at least sqrt(d1 + d2)", root);
    Scalar<T> share = exact.of(2).power(bits).inverse();
    Scalar<T> squares = spacing.squared().times(entries);
    Require.that(
        !exact.of(1).isLessThan(squares), "spacing", "be at most 1/sqrt(d1 + d2)", spacing);
    return new StoredTheorem<>(
        exact, spacing.times(root), share.times(squares), share.squared().times(squares), kappa);
  }

  /** eta s/10. */
  @Override
  public Scalar<T> rate() {
    return exact.eta().times(exact.s()).over(10);
  }

  /** K. */
  @Override
  public Scalar<T> stepNoise() {
    Scalar<T> eta = exact.eta();
    Scalar<T> noise = eta.over(exact.s()).squared().times(21);
    Scalar<T> store = spread.times(eta).times(kappa).plus(rest).over(exact.s());
    return noise.plus(store.times(31).over(10)).plus(bias.over(eta));
  }

  /** The bound on the probability of an excess above 4/9 within n steps. */
  public Scalar<T> escape(long n) {
    return stepNoise().times(72).times(exact.of(n));
  }

  /** The bound on the probability of an excess above the level at one of the times from...to. */
  @Override
  public Scalar<T> probability(long from, long to, Scalar<T> start, Scalar<T> level) {
    return escape(to).plus(MeanContraction.super.probability(from, to, start, level));
  }
}
