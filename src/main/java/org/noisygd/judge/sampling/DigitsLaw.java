// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.noisygd.judge.sampling.RecoveredNoise.Side;

/**
 * Tests whether the noise has few digits: significands of few bits, or few decimals. It uses images
 * that show the candidate's own numbers up to a few roundings ({@link RecoveredNoise#linear}).
 * Noise may be drawn in a narrower format with at least {@link #LEGAL_BITS} bits, such as binary32.
 *
 * <p>Some numbers lie on a grid of fewer bits by chance: one in two if it has one bit less, one in
 * 2^10 if it has ten bits less. The tests count how many do.
 */
final class DigitsLaw {
  /**
   * A bound on the probability that a number lies near the grid by chance. The tests use the bound
   * itself, because the values of 32-bit generators cluster.
   */
  private static final double CHANCE = 0x1p-10;

  /** The bits that noise must have. */
  private static final int LEGAL_BITS = 20;

  /** The decimals that noise over its sigma must have: ten to the minus this is below 2^-20. */
  private static final int LEGAL_DECIMALS = 7;

  private static final int MOST_BITS = 50;

  private static final int MOST_DECIMALS = 14;

  /** All numbers but one in this many lie on the grid that is named. */
  private static final int NAMED = 100;

  /** The chance to lie on a grid is within this factor of the chance for evenly spread numbers. */
  private static final double EVEN = 1.04;

  private final double[] all;
  private final double width;

  /** The bits of the finest grid near which few numbers of the law lie. */
  private final int bits;

  private final int decimals;

  DigitsLaw(List<RecoveredNoise> samples) {
    List<RecoveredNoise> shown = samples.stream().filter(RecoveredNoise::linear).toList();
    all = Arrays.stream(RecoveredNoise.numbers(shown, Side.BOTH)).filter(v -> v != 0).toArray();
    double slack = shown.stream().mapToDouble(RecoveredNoise::slack).max().orElse(1);
    width = StrictMath.expm1(slack) + 0x1p-52;
    int most = 0;
    // Within an octave the density of ln|z| is at most 0.484, so that a grid of 2^(b-1) points an
    // octave, each with a relative width on both sides, is met with probability at most
    // 3 * 2^b * width over all octaves.
    while (most < MOST_BITS && 3 * Math.scalb(width, most + 1) <= CHANCE) {
      most++;
    }
    bits = all.length == 0 ? 0 : most;
    most = -1;
    // A grid of steps h has the width |z| on both sides of each: with the factor of two below, 4
    // E|z| width / h <= 3.2 width / h.
    while (most < MOST_DECIMALS && 3.2 * width * StrictMath.pow(10, most + 1) <= CHANCE) {
      most++;
    }
    decimals = most;
  }

  /** The test; its finding has no code if the grid cannot be determined. */
  LawResult result() {
    Strongest best = new Strongest(LawFamily.DIGITS);
    if (bits > 0) {
      String words = "%d of %d numbers have at most %d bits";
      for (int grid : grids(bits, LEGAL_BITS, 10)) {
        add(best, this::onGrid, grid, Math.scalb(1.0, grid - LEGAL_BITS), 1, words);
      }
      words = "%d of %d numbers over their sigmas have at most %d decimals";
      for (int grid : grids(decimals, LEGAL_DECIMALS, 3)) {
        add(best, this::onDecimals, grid, StrictMath.pow(10, grid - LEGAL_DECIMALS), 0, words);
      }
    }
    return best.result();
  }

  /** A grid that few legal numbers meet and, where it can be told, the finest that is not legal. */
  private static int[] grids(int finest, int legal, int fewer) {
    int coarse = Math.min(finest, legal - fewer);
    return finest >= legal - 1 ? new int[] {coarse, legal - 1} : new int[] {coarse};
  }

  private void add(
      Strongest best, IntUnaryOperator on, int grid, double chance, int least, String words) {
    int count = on.applyAsInt(grid);
    double most = CHANCE + EVEN * chance;
    best.add(
        count > all.length * most ? LawTail.binomial(all.length, count, most) : 0,
        "noise-few-digits",
        words,
        count,
        all.length,
        fewest(grid, least, g -> isNearlyAll(on.applyAsInt(g))));
  }

  /** The bits of a narrower format in which the noise was drawn; empty if none shows. */
  OptionalInt narrow() {
    return bits > 0 && isNearlyAll(onGrid(bits))
        ? OptionalInt.of(fewest(bits, 1, b -> isNearlyAll(onGrid(b))))
        : OptionalInt.empty();
  }

  private boolean isNearlyAll(int on) {
    return NAMED * (all.length - on) < all.length;
  }

  /**
   * The fewest bits or decimals, from {@code most} down, on whose grid nearly all numbers lie.
   *
   * @param on whether nearly all numbers lie on the grid with this many
   */
  private static int fewest(int most, int least, IntPredicate on) {
    int fewest = most;
    while (fewest > least && on.test(fewest - 1)) {
      fewest--;
    }
    return fewest;
  }

  /** How many numbers lie within a relative width of one with {@code grid} bits. */
  private int onGrid(int grid) {
    int on = 0;
    for (double v : all) {
      double unit = Math.scalb(1.0, Math.getExponent(v) - grid + 1);
      on += Math.abs(v - unit * Math.rint(v / unit)) <= width * Math.abs(v) ? 1 : 0;
    }
    return on;
  }

  private int onDecimals(int grid) {
    int on = 0;
    double ten = StrictMath.pow(10, grid);
    for (double v : all) {
      on += Math.abs(v * ten - Math.rint(v * ten)) <= 2 * width * Math.abs(v) * ten ? 1 : 0;
    }
    return on;
  }
}
