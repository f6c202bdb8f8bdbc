// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.statistics;

import java.util.Arrays;
import org.noisygd.number.Require;

/**
 * Five numbers of a sample of n: its least value, quartiles and greatest value. Quartile q is the
 * value at place q (n - 1) of the sorted sample, between two places in proportion (Hyndman and
 * Fan's definition 7).
 *
 * @param min the least
 * @param q1 the first quartile
 * @param median the median
 * @param q3 the third quartile
 * @param max the greatest
 */
public record Spread(double min, double q1, double median, double q3, double max) {
  /**
   * Of a sample.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static Spread of(double[] sample) {
    Require.that(sample.length > 0, "sample", "not be empty", sample.length);
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    return new Spread(
        sorted[0], at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), sorted[sorted.length - 1]);
  }

  private static double at(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) place;
    double share = place - below;
    return share == 0 ? sorted[below] : (1 - share) * sorted[below] + share * sorted[below + 1];
  }
}
