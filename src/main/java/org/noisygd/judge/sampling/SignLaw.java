// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tests of recovered noise by the signs of its entries, which no legal rounding changes: fair
 * coins, so that agreements of distinct pairs (edges of a forest) are fair coins too and their
 * number is exactly binomial, in any arithmetic. One draw's signs are the bits of one word, X's
 * entries from bit 0, Y's after them.
 */
public final class SignLaw {
  private static final double LN2 = StrictMath.log(2);

  /** Pairs that agree this often are taken for the same number. */
  private static final double SAME = 0.99;

  /**
   * Of two draws of the same numbers at most one sign in so many differs: a zero that was flushed.
   */
  private static final int FLUSHED = 8;

  private final List<RecoveredNoise> samples;
  private final List<long[]> words = new ArrayList<>();
  private final List<LawFinding> findings = new ArrayList<>();

  private SignLaw(List<RecoveredNoise> samples) {
    this.samples = samples;
    for (RecoveredNoise s : samples) {
      words.add(signs(s, words.size()));
    }
  }

  /** Every test. Samples of equal shape are read as one sequence of draws. */
  static List<LawFinding> of(List<RecoveredNoise> samples) {
    SignLaw tests = new SignLaw(samples);
    tests.symmetry();
    tests.entries();
    tests.factors();
    tests.draws();
    tests.duplicates();
    return tests.findings;
  }

  private static long[] signs(RecoveredNoise s, int number) {
    long[] words = new long[s.draws];
    for (int k = 0; k < s.draws; k++) {
      for (int i = 0; i < s.inX + s.inY; i++) {
        double v = i < s.inX ? s.z[k][i] : s.w[k][i - s.inX];
        // A flushed zero has lost its sign: a coin of our own, fair and independent, replaces it.
        boolean up = v > 0 || (v == 0 && coin(number, k, i));
        words[k] |= up ? 1L << i : 0;
      }
    }
    return words;
  }

  private static boolean coin(int number, int k, int i) {
    return new java.util.SplittableRandom(((long) number << 32) + k * 64L + i).nextBoolean();
  }

  private static double percent(double agree, double coins) {
    return 100 * agree / coins;
  }

  private static long mask(int from, int to) {
    return ((to == 64 ? 0 : 1L << to) - 1) & -(1L << from);
  }

