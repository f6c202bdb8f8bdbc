// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Arrays;
import java.util.Locale;
import org.noisygd.number.Require;

/**
 * How fast an arithmetic removes the imbalance, relative to its twin: with D the mean over
 * replicates of ||X||^2 - gamma^2 ||Y||^2, in the arithmetic and in the twin (marked '), and t0 <
 * t1 two steps,
 *
 * <pre>
 *   driftRatio = log(D(t0)/D(t1)) / log(D'(t0)/D'(t1)),  dimensionless.
 * </pre>
 *
 * <p>Its standard error is the jackknife's: the estimate is a smooth function of four means over
 * replicates, and leaving one replicate out leaves it out of all four, so what the coupled
 * replicates have in common cancels. With r_i the estimate without replicate i and r. their mean,
 * se^2 = (n-1)/n sum (r_i - r.)^2. With t0 and t1 held fixed it is to first order the error of the
 * estimate whose t1 is a first passage too: where D falls by a factor exp(-a) in a step, moving
 * D(t1) by a share e at fixed t1, or t1 by e/a at fixed D(t1), changes the rate by the same. Bias
 * and error are of order 1/n beyond that (<b>assumed</b>, as for every jackknife; measured by
 * {@code DriftRatioTest}).
 *
 * @param value the ratio; NaN where it is not defined
 * @param standardError its standard error; NaN for a single replicate
 * @param from t0
 * @param to t1
 */
public record DriftRatio(double value, double standardError, long from, long to) {

  /** What a drift ratio means. */
  public enum Verdict {
    /** As the twin. */
    FAITHFUL,
    /** The imbalance stays. */
    FROZEN,
    /** It falls too slowly. */
    SLOWED,
    /** It falls too fast. */
    ACCELERATED,
    /** It falls at least twice as fast: rounding, not noise, removes it. */
    FALSE_BALANCE,
    /** No ratio is defined: Phase II did not end, or the numbers left the finite ones. */
    UNDETERMINED;

    /** The word in results. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Below it the imbalance counts as staying. */
  private static final double FROZEN_BELOW = 0.02;

  /** A deviation from 1 below it counts as none. */
  private static final double TOLERATED = 0.02;

  /** From it on rounding does more than the noise. */
  private static final double FALSE_FROM = 2;

  /** Where there is nothing to measure. */
  public static DriftRatio undefined(long from, long to) {
    return new DriftRatio(Double.NaN, Double.NaN, from, to);
  }

  /**
   * The estimate from the imbalances of each replicate at both steps.
   *
   * @throws IllegalArgumentException if the four arrays differ in length, or are empty
   */
  public static DriftRatio of(
      double[] own0, double[] own1, double[] twin0, double[] twin1, long from, long to) {
    int n = own0.length;
    Require.positive("replicates", n);
    Require.that(
        own1.length == n && twin0.length == n && twin1.length == n,
        "imbalances",
        "be of " + n + " replicates each",
        own1.length);
    double[][] all = {own0, own1, twin0, twin1};
    double[] sums = new double[all.length];
    for (int k = 0; k < all.length; k++) {
      sums[k] = Arrays.stream(all[k]).sum();
    }
    double value = ratio(sums[0], sums[1], sums[2], sums[3]);
    double[] without = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      without[i] =
          ratio(sums[0] - own0[i], sums[1] - own1[i], sums[2] - twin0[i], sums[3] - twin1[i]);
      mean += without[i] / n;
    }
    double squares = 0;
    for (double one : without) {
      squares += (one - mean) * (one - mean);
    }
    double error = n > 1 ? Math.sqrt((n - 1.0) / n * squares) : Double.NaN;
    return new DriftRatio(value, error, from, to);
  }

  private static double ratio(double own0, double own1, double twin0, double twin1) {
    return StrictMath.log(own0 / own1) / StrictMath.log(twin0 / twin1);
  }

  /** The verdict. */
  public Verdict verdict() {
    if (Double.isNaN(value)) {
      return Verdict.UNDETERMINED;
    }
    double margin =
        Double.isNaN(standardError) ? TOLERATED : Math.max(TOLERATED, 3 * standardError);
    if (value < FROZEN_BELOW) {
      return Verdict.FROZEN;
    }
    if (value >= FALSE_FROM) {
      return Verdict.FALSE_BALANCE;
    }
    return value < 1 - margin
        ? Verdict.SLOWED
        : value > 1 + margin ? Verdict.ACCELERATED : Verdict.FAITHFUL;
  }
}
