// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.protocol.Code;

/**
 * Tests recovered noise by the signs of its entries, which no legal rounding changes. Signs are
 * fair coins, so agreements of distinct pairs (edges of a forest) are fair coins too, and their
 * number is exactly binomial in any arithmetic. The signs of a draw are the bits of one word: X's
 * entries from bit 0, then Y's.
 */
final class SignStatistics {
  private final List<RecoveredNoise> samples;
  private final List<long[]> words = new ArrayList<>();

  private SignStatistics(List<RecoveredNoise> samples) {
    this.samples = samples;
    for (RecoveredNoise s : samples) {
      words.add(signs(s, words.size()));
    }
  }

  /** All tests. Samples of equal shape are read as one sequence of draws. */
  static List<TestResult> of(List<RecoveredNoise> samples) {
    SignStatistics law = new SignStatistics(samples);
    Strongest within = new Strongest(TestFamily.ENTRIES);
    Strongest across = new Strongest(TestFamily.FACTORS);
    law.pairs(within, across);
    return List.of(law.symmetry(), within.result(), across.result(), law.draws());
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
    return mask(of == Side.Y ? s.inX : 0, of == Side.X ? s.inX : s.inX + s.inY);
  }

  private TestResult symmetry() {
    Strongest best = new Strongest(TestFamily.SYMMETRY);
    for (Side of : Side.values()) {
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
          Optional.of(Code.NOISE_DISTRIBUTION),
          "%.2f%% of the noise of %s is positive, where half is expected",
          percent(up, coins),
          of);
    }
    return best.result();
  }

  /**
   * Compares the entries of each draw: every pair, and in all draws of each request and of all
   * requests neighbours in a factor, and entries X[i] and Y[i].
   */
  private void pairs(Strongest within, Strongest across) {
    double[] all = new double[4];
    for (int n = 0; n < samples.size(); n++) {
      RecoveredNoise s = samples.get(n);
      long[] w = words.get(n);
      int d = s.inX + s.inY;
      double[] near = new double[4]; // neighbours: agreements, coins; X[i] and Y[i]: the same
      for (int i = 0; i < d; i++) {
        for (int j = i + 1; j < d; j++) {
          int agree = 0;
          for (long word : w) {
            agree += (int) (1 ^ (((word >>> i) ^ (word >>> j)) & 1));
          }
          boolean factors = i < s.inX && j >= s.inX;
          if (factors ? j == i + s.inX : j == i + 1) {
            near[factors ? 2 : 0] += agree;
            near[factors ? 3 : 1] += w.length;
          }
          (factors ? across : within)
              .addCoins(
                  agree,
                  w.length,
                  factors ? Optional.of(Code.NOISE_CORRELATED) : Optional.empty(),
                  "the noise of %s and of %s has the same sign in %.1f%% of the draws",
                  s.entry(i),
                  s.entry(j),
                  percent(agree, w.length));
        }
      }
      near(within, across, near, "a request");
      Arrays.setAll(all, e -> all[e] + near[e]);
    }
    near(within, across, all, "all requests");
  }

  private static void near(Strongest within, Strongest across, double[] agree, String where) {
    within.addCoins(
        agree[0],
        agree[1],
        Optional.empty(),
        "the noise of neighbouring entries has the same sign in %.2f%% of the cases in %s",
        percent(agree[0], agree[1]),
        where);
    across.addCoins(
        agree[2],
        agree[3],
        Optional.of(Code.NOISE_CORRELATED),
        "the noises of X[i] and Y[i] have the same sign in %.2f%% of the cases in %s",
        percent(agree[2], agree[3]),
        where);
  }

  /** Compares draws k and k + lag, for every lag. */
  private TestResult draws() {
    Strongest best = new Strongest(TestFamily.DRAWS);
    for (int n : firstOfShapes()) {
      long[] w = sequence(n);
      for (Side of : Side.BOTH.factors()) {
        long mask = mask(samples.get(n), of);
        int bits = Long.bitCount(mask);
        for (int lag = 1; lag < w.length; lag++) {
          long agree = 0;
          for (int k = 0; k + lag < w.length; k++) {
            agree += Long.bitCount(~(w[k] ^ w[k + lag]) & mask);
          }
          double coins = (double) (w.length - lag) * bits;
          best.addCoins(
              (double) agree,
              coins,
              Optional.empty(),
              "the noise of %s in draw k and in draw k + %d has the same sign in %.2f%% of the"
                  + " cases",
              of,
              lag,
              percent((double) agree, coins));
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
}
