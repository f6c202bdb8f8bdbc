// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import java.math.BigInteger;
import java.util.Arrays;
import org.noisygd.number.Require;

/**
 * A distribution-free interval for the median of a continuous distribution, from independent
 * samples: from the (j+1)-th least to the (j+1)-th greatest of n values, with the largest j for
 * which
 *
 * <pre>
 *   P(the median is outside) = 2 sum over k &lt;= j of C(n, k) / 2^n   &lt;=   1/1000,
 * </pre>
 *
 * <p>exactly, since each sample is below the median with probability 1/2. With fewer than 11 values
 * there is no such j and the interval is the whole line.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record MedianInterval(double low, double high) {
  /** One over the maximum probability that the median is outside. */
  public static final int ONCE_IN = 1000;

  /** The interval from some samples. */
  public static MedianInterval of(double[] values) {
    Require.that(values.length > 0, "values", "not be empty", values.length);
    double[] ordered = values.clone();
    Arrays.sort(ordered);
    int n = ordered.length;
    BigInteger choose = BigInteger.ONE;
    BigInteger tail = BigInteger.ONE;
    BigInteger most = BigInteger.TWO.pow(n).divide(BigInteger.valueOf(2L * ONCE_IN));
    int j = -1;
    while (tail.compareTo(most) <= 0) {
      j++;
      choose = choose.multiply(BigInteger.valueOf(n - j)).divide(BigInteger.valueOf(j + 1L));
      tail = tail.add(choose);
    }
    return j < 0
        ? new MedianInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
        : new MedianInterval(ordered[j], ordered[n - 1 - j]);
  }

  /** Returns true if the whole interval differs from a value by more than this fraction. */
  public boolean isFartherThan(double fraction, double from) {
    return low > from * (1 + fraction) || high < from * (1 - fraction);
  }

  /** Returns true if the interval contains a value. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
