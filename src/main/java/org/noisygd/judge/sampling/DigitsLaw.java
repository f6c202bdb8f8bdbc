// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Whether the noise has few digits: significands of few bits, or few decimals, where the images
 * show the candidate's own numbers to a few roundings ({@link RecoveredNoise#linear}). Under the
 * law a number lies near a coarse grid only by chance; the test counts those that do.
 */
final class DigitsLaw {
  /**
   * A number of the law is taken to lie near the finest grid with this probability, though the grid
   * is chosen so that it is at most as much: generators of 32 bits have values that cluster.
   */
  private static final double CHANCE = 0x1p-10;

  private static final int MOST_BITS = 50;

  private static final int MOST_DECIMALS = 14;

  /** All but one in so many numbers lie on the grid that is named. */
  private static final int NAMED = 100;

  private DigitsLaw() {}

  /** The test; its finding has no code where the grid cannot be told. */
  static LawFinding of(List<RecoveredNoise> samples) {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.DIGITS);
    List<RecoveredNoise> shown = samples.stream().filter(RecoveredNoise::linear).toList();
    double[] all =
        Arrays.stream(RecoveredNoise.numbers(shown, List.of(0, 1))).filter(v -> v != 0).toArray();
    double slack = shown.stream().mapToDouble(RecoveredNoise::slack).max().orElse(1);
    double width = StrictMath.expm1(slack) + 0x1p-52;
    int bits = 0;
    // Within an octave the density of ln|z| is at most 0.484, so that a grid of 2^(b-1) points an
    // octave, each with a relative width on both sides, is met with probability at most
    // 3 * 2^b * width over all octaves.
    while (bits < MOST_BITS && 3 * Math.scalb(width, bits + 1) <= CHANCE) {
      bits++;
    }
    int decimals = -1;
    // A grid of steps h has the width |z| on both sides of each: with the factor of two below, 4
    // E|z| width / h <= 3.2 width / h.
    while (decimals < MOST_DECIMALS && 3.2 * width * StrictMath.pow(10, decimals + 1) <= CHANCE) {
      decimals++;
    }
    if (all.length == 0 || bits == 0) {
      return best.finding();
    }
    int ofBits = onGrid(all, bits, width);
    int ofDecimals = onDecimals(all, decimals, width);
    best.add(
        above(all.length, ofBits),
        "noise-few-digits",
        "%d of %d numbers have at most %d bits",
        ofBits,
        all.length,
        fewest(all.length, bits, 1, b -> onGrid(all, b, width)));
    best.add(
        above(all.length, ofDecimals),
        "noise-few-digits",
        "%d of %d numbers over their sigmas have at most %d decimals",
        ofDecimals,
        all.length,
        fewest(all.length, decimals, 0, d -> onDecimals(all, d, width)));
    return best.finding();
  }

  private static double above(int n, int k) {
    return k > n * CHANCE ? LawTail.binomial(n, k, CHANCE) : 0;
  }

  /**
   * The fewest bits or decimals, down from some, on whose grid nearly all numbers lie.
   *
   * @param on how many numbers lie on the grid of so many
   */
  private static int fewest(int n, int most, int least, IntUnaryOperator on) {
    int fewest = most;
    while (fewest > least && NAMED * (n - on.applyAsInt(fewest - 1)) < n) {
      fewest--;
    }
    return fewest;
  }

  /** How many numbers lie within a relative width of one of so many significant bits. */
  private static int onGrid(double[] all, int bits, double width) {
    int on = 0;
    for (double v : all) {
      double unit = Math.scalb(1.0, Math.getExponent(v) - bits + 1);
      on += Math.abs(v - unit * Math.rint(v / unit)) <= width * Math.abs(v) ? 1 : 0;
    }
    return on;
  }

  private static int onDecimals(double[] all, int decimals, double width) {
    int on = 0;
    double ten = StrictMath.pow(10, decimals);
    for (double v : all) {
      on += Math.abs(v * ten - Math.rint(v * ten)) <= 2 * width * Math.abs(v) * ten ? 1 : 0;
    }
    return on;
  }
}
