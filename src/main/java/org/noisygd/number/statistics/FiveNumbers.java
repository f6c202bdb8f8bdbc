// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.statistics;

import java.util.Arrays;
import org.noisygd.number.Require;

/**
 * The five numbers of a box plot. A quartile at the share p of n ordered values is the value at
 * place 1 + (n - 1) p, linear between neighbours, as box plots are mostly drawn.
 *
 * @param min the least value
 * @param q1 the lower quartile
 * @param median the median
 * @param q3 the upper quartile
 * @param max the greatest value
 */
public record FiveNumbers(double min, double q1, double median, double q3, double max) {

  /**
   * Those of some values, none of which is NaN.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FiveNumbers of(double[] values) {
    Require.that(values.length > 0, "values", "not be empty", values.length);
    double[] ordered = values.clone();
    Arrays.sort(ordered);
    return new FiveNumbers(
        ordered[0],
        quantile(ordered, 0.25),
        quantile(ordered, 0.5),
        quantile(ordered, 0.75),
        ordered[ordered.length - 1]);
  }

  private static double quantile(double[] ordered, double share) {
    double place = (ordered.length - 1) * share;
    int below = (int) place;
    int above = Math.min(below + 1, ordered.length - 1);
    return ordered[below] + (place - below) * (ordered[above] - ordered[below]);
  }
}
