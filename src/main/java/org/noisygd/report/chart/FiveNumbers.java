// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.noisygd.number.Require;

/**
 * The five numbers of a box plot. The p-quantile of n ordered values is the value at index 1 + (n -
 * 1) p, linear between neighbours (definition 7 of Hyndman and Fan); NaN between infinite ones.
 *
 * @param min the least value
 * @param q1 the lower quartile
 * @param median the median
 * @param q3 the upper quartile
 * @param max the greatest value
 */
public record FiveNumbers(double min, double q1, double median, double q3, double max) {
  /**
   * The five numbers of some values, ignoring NaN.
   *
   * @throws IllegalArgumentException if there are no values
   */
  public static FiveNumbers of(double[] values) {
    Require.that(values.length > 0, "values", "not be empty", values.length);
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(values);
    return new FiveNumbers(
        StatUtils.min(values),
        percentile.evaluate(25),
        percentile.evaluate(50),
        percentile.evaluate(75),
        StatUtils.max(values));
  }
}
