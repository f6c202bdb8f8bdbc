// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.Arrays;
import java.util.List;
import org.noisygd.number.Require;
import org.noisygd.study.statistics.FiveNumbers;

/**
 * The times of one implementation, a number a round, in the order of the rounds. Nanoseconds a step
 * and replicate.
 *
 * @param rounds at least one
 */
public record RoundTimes(List<Double> rounds) {
  /** Keeps its own copy. */
  public RoundTimes {
    rounds = List.copyOf(rounds);
    Require.that(!rounds.isEmpty(), "rounds", "be at least one", rounds.size());
  }

  /** The middle value, of an even number the mean of the two in the middle. */
  public double median() {
    return ordered().median();
  }

  /** The distance from the first quartile to the third, over the median: the spread. */
  public double spread() {
    FiveNumbers ordered = ordered();
    return (ordered.q3() - ordered.q1()) / ordered.median();
  }

  /**
   * How many times as long this took as the other, round by round, since what slows a machine for a
   * while slows both.
   */
  public FiveNumbers ratiosTo(RoundTimes other) {
    int n = Math.min(rounds.size(), other.rounds.size());
    double[] ratios = new double[n];
    Arrays.setAll(ratios, k -> rounds.get(k) / other.rounds.get(k));
    return FiveNumbers.of(ratios);
  }

  /** The median of {@link #ratiosTo}. */
  public double ratioTo(RoundTimes other) {
    return ratiosTo(other).median();
  }

  private FiveNumbers ordered() {
    return FiveNumbers.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
