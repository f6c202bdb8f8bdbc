// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import org.noisygd.number.Require;
import org.noisygd.number.matrix.Entries;

/**
 * Mean and variance of values in independent replicates. The values of one replicate may depend on
 * each other, so the standard errors come from the replicates alone: with m_k the mean over
 * replicate k and s_k its mean of (value - mean)^2,
 *
 * <pre>
 *   mean = (m_1 + ... + m_n) / n,   variance = (s_1 + ... + s_n) / n,
 *   meanError = deviation of the m_k / sqrt n,   varianceError = deviation of the s_k / sqrt n.
 * </pre>
 *
 * @param mean the mean of all values
 * @param meanError the standard error of the mean
 * @param variance the variance of all values
 * @param varianceError the standard error of the variance
 * @param replicates n; with a single replicate the standard errors are NaN
 */
public record ReplicateMoments(
    double mean, double meanError, double variance, double varianceError, int replicates) {
  /**
   * The moments of equally many values of each replicate; NaN if one is NaN.
   *
   * @param about a number near all values, subtracted before they are summed to keep rounding
   *     small; 0 if they vary much
   */
  public static ReplicateMoments of(double[][] values, double about) {
    int n = values.length;
    Require.positive("replicates", n);
    double[] means = new double[n];
    double[] squares = new double[n];
    for (int k = 0; k < n; k++) {
      for (double value : values[k]) {
        means[k] += (value - about) / values[k].length;
      }
    }
    double mean = Entries.mean(means);
    for (int k = 0; k < n; k++) {
      for (double value : values[k]) {
        double off = value - about - mean;
        squares[k] += off * off / values[k].length;
      }
    }
    return new ReplicateMoments(
        about + mean, error(means), Entries.mean(squares), error(squares), n);
  }

  /** The standard error of the mean of independent values. */
  private static double error(double[] values) {
    double mean = Entries.mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1) / values.length);
  }

  /** The standard deviation of all values. */
  public double deviation() {
    return Math.sqrt(variance);
  }

  /** The standard error of the standard deviation, to first order; 0 if all values are equal. */
  public double deviationError() {
    return variance == 0 ? 0 : varianceError / (2 * deviation());
  }
}
