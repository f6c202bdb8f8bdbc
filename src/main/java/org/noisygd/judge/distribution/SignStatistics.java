// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;

/**
 * Tests the signs of recovered noise, which no admissible rounding changes. Signs are independent
 * and symmetric, so agreements of distinct pairs (edges of a forest) are independent and symmetric
 * too, and their number is exactly binomial in any arithmetic. The signs of a sample are the bits
 * of one word: X's entries from bit 0, then Y's.
 */
final class SignStatistics {
  private final List<RecoveredNoise> noises;
  private final List<long[]> words = new ArrayList<>();

  private SignStatistics(List<RecoveredNoise> noises) {
    this.noises = noises;
    for (RecoveredNoise s : noises) {
      words.add(signs(s, words.size()));
    }
  }

  /** All tests. Requests of equal shape form one sequence of samples. */
  static List<TestResult> of(List<RecoveredNoise> noises) {
    SignStatistics statistics = new SignStatistics(noises);
    Strongest within = new Strongest(TestFamily.ENTRIES);
    Strongest across = new Strongest(TestFamily.FACTORS);
    statistics.pairs(within, across);
    return List.of(statistics.symmetry(), within.result(), across.result(), statistics.samples());
  }

  private static long[] signs(RecoveredNoise s, int number) {
    long[] words = new long[s.count];
    List<double[]> samples = s.samples(Side.BOTH).toList();
    for (int k = 0; k < s.count; k++) {
      for (int i = 0; i < s.inX + s.inY; i++) {
        double v = samples.get(k)[i];
        // A flushed zero has lost its sign: an independent random one replaces it.
        boolean up = v > 0 || (v == 0 && randomSign(number, k, i));
        words[k] |= up ? 1L << i : 0;
      }
    }
    return words;
  }

  private static boolean randomSign(int number, int k, int i) {
    return new java.util.SplittableRandom(((long) number << 32) + k * 64L + i).nextBoolean();
  }

  private static double percent(double agree, double trials) {
    return 100 * agree / trials;
  }

  private static long mask(RecoveredNoise s, Side of) {
    int to = of == Side.X ? s.inX : s.inX + s.inY;
    return ((to == 64 ? 0 : 1L << to) - 1) & -(1L << (of == Side.Y ? s.inX : 0));
  }

  private TestResult symmetry() {
    Strongest best = new Strongest(TestFamily.SYMMETRY);
    for (Side of : Side.values()) {
      double up = 0;
      double trials = 0;
      for (int n = 0; n < noises.size(); n++) {
        long mask = mask(noises.get(n), of);
        for (long word : words.get(n)) {
          up += Long.bitCount(word & mask);
        }
        trials += (double) words.get(n).length * Long.bitCount(mask);
      }
      best.addFairTrials(
          up,
          trials,
          "%.2f%% of the noise of %s is positive, where half is expected",
          percent(up, trials),
          of);
    }
    return best.result();
  }

  /**
   * Compares the signs of the entries of each sample: each pair by itself; and, per request and
   * over all requests, all neighbours in a factor together, and all pairs of X[i] and Y[i]
   * together.
   */
  private void pairs(Strongest within, Strongest across) {
    double[] all = new double[4];
    for (int n = 0; n < noises.size(); n++) {
      RecoveredNoise s = noises.get(n);
      long[] w = words.get(n);
      int d = s.inX + s.inY;
      double[] near = new double[4]; // neighbours: agreements, trials; X[i] and Y[i]: the same
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
              .addFairTrials(
                  agree,
                  w.length,
                  "the noise of %s and of %s has the same sign in %.1f%% of the samples",
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
    within.addFairTrials(
        agree[0],
        agree[1],
        "the noise of neighbouring entries has the same sign in %.2f%% of the cases in %s",
        percent(agree[0], agree[1]),
        where);
    across.addFairTrials(
        agree[2],
        agree[3],
        "the noises of X[i] and Y[i] have the same sign in %.2f%% of the cases in %s",
        percent(agree[2], agree[3]),
        where);
  }

  /** Compares samples k and k + lag of successive requests of one shape, for every lag. */
  private TestResult samples() {
    Strongest best = new Strongest(TestFamily.SAMPLES);
    for (int first = 0, next; first < noises.size(); first = next) {
      next = first + 1;
      while (next < noises.size() && haveSameShape(first, next)) {
        next++;
      }
      long[] w = words.subList(first, next).stream().flatMapToLong(Arrays::stream).toArray();
      for (Side of : Side.BOTH.factors()) {
        long mask = mask(noises.get(first), of);
        int bits = Long.bitCount(mask);
        for (int lag = 1; lag < w.length; lag++) {
          long agree = 0;
          for (int k = 0; k + lag < w.length; k++) {
            agree += Long.bitCount(~(w[k] ^ w[k + lag]) & mask);
          }
          double trials = (double) (w.length - lag) * bits;
          best.addFairTrials(
              (double) agree,
              trials,
              "the noise of %s in sample k and in sample k + %d has the same sign in %.2f%% of the"
                  + " cases",
              of,
              lag,
              percent((double) agree, trials));
        }
      }
    }
    return best.result();
  }

  private boolean haveSameShape(int a, int b) {
    return noises.get(a).inX == noises.get(b).inX && noises.get(a).inY == noises.get(b).inY;
  }
}
