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
   * How many times as long this took as the other: the median over the rounds of the ratio within a
   * round, since what slows a machine for a while slows both.
   */
  public double ratioTo(RoundTimes other) {
    int n = Math.min(rounds.size(), other.rounds.size());
    Double[] ratios = new Double[n];
    Arrays.setAll(ratios, k -> rounds.get(k) / other.rounds.get(k));
    return new RoundTimes(List.of(ratios)).median();
  }

  private FiveNumbers ordered() {
    return FiveNumbers.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
