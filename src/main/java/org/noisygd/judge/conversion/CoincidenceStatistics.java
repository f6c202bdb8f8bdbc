// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.noisygd.judge.conversion.BinomialStatistics.Count;
import org.noisygd.judge.conversion.BinomialStatistics.Family;

/** Tests how often two values, or two samples of a value, are rounded the same way. */
public final class CoincidenceStatistics {
  /** Minimum distance from 0 and 1 of the fractions of entries that are tested for independence. */
  private static final double MIDDLE = 0.25;

  /** Maximum lag up to which every lag is tested; above it, powers of two and multiples of 100. */
  private static final int LAGS = 64;

  private final RoundingSamples samples;
  private final RoundingProbability model;

  /** The entries that are tested. */
  private final int[] middle;

  private CoincidenceStatistics(RoundingSamples samples, RoundingProbability model) {
    this.samples = samples;
    this.model = model;
    this.middle =
        samples.random.stream()
            .mapToInt(i -> i)
            .filter(i -> Math.abs(model.probability().of(samples, i) - 0.5) <= 0.5 - MIDDLE)
            .toArray();
  }

  /** Tests the independence of entries and of samples. */
  public static BinomialStatistics of(RoundingSamples samples, RoundingProbability model) {
    CoincidenceStatistics agreements = new CoincidenceStatistics(samples, model);
    BinomialStatistics tests = new BinomialStatistics(samples, model);
    agreements.entries(tests);
    agreements.samples(tests);
    return tests;
  }

  /** The first indices of pairs at a distance, both below a limit; no index is in two pairs. */
  private static IntStream first(int many, int distance) {
    return IntStream.range(0, many - distance).filter(a -> a / distance % 2 == 0);
  }

  /**
   * Counts the samples of a set in which entry i goes the same way as entry j does {@code lag}
   * samples later. The error of a probability is at most the sum of both entries' errors.
   */
  private void add(Count count, int i, int j, int lag, BitSet among) {
    BitSet unequal = samples.away(j).get(lag, samples.count);
    unequal.xor(samples.away(i));
    unequal.and(among);
    int events = among.cardinality();
    double p = model.probability().of(samples, i);
    double q = model.probability().of(samples, j);
    double same = p * q + (1 - p) * (1 - q);
    double slack = 2 * RoundingProbability.SLACK;
    count.add(events, events - unequal.cardinality(), same - slack, same + slack);
  }

  /**
   * For each distance, tests pairs of entries; no entry is in two of these pairs, so the pairs are
   * independent.
   */
  private void entries(BinomialStatistics tests) {
    BitSet all = new BitSet();
    all.set(0, samples.count);
    for (int lag = 1; lag < middle.length; lag++) {
      int distance = lag;
      Count pairs = new Count();
      first(middle.length, lag).forEach(a -> add(pairs, middle[a], middle[a + distance], 0, all));
      tests.test(Family.ENTRIES, pairs, "entries going the same way at the distance " + lag);
    }
  }

  /**
   * For each tested distance, tests pairs of samples of an entry with itself or with a neighbour.
   */
  private void samples(BinomialStatistics tests) {
    for (int lag :
        IntStream.range(1, samples.count).filter(CoincidenceStatistics::isTested).toArray()) {
      BitSet among = new BitSet();
      first(samples.count, lag).forEach(among::set);
      int most = lag <= 2 ? Math.min(4, middle.length - 1) : 0;
      for (int shift = -most; shift <= most; shift++) {
        Count pairs = new Count();
        for (int a = Math.max(0, -shift); a < middle.length - Math.max(0, shift); a++) {
          add(pairs, middle[a], middle[a + shift], lag, among);
        }
        tests.test(
            Family.SAMPLES,
            pairs,
            "samples going the same way at the distance "
                + lag
                + (shift == 0 ? "" : ", entries at " + shift));
      }
    }
  }

  private static boolean isTested(int lag) {
    return lag <= LAGS || Integer.bitCount(lag) == 1 || lag % 100 == 0;
  }
}
