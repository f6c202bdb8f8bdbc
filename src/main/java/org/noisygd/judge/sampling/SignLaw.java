// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.judge.sampling.RecoveredNoise.Side;

/**
 * Tests recovered noise by the signs of its entries, which no legal rounding changes. Signs are
 * fair coins, so agreements of distinct pairs (edges of a forest) are fair coins too, and their
 * number is exactly binomial in any arithmetic. The signs of a draw are the bits of one word: X's
 * entries from bit 0, then Y's.
 */
final class SignLaw {
  /** Pairs that agree this often count as the same number. */
  private static final double SAME = 0.99;

  /**
   * At most one sign in this many differs between two draws of the same numbers: a flushed zero.
   */
  private static final int FLUSHED = 8;

  /** Up to this lag each entry is compared alone, too. */
  private static final int NEIGHBOURS = 8;

  private final List<RecoveredNoise> samples;
  private final List<long[]> words = new ArrayList<>();

  private SignLaw(List<RecoveredNoise> samples) {
    this.samples = samples;
    for (RecoveredNoise s : samples) {
      words.add(signs(s, words.size()));
    }
  }

  /** All tests. Samples of equal shape are read as one sequence of draws. */
  static List<LawResult> of(List<RecoveredNoise> samples) {
    SignLaw law = new SignLaw(samples);
    return List.of(law.symmetry(), law.entries(), law.factors(), law.draws(), law.duplicates());
  }

  private static long[] signs(RecoveredNoise s, int number) {
    long[] words = new long[s.draws];
    for (int k = 0; k < s.draws; k++) {
      for (int i = 0; i < s.inX + s.inY; i++) {
        double v = s.number(k, i);
        // A flushed zero has lost its sign: an independent fair coin replaces it.
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

  private static long mask(RecoveredNoise s, Side of) {
    return of == Side.X ? mask(0, s.inX) : mask(s.inX, s.inX + s.inY);
  }

  private LawResult symmetry() {
    Strongest best = new Strongest(LawFamily.SYMMETRY);
    for (Side of : Side.BOTH.factors()) {
      double up = 0;
      double coins = 0;
      for (int n = 0; n < samples.size(); n++) {
        long mask = mask(samples.get(n), of);
        for (long word : words.get(n)) {
          up += Long.bitCount(word & mask);
        }
        coins += (double) words.get(n).length * Long.bitCount(mask);
      }
      best.addCoins(
          up,
          coins,
          "noise-law",
          "%.2f%% of the noise of %s is positive, where half is expected",
          percent(up, coins),
          of);
    }
    return best.result();
  }

  private LawResult entries() {
    Strongest best = new Strongest(LawFamily.ENTRIES);
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
          best.addCoins(
              agree,
              w.length,
              across ? "noise-correlated" : share > SAME ? "noise-row-shared" : "noise-dependent",
              "the noise of %s and of %s has the same sign in %.1f%% of the draws",
              s.entry(i),
              s.entry(j),
              percent(agree, w.length));
        }
      }
      double coins = (d - 2.0) * w.length;
      if (coins > 0) {
        near(best, near, coins, "");
      }
      allNear += near;
      allCoins += coins;
    }
    near(best, allNear, allCoins, ", in all requests,");
    return best.result();
  }

  private static void near(Strongest best, double agree, double coins, String where) {
    best.addCoins(
        agree,
        coins,
        "noise-dependent",
        "the noise of neighbouring entries%s has the same sign in %.2f%% of the cases",
        where,
        percent(agree, coins));
  }

  /** Compares the n-th numbers drawn for X and for Y, equal for one seed in two generators. */
  private LawResult factors() {
    Strongest best = new Strongest(LawFamily.FACTORS);
    int allAgree = 0;
    int allCoins = 0;
    for (int n = 0; n < samples.size(); n++) {
      RecoveredNoise s = samples.get(n);
      long[] w = words.get(n);
      int shorter = Math.min(s.inX, s.inY);
      int coins = shorter * s.draws;
      int agree = 0;
      for (int c = 0; c < coins; c++) {
        long x = w[c / s.inX] >>> (c % s.inX);
        long y = w[c / s.inY] >>> (s.inX + c % s.inY);
        agree += (int) (1 ^ ((x ^ y) & 1));
      }
      across(best, agree, coins, "the n-th numbers drawn for X and for Y have");
      int within = 0;
      for (long word : w) {
        within += Long.bitCount(~(word ^ (word >>> s.inX)) & mask(0, shorter));
      }
      across(best, within, coins, "in each draw the noises of X[i] and Y[i] have");
      allAgree += within;
      allCoins += coins;
    }
    across(
        best, allAgree, allCoins, "in each draw of any request the noises of X[i] and Y[i] have");
    return best.result();
  }

