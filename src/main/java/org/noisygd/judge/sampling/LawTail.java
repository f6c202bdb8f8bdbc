// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

/**
 * Rigorous tail bounds, as evidence in nats: a test with evidence e has, if the law holds, a
 * p-value of at most exp(-e). All are Chernoff bounds, none asymptotic; derivations in {@code
 * proofs-notes/sample-law.md}. Evidence is never negative.
 */
public final class LawTail {
  /** Every two-sided test pays for its second side. */
  private static final double LN2 = StrictMath.log(2);

  private LawTail() {}

  /** |N(0,1)| is at least |t|: P is at most exp(-t^2/2). */
  static double normal(double t) {
    return t * t / 2;
  }

  /** A chi-square of n degrees of freedom is as far from n as n * ratio, on that side. */
  static double chiSquare(double n, double ratio) {
    if (!(ratio > 0)) {
      return ratio <= 0 ? Double.MAX_VALUE : 0;
    }
    return positive(n / 2 * (ratio - 1 - StrictMath.log(ratio)) - LN2);
  }

  /**
   * A binomial count is as far from n p as k, on that side: P is at most exp(-n KL(k/n, p))
   * (Hoeffding 1963, theorem 1).
   */
  static double binomial(double n, double k, double p) {
    if (n <= 0) {
      return 0;
    }
    double q = k / n;
    return positive(n * (term(q, p) + term(1 - q, 1 - p)) - LN2);
  }

  private static double term(double q, double p) {
    if (q <= 0) {
      return 0;
    }
    return p <= 0 ? Double.MAX_VALUE : q * StrictMath.log(q / p);
  }

  /** The distance of an empirical from the true distribution function (Massart 1990). */
  static double kolmogorov(double n, double distance) {
    double d = Math.max(0, distance);
    return positive(2 * n * d * d - LN2);
  }

  /**
   * At least k disjoint coincidences where N pairs coincide with probability q each: P is at most
   * (N q)^k / k!.
   */
  static double coincidences(int k, double expected) {
    double nats = 0;
    for (int i = 1; i <= k; i++) {
      nats += StrictMath.log(i / expected);
    }
    return positive(nats);
  }

  /**
   * Some k of n independent numbers lie within a width of the least of them, where any two do with
   * probability at most q, whatever one of them is: P is at most n C(n - 1, k - 1) q^(k-1), and so
   * at most n (n q)^(k-1) / (k - 1)!.
   */
  static double crowd(int k, double n, double q) {
    double nats = -StrictMath.log(n);
    for (int i = 1; i < k; i++) {
      nats += StrictMath.log(i / (n * q));
    }
    return positive(nats);
  }

  private static double positive(double nats) {
    return Math.max(0, nats);
  }
}
