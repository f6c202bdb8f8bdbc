// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import org.noisygd.judge.conversion.BinomialStatistics.Count;
import org.noisygd.judge.conversion.BinomialStatistics.Family;

/** Tests how often two values, or two samples of a value, are rounded the same way. */
public final class CoincidenceStatistics {
  /** Minimum distance from 0 and 1 of the fractions of entries that are tested for independence. */
  private static final double MIDDLE = 0.25;

  /**
   * Maximum number of entries for which every pair is tested alone; with more entries, pairs at one
   * distance are tested together.
   */
  private static final int PAIRED = 128;

  /** Maximum lag up to which every lag is tested; above it, powers of two and multiples of 100. */
  private static final int LAGS = 64;

  private final RoundingSamples samples;
  private final RoundingProbability model;
  private final BinomialStatistics tests;

  private CoincidenceStatistics(RoundingSamples samples, RoundingProbability model) {
    this.samples = samples;
    this.model = model;
    this.tests = new BinomialStatistics(samples, model);
  }

  /** Tests the independence of entries and of samples. */
  public static BinomialStatistics of(RoundingSamples samples, RoundingProbability model) {
    CoincidenceStatistics agreements = new CoincidenceStatistics(samples, model);
    int[] middle =
        samples.random.stream()
            .mapToInt(i -> i)
            .filter(i -> Math.abs(model.probability().of(samples, i) - 0.5) <= 0.5 - MIDDLE)
            .toArray();
    if (middle.length > PAIRED) {
      agreements.distances(middle);
    } else {
      agreements.pairs(middle);
    }
    agreements.lags(middle);
    return agreements.tests;
  }

  /** The probability that two values are rounded the same way. */
  private double agreement(int i, int j) {
    double p = model.probability().of(samples, i);
    double q = model.probability().of(samples, j);
    return p * q + (1 - p) * (1 - q);
  }

  /**
   * A mask of the first samples, one bit per sample, without the samples whose number divided by
   * the lag is odd.
   */
  private static long[] mask(int samples, int lag, int count) {
    long[] mask = new long[RoundingSamples.words(count)];
    for (int d = 0; d < samples; d++) {
      if (d / lag % 2 == 0) {
        mask[d >> 6] |= 1L << d;
      }
    }
    return mask;
  }

  /** The w-th word of the bits shifted by {@code lag}. */
  private static long shifted(long[] bits, int w, int lag) {
    int at = w + (lag >> 6);
    long low = bits[at] >>> lag;
    return (lag & 63) == 0 || at + 1 == bits.length ? low : low | bits[at + 1] << -lag;
  }

  /**
   * Counts agreements of two entries in the samples of a mask, the other's {@code lag} samples
   * later. The error of each probability is at most the sum of both entries' errors.
   */
  private void add(Count count, int i, int j, int lag, long[] mask) {
    long[] one = samples.away(i);
    long[] other = samples.away(j);
    int events = 0;
    int unequal = 0;
    for (int w = 0; w + (lag >> 6) < one.length; w++) {
      events += Long.bitCount(mask[w]);
      unequal += Long.bitCount((one[w] ^ shifted(other, w, lag)) & mask[w]);
    }
    double p = agreement(i, j);
    double slack = 2 * RoundingProbability.SLACK;
    count.add(events, events - unequal, p - slack, p + slack);
  }

  private void pairs(int[] middle) {
    long[] all = mask(samples.count, samples.count, samples.count);
    for (int a = 0; a < middle.length; a++) {
      for (int b = 0; b < a; b++) {
        Count pair = new Count();
        add(pair, middle[a], middle[b], 0, all);
        tests.test(
            Family.ENTRIES,
            pair,
            "entries " + middle[b] + " and " + middle[a] + " going the same way");
      }
    }
  }

  /** Tests pairs of entries at one distance; no entry is in two pairs, so they are independent. */
  private void distances(int[] middle) {
    long[] all = mask(samples.count, samples.count, samples.count);
    for (int lag = 1; lag < middle.length; lag++) {
      Count pairs = new Count();
      for (int a = 0; a + lag < middle.length; a++) {
        if (a / lag % 2 == 0) {
          add(pairs, middle[a], middle[a + lag], 0, all);
        }
      }
      tests.test(Family.ENTRIES, pairs, "entries going the same way at the distance " + lag);
    }
  }

  /** Tests pairs of samples at one distance, of an entry with itself or with a neighbour. */
  private void lags(int[] middle) {
    for (int lag = 1; lag < samples.count; lag++) {
      if (!isTested(lag)) {
        continue;
      }
      long[] mask = mask(samples.count - lag, lag, samples.count);
      int most = lag <= 2 ? Math.min(4, middle.length - 1) : 0;
      for (int shift = -most; shift <= most; shift++) {
        Count pairs = new Count();
        for (int a = Math.max(0, -shift); a < middle.length - Math.max(0, shift); a++) {
          add(pairs, middle[a], middle[a + shift], lag, mask);
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
