// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.number.Require;

/**
 * The rate at which an arithmetic removes the imbalance, relative to its reference run (marked '):
 * with D the mean over replicates of ||X||^2 - gamma^2 ||Y||^2, gamma the ratio of norms towards
 * which the noise balances, and t0 < t1 two steps,
 *
 * <pre>
 *   driftRatio = log(D(t0)/D(t1)) / log(D'(t0)/D'(t1)),  dimensionless.
 * </pre>
 *
 * <p>Its standard error is by the jackknife: the estimate is a smooth function of four means over
 * replicates, and leaving one replicate out leaves it out of all four, so the common part of
 * coupled replicates cancels. With r_i the estimate without replicate i and r. their mean, se^2 =
 * (n-1)/n sum (r_i - r.)^2.
 *
 * <p>Its interval inverts a test (as Fieller's does for a quotient of means), for the logarithm of
 * a noisy mean can be far from normal although the mean itself is not. With q = D(t1)/D(t0) and p =
 * D'(t1)/D'(t0), the ratio is c if q = p^c. To first order in the deviations of the means,
 * replicate i contributes to q - p^c the deviation
 *
 * <pre>
 *   u_i(c) = (D_i(t1) - q D_i(t0)) / D(t0)  -  c p^c (D'_i(t1)/D'(t1) - D'_i(t0)/D'(t0)),
 * </pre>
 *
 * <p>which is linear in the imbalances of the arithmetic, paired with those of its reference run.
 * So c is accepted while |q - p^c| is at most Student's quantile times the standard error of the
 * mean of the u_i; the interval holds all c accepted around the estimate. An end is infinite if
 * every c beyond the estimate is accepted: D(t1) may then be 0, or the reference run may not drift.
 *
 * <p>Replicates may fall into two groups, for example if some stagnate. If the u_i show it ({@link
 * TwoGroups}), half of the probability of a miss goes to the interval of the probability of a group
 * (Clopper and Pearson's), the other half to Student's, of the scatter within the groups; c is
 * accepted if some probability in that interval accepts it. A group without a replicate cannot be
 * detected: {@link TwoGroups#unseen}.
 *
 * <p>Standard error and interval are for fixed t0 and t1. To first order they hold for an estimate
 * whose t1 is a first passage too: moving D(t1) by a fraction e, or t1 by the steps in which D
 * falls by that fraction, changes the rate by the same amount. Bias and error are of order 1/n
 * beyond that (<b>assumed</b>; measured by {@code DriftRatioTest} and {@code VerdictRuleTest}).
 *
 * @param value the ratio; NaN where it is not defined
 * @param standardError its standard error; NaN for a single replicate
 * @param low the lower end of its interval; minus infinity where there is none
 * @param high the upper end
 * @param replicates n
 * @param from t0
 * @param to t1
 */
public record DriftRatio(
    double value,
    double standardError,
    double low,
    double high,
    int replicates,
    long from,
    long to) {
  /** An end of the interval beyond this counts as infinite, far above any ratio. */
  private static final double FARTHEST = 1e6;

  /** The first step outwards, which is then doubled. */
  private static final double NEAREST = 1e-12;

  /** Halvings of the last step outwards. */
  private static final int HALVINGS = 60;

  /** The undefined ratio, if there is nothing to measure. */
  public static DriftRatio undefined(int replicates, long from, long to) {
    return new DriftRatio(
        Double.NaN,
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        replicates,
        from,
        to);
  }

  /**
   * The estimate from the imbalances of each replicate at both steps.
   *
   * @param misses probability that the interval misses
   * @throws IllegalArgumentException if the four arrays differ in length, or are empty
   */
  public static DriftRatio of(
      double[] own0,
      double[] own1,
      double[] reference0,
      double[] reference1,
      double misses,
      long from,
      long to) {
    int n = own0.length;
    Require.positive("replicates", n);
    Require.that(
        own1.length == n && reference0.length == n && reference1.length == n,
        "imbalances",
        "be of " + n + " replicates each",
        own1.length);
    double[][] all = {own0, own1, reference0, reference1};
    double[] sums = new double[all.length];
    for (int k = 0; k < all.length; k++) {
      sums[k] = Arrays.stream(all[k]).sum();
    }
    double value = ratio(sums[0], sums[1], sums[2], sums[3]);
    if (n == 1 || !Double.isFinite(value)) {
      DriftRatio none = undefined(n, from, to);
      return new DriftRatio(value, Double.NaN, none.low, none.high, n, from, to);
    }
    double[] without = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      without[i] =
          ratio(
              sums[0] - own0[i],
              sums[1] - own1[i],
              sums[2] - reference0[i],
              sums[3] - reference1[i]);
      mean += without[i] / n;
    }
    double squares = 0;
    for (double one : without) {
      squares += (one - mean) * (one - mean);
    }
    DoubleUnaryOperator excess = excess(all, sums, value, misses);
    return new DriftRatio(
        value,
        Math.sqrt((n - 1.0) / n * squares),
        end(value, -1, excess),
        end(value, 1, excess),
        n,
        from,
        to);
  }

  private static double ratio(double own0, double own1, double reference0, double reference1) {
    return StrictMath.log(own0 / own1) / StrictMath.log(reference0 / reference1);
  }

  /** The excess of |q - p^c| over its limit as a function of c: at most 0 if c is accepted. */
  private static DoubleUnaryOperator excess(
      double[][] all, double[] sums, double value, double misses) {
    int n = all[0].length;
    double q = sums[1] / sums[0];
    double p = sums[3] / sums[2];
    double[] own = new double[n];
    double[] reference = new double[n];
    double[] off = new double[n];
    for (int i = 0; i < n; i++) {
      own[i] = (all[1][i] - q * all[0][i]) / sums[0];
      reference[i] = all[3][i] / sums[3] - all[2][i] / sums[2];
      off[i] = own[i] - value * q * reference[i];
    }
    Optional<TwoGroups> groups = TwoGroups.in(off);
    double each = groups.isPresent() ? misses / 2 : misses;
    double errors = Student.errors(n, each);
    double[] shifts = groups.map(two -> two.shifts(each)).orElse(new double[2]);
    return c -> {
      double power = StrictMath.pow(p, c);
      for (int i = 0; i < n; i++) {
        off[i] = own[i] - c * power * reference[i];
      }
      double apart = groups.map(two -> two.apart(off)).orElse(0.0);
      double square = Arrays.stream(off).map(u -> u * u).sum();
      square -= groups.map(two -> two.between(apart)).orElse(0.0);
      double error = errors * Math.sqrt(Math.max(0, square) * n / (n - 1));
      double most = n * Math.max(shifts[0] * apart, shifts[1] * apart);
      double least = n * Math.min(shifts[0] * apart, shifts[1] * apart);
      return Math.max(power - q - most, q + least - power) - error;
    };
  }

  /** The first c on one side of the estimate that is not accepted, by doubling and halving. */
  private static double end(double value, int side, DoubleUnaryOperator excess) {
    double inside = 0;
    double step = NEAREST * Math.max(1, Math.abs(value));
    while (excess.applyAsDouble(value + side * step) <= 0) {
      inside = step;
      step *= 2;
      if (step > FARTHEST) {
        return side * Double.POSITIVE_INFINITY;
      }
    }
    for (int k = 0; k < HALVINGS; k++) {
      double middle = (inside + step) / 2;
      if (excess.applyAsDouble(value + side * middle) <= 0) {
        inside = middle;
      } else {
        step = middle;
      }
    }
    return value + side * step;
  }
}
