// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;

/**
 * Rigorous tail bounds, as evidence: minus the logarithm of a bound on the p-value. All hold for
 * finite samples; {@code proofs-notes/sample-distribution.md} derives them. Evidence is never
 * negative.
 */
public final class TailBounds {
  /** The cost of a two-sided test, in which each side has half the probability. */
  private static final double LN2 = StrictMath.log(2);

  private static final double SQRT_HALF = StrictMath.sqrt(0.5); // sqrt(1/2)

  private TailBounds() {}

  /** The probability P(N(0,1) &lt;= v). */
  static double below(double v) {
    return 0.5 * Erf.erfc(-v * SQRT_HALF);
  }

  /** The probability P(|N(0,1)| &lt;= t), for t &gt;= 0. */
  static double within(double t) {
    return Erf.erf(t * SQRT_HALF);
  }

  /** The event |N(0,1)| >= |t|: P is at most exp(-t^2/2). */
  static double normal(double t) {
    return t * t / 2;
  }

  /** The event that a chi-square of n degrees of freedom is n * ratio, or farther from n. */
  static double chiSquare(double n, double ratio) {
    if (!(ratio > 0)) {
      return ratio <= 0 ? Double.MAX_VALUE : 0;
    }
    return Math.max(0, n / 2 * (ratio - 1 - StrictMath.log(ratio)) - LN2);
  }

  /**
   * The event that a binomial count is k or farther from n p, on the same side: P is at most exp(-n
   * KL(k/n, p)) (Hoeffding 1963, theorem 1).
   */
  public static double binomial(double n, double k, double p) {
    if (n <= 0) {
      return 0;
    }
    double q = k / n;
    return Math.max(0, n * (term(q, p) + term(1 - q, 1 - p)) - LN2);
  }

  private static double term(double q, double p) {
    if (q <= 0) {
      return 0;
    }
    return p <= 0 ? Double.MAX_VALUE : q * StrictMath.log(q / p);
  }

  /**
   * ln E exp(lambda g) for g = n/2 (q - 1 - ln q), where n q is a chi-square with n degrees of
   * freedom and lambda &lt; 1; a Gamma integral.
   */
  static double meanLikelihoodRatio(double n, double lambda) {
    double complement = 1 - lambda;
    return lambda * n / 2 * (StrictMath.log(n) - 1)
        + Gamma.logGamma(n * complement / 2)
        - n * complement / 2 * StrictMath.log(complement)
        - lambda * n / 2 * LN2
        - Gamma.logGamma(n / 2);
  }

  /**
   * The event of at least k disjoint coincidences among N pairs that each coincide with probability
   * q: P is at most (N q)^k / k!.
   */
  public static double coincidences(int k, double expected) {
    double nats = 0;
    for (int i = 1; i <= k; i++) {
      nats += StrictMath.log(i / expected);
    }
    return Math.max(0, nats);
  }

  /**
   * The event that k of n independent numbers lie within a width above the least of the k. A number
   * lies within a width of a given one with probability at most q, so P is at most n C(n - 1, k -
   * 1) q^(k-1), and so at most n (n q)^(k-1) / (k - 1)!.
   */
  static double crowd(int k, double n, double q) {
    double nats = -StrictMath.log(n);
    for (int i = 1; i < k; i++) {
      nats += StrictMath.log(i / (n * q));
    }
    return Math.max(0, nats);
  }
}
