// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.Arrays;
import java.util.List;
import org.noisygd.number.Require;

/**
 * The times of one implementation, a number a round, in the order of the rounds. Nanoseconds a step
 * and replicate.
 *
 * @param rounds at least one
 */
public record Sample(List<Double> rounds) {
  /** Keeps its own copy. */
  public Sample {
    rounds = List.copyOf(rounds);
    Require.that(!rounds.isEmpty(), "rounds", "be at least one", rounds.size());
  }

  /** The middle value, of an even number the mean of the two in the middle. */
  public double median() {
    return quantile(0.5);
  }

  /** The least. */
  public double min() {
    return quantile(0);
  }

  /** The distance from the first quartile to the third, over the median: the spread. */
  public double spread() {
    return (quantile(0.75) - quantile(0.25)) / median();
  }

  /**
   * How many times as long this took as the other: the median over the rounds of the ratio within a
   * round, since what slows a machine for a while slows both.
   */
  public double ratioTo(Sample other) {
    int n = Math.min(rounds.size(), other.rounds.size());
    Double[] ratios = new Double[n];
    Arrays.setAll(ratios, k -> rounds.get(k) / other.rounds.get(k));
    return new Sample(List.of(ratios)).median();
  }

  /** Linear between neighbours in order; q in [0, 1]. */
  private double quantile(double q) {
    double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = q * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
