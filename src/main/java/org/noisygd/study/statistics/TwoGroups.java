// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisygd.number.Require;

/**
 * Values that fall into two groups with nothing between them: the largest gap between neighbours is
 * more than chance leaves among as many values of one normal law. With w the sum of squares about
 * the means of the two sides,
 *
 * <pre>  gap &gt; t sqrt(w / (n - 2)),</pre>
 *
 * <p>t the quantile of Student's law beyond which n - 1 values are once in {@value #ONCE_IN} times.
 * Chance shows such a gap in 1% of studies with 8 normal values, and in fewer with more values; two
 * groups that are 20 of their deviations apart are seen whenever there are values of both (measured
 * by {@code TwoGroupsTest}).
 */
public final class TwoGroups {
  private static final int ONCE_IN = 1000;

  /** The fewest values in which a gap means anything. */
  private static final int LEAST = 4;

  /** The numbers of the values, by size. */
  private final int[] order;

  /** How many are in the lower group. */
  private final int lower;

  private TwoGroups(int[] order, int lower) {
    this.order = order;
    this.lower = lower;
  }

  /** The groups of some values, if they show two. */
  static Optional<TwoGroups> in(double[] values) {
    int n = values.length;
    if (n < LEAST) {
      return Optional.empty();
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted((i, j) -> Double.compare(values[i], values[j]))
            .mapToInt(i -> i)
            .toArray();
    int lower = 1;
    for (int k = 2; k < n; k++) {
      lower = gap(values, order, k) > gap(values, order, lower) ? k : lower;
    }
    TwoGroups two = new TwoGroups(order, lower);
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double within = Math.max(0, squares - two.between(two.apart(values)));
    double most = Student.errors(n - 1, 1.0 / ONCE_IN) * Math.sqrt(within / (n - 2));
    return gap(values, order, lower) > most ? Optional.of(two) : Optional.empty();
  }

  private static double gap(double[] values, int[] order, int k) {
    return values[order[k]] - values[order[k - 1]];
  }

  /** The mean of the lower group minus the mean of the upper group. */
  double apart(double[] values) {
    int n = order.length;
    double below = 0;
    double above = 0;
    for (int k = 0; k < n; k++) {
      if (k < lower) {
        below += values[order[k]] / lower;
      } else {
        above += values[order[k]] / (n - lower);
      }
    }
    return below - above;
  }

  /** What groups that far apart add to the sum of squares. */
  double between(double apart) {
    return lower * (double) (order.length - lower) / order.length * apart * apart;
  }

  /** By how much the probability of the lower group may differ from its share, either way. */
  double[] shifts(double misses) {
    int n = order.length;
    BinomialInterval share = BinomialInterval.of(lower, n, 1 - misses);
    return new double[] {share.lower() - (double) lower / n, share.upper() - (double) lower / n};
  }

  /**
   * The probability of a kind that all of n replicates miss with a chance of misses: 1 -
   * misses^(1/n).
   */
  public static double unseen(int n, double misses) {
    Require.positive("n", n);
    return 1 - StrictMath.pow(misses, 1.0 / n);
  }
}