  private static void across(Strongest best, int agree, int coins, String what) {
    best.addCoins(
        agree,
        coins,
        "noise-correlated",
        "%s the same sign in %.2f%% of the cases",
        what,
        percent(agree, coins));
  }

  /** Compares each entry alone in draws k and k + lag, for short lags. */
  private void eachEntry(Strongest best) {
    for (int n = 0; n < samples.size(); n++) {
      long[] w = words.get(n);
      for (int lag = 1; lag <= NEIGHBOURS && lag < w.length; lag++) {
        for (int i = 0; i < samples.get(n).inX + samples.get(n).inY; i++) {
          int agree = 0;
          for (int k = 0; k + lag < w.length; k++) {
            agree += (int) (1 ^ ((w[k] ^ w[k + lag]) >>> i & 1));
          }
          best.addCoins(
              agree,
              w.length - lag,
              "noise-autocorrelated",
              "the noise of %s in draw k and in draw k + %d has the same sign in %.1f%% of the draws",
              samples.get(n).entry(i),
              lag,
              percent(agree, w.length - lag));
        }
      }
    }
  }

  /** Compares draws k and k + lag, for every lag. */
  private LawResult draws() {
    Strongest best = new Strongest(LawFamily.DRAWS);
    eachEntry(best);
    for (int n : firstOfShapes()) {
      long[] w = sequence(n);
      for (Side of : Side.BOTH.factors()) {
        long mask = mask(samples.get(n), of);
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
          double pairs = w.length - lag;
          best.addCoins(
              (double) agree,
              pairs * bits,
              lagCode(lag, samples.get(n).draws, same / pairs, opposite / pairs),
              "the noise of %s in draw k and in draw k + %d has the same sign in %.2f%% of the"
                  + " cases",
              of,
              lag,
              100 * (agree / (pairs * bits)));
        }
      }
    }
    return best.result();
  }

  /** The samples whose shape differs from that of the sample before. */
  private List<Integer> firstOfShapes() {
    return IntStream.range(0, samples.size())
        .filter(n -> n == 0 || !sameShape(n - 1, n))
        .boxed()
        .toList();
  }

  private boolean sameShape(int a, int b) {
    return samples.get(a).inX == samples.get(b).inX && samples.get(a).inY == samples.get(b).inY;
  }

  /** The draws from sample n on, while the shape stays the same. */
  private long[] sequence(int n) {
    long[] all = words.get(n);
    for (int next = n + 1; next < words.size() && sameShape(n, next); next++) {
      long[] joined = Arrays.copyOf(all, all.length + words.get(next).length);
      System.arraycopy(words.get(next), 0, joined, all.length, words.get(next).length);
      all = joined;
    }
    return all;
  }

  /** A mistake that repeats whole draws repeats at least this share of them at one distance. */
  private static final double WHOLE = 0.25;

  private static String lagCode(int lag, int draws, double same, double opposite) {
    if (same >= WHOLE) {
      return lag == draws - 1
          ? "seed-overlap"
          : lag == draws ? "seed-ignored" : "noise-batch-reused";
    }
    return opposite >= WHOLE ? "noise-antithetic" : "noise-autocorrelated";
  }

  /** Counts pairs of draws with all signs equal; each pair has probability 2^-(d1+d2). */
  private LawResult duplicates() {
    Strongest best = new Strongest(LawFamily.DUPLICATES);
    for (int n : firstOfShapes()) {
      RecoveredNoise s = samples.get(n);
      long[] w = sequence(n);
      Arrays.sort(w);
      int equal = 0;
      for (int k = 1; k < w.length; k++) {
        equal += w[k] == w[k - 1] ? 1 : 0;
      }
      double pairs = w.length * (w.length - 1.0) / 2;
      double nats = (s.inX + s.inY) * StrictMath.log(2) - StrictMath.log(pairs);
      best.add(
          equal == 0 ? 0 : Math.max(0, nats),
          "noise-batch-reused",
          "%d of %d draws repeat an earlier one in every sign",
          equal,
          w.length);
    }
    return best.result();
  }
}
