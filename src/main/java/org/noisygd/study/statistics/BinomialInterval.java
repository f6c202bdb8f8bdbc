// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import org.apache.commons.math3.special.Beta;
import org.noisygd.number.Require;

/**
 * The exact two-sided confidence interval of Clopper and Pearson (1934) for a probability p of
 * which k successes in n independent trials were observed:
 *
 * <pre>
 *   lower: P(K >= k | p) = alpha/2, or 0 if k = 0;   upper: P(K <= k | p) = alpha/2, or 1 if k = n
 * </pre>
 *
 * <p>It covers p with probability at least 1 - alpha, whatever p is. The tails are regularised
 * incomplete beta functions, I_p(k, n - k + 1) and 1 - I_p(k + 1, n - k); each end is found by
 * bisection down to neighbouring doubles. Accuracy: that of Commons Math's continued fraction, some
 * 1e-14 relative in the tail (assumed), so the ends are within 1e-12 (measured against exact sums
 * in {@code BinomialIntervalTest}). Commons Math's {@code ClopperPearsonInterval} stops its search
 * at 1e-10 from them.
 *
 * @param successes k
 * @param trials n
 * @param lower the lower end
 * @param upper the upper end
 */
public record BinomialInterval(int successes, int trials, double lower, double upper) {
  /** The level of the intervals in this project's tables. */
  public static final double LEVEL = 0.95;

  /** The interval at a level 1 - alpha in (0, 1). */
  public static BinomialInterval of(int successes, int trials, double level) {
    Require.positive("trials", trials);
    Require.that(
        successes >= 0 && successes <= trials, "successes", "be in 0.." + trials, successes);
    Require.that(level > 0 && level < 1, "level", "be in (0, 1)", level);
    double tail = (1 - level) / 2;
    return new BinomialInterval(
        successes,
        trials,
        successes == 0 ? 0 : quantile(tail, successes, trials - successes + 1.0),
        successes == trials ? 1 : quantile(1 - tail, successes + 1.0, trials - successes));
  }

  /** The p with I_p(a, b) = probability. */
  private static double quantile(double probability, double a, double b) {
    double low = 0;
    double high = 1;
    while (true) {
      double middle = low + (high - low) / 2;
      if (middle == low || middle == high) {
        return middle;
      }
      if (Beta.regularizedBeta(middle, a, b) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }
}
