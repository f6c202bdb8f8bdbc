// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.Arrays;
import java.util.List;
import org.noisygd.number.Require;
import org.noisygd.report.chart.FiveNumbers;

/**
 * The times of one implementation, one per round in order, in nanoseconds per step and replicate.
 *
 * @param rounds the times, at least one
 */
public record RoundTimes(List<Double> rounds) {
  /** Copies the list. */
  public RoundTimes {
    rounds = List.copyOf(rounds);
    Require.that(!rounds.isEmpty(), "rounds", "be at least one", rounds.size());
  }

  /** The median; for an even number of rounds the mean of the two middle values. */
  public double median() {
    return ordered().median();
  }

  /** The relative spread: the interquartile range over the median. */
  public double spread() {
    FiveNumbers ordered = ordered();
    return (ordered.q3() - ordered.q1()) / ordered.median();
  }

  /**
   * The ratios of this time to the other's, round by round, since a temporary slowdown of the
   * machine affects both.
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