  private void symmetry() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.SYMMETRY);
    for (int f = 0; f < 2; f++) {
      double up = 0;
      double coins = 0;
      for (int n = 0; n < samples.size(); n++) {
        RecoveredNoise s = samples.get(n);
        long mask = f == 0 ? mask(0, s.inX) : mask(s.inX, s.inX + s.inY);
        for (long word : words.get(n)) {
          up += Long.bitCount(word & mask);
        }
        coins += (double) s.draws * Long.bitCount(mask);
      }
      best.add(
          LawTail.binomial(coins, up, 0.5),
          "noise-law",
          "%.2f%% of the noise of %s is positive, where half is expected",
          percent(up, coins),
          f == 0 ? "X" : "Y");
    }
    findings.add(best.finding());
  }

  private void entries() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.ENTRIES);
    double allNear = 0;
    double allCoins = 0;
    for (int n = 0; n < samples.size(); n++) {
      RecoveredNoise s = samples.get(n);
      long[] w = words.get(n);
      int d = s.inX + s.inY;
      double near = 0;
      for (int i = 0; i < d; i++) {
        for (int j = i + 1; j < d; j++) {
          int agree = 0;
          for (long word : w) {
            agree += (int) (1 ^ (((word >>> i) ^ (word >>> j)) & 1));
          }
          boolean across = i < s.inX && j >= s.inX;
          near += j == i + 1 && !across ? agree : 0;
          double share = Math.abs(2.0 * agree / w.length - 1);
          best.add(
              LawTail.binomial(w.length, agree, 0.5),
              across ? "noise-correlated" : share > SAME ? "noise-row-shared" : "noise-dependent",
              "the noise of %s and of %s has the same sign in %.1f%% of the draws",
              s.entry(i),
              s.entry(j),
              percent(agree, w.length));
        }
      }
      double coins = (d - 2.0) * w.length;
      if (coins > 0) {
        best.add(
            LawTail.binomial(coins, near, 0.5),
            "noise-dependent",
            "the noise of neighbouring entries has the same sign in %.2f%% of the cases",
            percent(near, coins));
      }
      allNear += near;
      allCoins += coins;
    }
    best.add(
        LawTail.binomial(allCoins, allNear, 0.5),
        "noise-dependent",
        "the noise of neighbouring entries, in all requests, has the same sign in %.2f%% of the"
            + " cases",
        percent(allNear, allCoins));
    findings.add(best.finding());
  }

  /**
   * The n-th number of X's noise and of Y's, in the order of drawing: same generator, same seed.
   */
  private void factors() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.FACTORS);
    int allAgree = 0;
    int allCoins = 0;
    for (int n = 0; n < samples.size(); n++) {
      RecoveredNoise s = samples.get(n);
      long[] w = words.get(n);
      int coins = Math.min(s.inX, s.inY) * s.draws;
      int agree = 0;
      for (int c = 0; c < coins; c++) {
        long x = w[c / s.inX] >>> (c % s.inX);
        long y = w[c / s.inY] >>> (s.inX + c % s.inY);
        agree += (int) (1 ^ ((x ^ y) & 1));
      }
      add(best, agree, coins, "the n-th numbers drawn for X and for Y have");
      int within = 0;
      int shorter = Math.min(s.inX, s.inY);
      for (long word : w) {
        within += Long.bitCount(~(word ^ (word >>> s.inX)) & mask(0, shorter));
      }
      add(best, within, shorter * s.draws, "in each draw the noises of X[i] and Y[i] have");
      allAgree += within;
      allCoins += shorter * s.draws;
    }
    add(best, allAgree, allCoins, "in each draw of any request the noises of X[i] and Y[i] have");
    findings.add(best.finding());
  }

  private static void add(LawFinding.Strongest best, int agree, int coins, String what) {
    best.add(
        LawTail.binomial(coins, agree, 0.5),
        "noise-correlated",
        "%s the same sign in %.2f%% of the cases",
        what,
        percent(agree, coins));
  }

  /** Draws k and k + lag, for every lag. */
  private void draws() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.DRAWS);
    for (int n = 0; n < samples.size(); n++) {
      if (n > 0 && sameShape(n - 1, n)) {
        continue;
      }
      long[] w = sequence(n);
      RecoveredNoise s = samples.get(n);
      for (int f = 0; f < 2; f++) {
        long mask = f == 0 ? mask(0, s.inX) : mask(s.inX, s.inX + s.inY);
        int bits = Long.bitCount(mask);
        for (int lag = 1; lag < w.length; lag++) {
          long agree = 0;
          int same = 0;
          int opposite = 0;
          for (int k = 0; k + lag < w.length; k++) {
            int equal = Long.bitCount(~(w[k] ^ w[k + lag]) & mask);
            agree += equal;
            same += equal * FLUSHED >= bits * (FLUSHED - 1) ? 1 : 0;
            opposite += equal * FLUSHED <= bits ? 1 : 0;
          }
          int pairs = w.length - lag;
          double coins = (double) pairs * bits;
          double share = agree / coins;
          best.add(
              LawTail.binomial(coins, (double) agree, 0.5),
              lagCode(lag, s.draws, (double) same / pairs, (double) opposite / pairs),
              "the noise of %s in draw k and in draw k + %d has the same sign in %.2f%% of the"
                  + " cases",
              f == 0 ? "X" : "Y",
              lag,
              100 * share);
        }
      }
    }
    findings.add(best.finding());
  }

  private boolean sameShape(int a, int b) {
    return samples.get(a).inX == samples.get(b).inX && samples.get(a).inY == samples.get(b).inY;
  }

  /** The draws from sample n on, as long as the shape stays. */
  private long[] sequence(int n) {
    long[] all = words.get(n);
    for (int next = n + 1; next < words.size() && sameShape(n, next); next++) {
      long[] joined = Arrays.copyOf(all, all.length + words.get(next).length);
      System.arraycopy(words.get(next), 0, joined, all.length, words.get(next).length);
      all = joined;
    }
    return all;
  }

  /**
   * A mistake that repeats whole draws repeats at least so large a share of them at one distance.
   */
  private static final double WHOLE = 0.25;

  private static String lagCode(int lag, int draws, double same, double opposite) {
    if (same >= WHOLE) {
      return lag == draws - 1
          ? "seed-overlap"
          : lag == draws ? "seed-ignored" : "noise-batch-reused";
    }
    return opposite >= WHOLE ? "noise-antithetic" : "noise-autocorrelated";
  }

  /** Pairs of draws with all signs equal: each has probability 2^-(d1+d2). */
  private void duplicates() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.DUPLICATES);
    for (int n = 0; n < samples.size(); n++) {
      if (n > 0 && sameShape(n - 1, n)) {
        continue;
      }
      RecoveredNoise s = samples.get(n);
      long[] w = sequence(n);
      Arrays.sort(w);
      int equal = 0;
      for (int k = 1; k < w.length; k++) {
        equal += w[k] == w[k - 1] ? 1 : 0;
      }
      double pairs = w.length * (w.length - 1.0) / 2;
      double nats = (s.inX + s.inY) * LN2 - StrictMath.log(pairs);
      best.add(
          equal == 0 ? 0 : Math.max(0, nats),
          "noise-batch-reused",
          "%d of %d draws repeat an earlier one in every sign",
          equal,
          w.length);
    }
    findings.add(best.finding());
  }
}
