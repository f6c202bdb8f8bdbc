// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.noisygd.judge.sampling.RecoveredNoise.Side;

/**
 * Tests whether numbers are repeated in other draws, rows, factors or requests, at any distance,
 * with any sign. Two independent Gaussians z and z', over their sigmas, have |ln |z| - ln |z'|| at
 * most t with probability at most 2 t max x phi(x) * 2 &lt; t, and so have ln (z^2 + w^2) of two
 * pairs: its density, x exp(-x/2) / 2, is at most 1/e. The spacing of a generator's numbers is
 * allowed for.
 */
final class ValueReuse {
  /** Generators with as few as 24 random bits per number are allowed. */
  private static final double GRAIN = 0x1p-24;

  /** Numbers of this many bits are not coarse. */
  private static final int MOST_BITS = 53;

  /** The test is left out if more than one number in this many would have to coincide. */
  private static final double SPARSE = 12;

  /** This many equal numbers beside two equal ones show a repeated sequence, not a grid. */
  private static final int FOLLOWING = 8;

  /** Fewer largest numbers that are equal prove nothing. */
  private static final int AT_AN_END = 3;

  /**
   * Radii that differ by less in their squares' logarithms count as equal: the cosine and the sine
   * may be those of binary32, each off by 2^-23, and rounded once more.
   */
  private static final double RADIUS = 0x1p-21;

  private ValueReuse() {}

  /**
   * Tests samples whose magnitudes are known well enough; empty if the test could detect nothing.
   *
   * @param bits the bits of a narrower format in which the noise was drawn; numbers with this many
   *     bits, or a fixed step that looks so, coincide with probability at most 2^(2 - bits)
   */
  static Optional<LawResult> test(List<RecoveredNoise> samples, OptionalInt bits) {
    double grain = Math.max(GRAIN, Math.scalb(1.0, 2 - bits.orElse(MOST_BITS)));
    double[] signed = RecoveredNoise.numbers(samples, Side.BOTH);
    int n = signed.length;
    double slack = RecoveredNoise.slack(samples);
    double width =
        2 * slack; // equal draws lie within it; numbers within it, within twice it when drawn
    double expected = n * (n - 1.0) / 2 * (2 * width + grain);
    if (n == 0 || expected > n / SPARSE) {
      return Optional.empty();
    }
    double[] logs = logarithms(signed);
    Arrays.sort(logs);
    int pairs = disjointPairs(logs, width);
    int most = 1;
    int first = 0;
    for (int i = 1; i < n; i++) {
      first = logs[i] - logs[first] <= width ? first : i;
      most = Math.max(most, i - first + 1);
    }
    double nats = LawTail.coincidences(pairs, expected);
    double crowd = LawTail.crowd(most, n, 2 * width + grain);
    int zeros = (int) Arrays.stream(signed).filter(v -> v == 0).count();
    boolean single =
        samples.stream().anyMatch(RecoveredNoise::hasSingleZeros)
            && samples.stream().noneMatch(RecoveredNoise::hasSilentEntry);
    String code = nats > 0 || crowd > 0 ? code(samples, signed, width) : "";
    Strongest best = new Strongest(LawFamily.REUSE);
    best.add(
        nats,
        code,
        "%d pairs among %d noise numbers (over their sigmas) are equal up to sign: draws are"
            + " reused",
        pairs,
        n);
    best.add(
        crowd, code, "%d of %d noise numbers (over their sigmas) are equal up to sign", most, n);
    int top = n - 1;
    while (top > 0 && logs[n - 1] - logs[top - 1] <= width) {
      top--;
    }
    int ends = n - top;
    if (ends >= AT_AN_END && pairs == ends / 2) {
      double t = StrictMath.exp(logs[n - 1] + slack);
      best.add(
          ends(ends, n, t, 2 * width),
          "noise-clipped",
          "the %d largest of %d noise numbers (over their sigmas) are equal up to sign, and no"
              + " others are",
          ends,
          n);
    }
    best.add(
        LawTail.coincidences(zeros, n * grain),
        single ? "noise-law" : "",
        "%d of %d noise numbers are exactly zero",
        zeros,
        n);
    radii(best, samples.get(0), code.isEmpty() ? "noise-coarse" : code, grain);
    return Optional.of(best.result());
  }

  /** How many of sorted logarithms pair off with a neighbour that lies within a width. */
  private static int disjointPairs(double[] sorted, double width) {
    int pairs = 0;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] - sorted[i - 1] <= width) {
        pairs++;
        i++;
      }
    }
    return pairs;
  }

  /**
   * Tests whether radii come again. By the method of Box and Muller two numbers are a radius times
   * the cosine and the sine of an angle, so the sum of their squares shows the radius. Which two
   * belong together is not known.
   */
  private static void radii(Strongest best, RecoveredNoise s, String code, double grain) {
    double[] all = s.draws(Side.BOTH).flatMapToDouble(Arrays::stream).toArray();
    double[] x = s.numbers(Side.X);
    int draw = s.inX + s.inY;
    double width = Math.max(4 * s.slack(), RADIUS);
    for (double[] logs :
        List.of(
            radii(all, 2, 1),
            radii(all, draw, s.inX),
            radii(all, draw, (draw + 1) / 2),
            radii(all, all.length, (all.length + 1) / 2),
            radii(x, 2, 1),
            radii(x, s.inX, (s.inX + 1) / 2),
            radii(x, x.length, (x.length + 1) / 2))) {
      if (logs.length < 2) {
        continue;
      }
      double n = logs.length;
      int pairs = disjointPairs(logs, width);
      best.add(
          LawTail.coincidences(pairs, n * (n - 1) / 2 * (2 * width + grain)),
          code,
          "%d pairs among %.0f sums of two squares of the noise (over its sigmas) are equal, as by"
              + " the method of Box and Muller with a radius of few bits",
          pairs,
          n);
    }
  }

  /** The sorted logarithms of z^2 + w^2 of numbers that are so far apart in a block. */
  private static double[] radii(double[] z, int block, int apart) {
    return IntStream.range(0, block == 0 ? 0 : z.length - z.length % block)
        .filter(n -> n % block < Math.min(apart, block - apart))
        .mapToDouble(n -> StrictMath.log(z[n] * z[n] + z[n + apart] * z[n + apart]))
        .sorted()
        .toArray();
  }

  /**
   * The evidence of some largest numbers that are equal while no others are. Given the least of
   * them, t, each other lies within a relative distance x above it with probability at most (t^2 +
   * 1) x, by the bound phi(t) (t^2 + 1) / t on the tail's hazard. Numbers from a grid of
   * probability g may share a cell, with probability g over that of the tail; but then all n are
   * distinct with probability at most exp(-g n (n - 1) / 2), so g = 2 (ends - 1) / n^2 is the
   * worst.
   */
  private static double ends(int ends, double n, double t, double width) {
    double tail = 2 * LawTail.below(-t);
    double grid = 2 * (ends - 1) / (Math.E * (n - 1) * (n - 1) * tail);
    return -(ends - 1) * StrictMath.log(Math.min(1, (t * t + 1) * width + grid));
  }

  /**
   * The code that fits the repeated numbers. Reused draws repeat the numbers beside them as well,
   * shared numbers come from one draw, and numbers of a grid or a table are repeated anywhere.
   */
  private static String code(List<RecoveredNoise> samples, double[] signed, double width) {
    int n = signed.length;
    Places places = new Places(samples, n);
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    double[] logs = logarithms(signed);
    // Of many equal numbers two random ones are compared, not two neighbours.
    int[] any = new SplittableRandom(n).ints(n).toArray();
    double[] cells = cells(logs, order, width);
    Arrays.sort(
        order,
        Comparator.comparingDouble((Integer i) -> cells[i])
            .thenComparingInt((Integer i) -> any[i]));
    int pairs = 0;
    int alike = 0;
    int within = 0;
    int inDraw = 0;
    int across = 0;
    int followed = 0;
    for (int i = 1; i < n; i++) {
      int a = order[i - 1];
      int b = order[i];
      if (cells[a] == cells[b]) {
        pairs++;
        alike += signed[a] > 0 == signed[b] > 0 ? 1 : 0;
        within += places.owner[a] == places.owner[b] ? 1 : 0;
        inDraw += places.draw[a] == places.draw[b] ? 1 : 0;
        across += places.factor[a] != places.factor[b] ? 1 : 0;
        followed += goesOn(signed, cells, a, b, 1) || goesOn(signed, cells, a, b, -1) ? 1 : 0;
        i++;
      }
    }
    boolean same = 4 * alike >= 3 * pairs;
    if (2 * inDraw >= pairs) {
      return !same
          ? "noise-dependent"
          : 2 * across >= pairs ? "noise-correlated" : "noise-row-shared";
    }
    if (2 * followed < pairs) {
      return "noise-coarse";
    }
    if (4 * alike <= pairs) {
      return "noise-antithetic";
    }
    if (2 * across >= pairs) {
      return "noise-correlated";
    }
    return same && 10 * within < pairs && beginAlike(samples, width)
        ? "seed-ignored"
        : "noise-batch-reused";
  }

  /** For each logarithm, the least of those that it equals, up to rounding. */
  private static double[] cells(double[] logs, Integer[] order, double width) {
    Arrays.sort(order, Comparator.comparingDouble(i -> logs[i]));
    double[] cells = logs.clone();
    for (int i = 1; i < logs.length; i++) {
      boolean equal = logs[order[i]] - logs[order[i - 1]] <= width;
      cells[order[i]] = equal ? cells[order[i - 1]] : logs[order[i]];
    }
    return cells;
  }

  /** Whether the numbers after two equal ones, or before them, are equal as well. */
  private static boolean goesOn(double[] signed, double[] cells, int a, int b, int way) {
    boolean alike = signed[a] > 0 == signed[b] > 0;
    for (int step = way; step != way * (FOLLOWING + 1); step += way) {
      int c = a + step;
      int d = b + step;
      if (Math.min(c, d) < 0
          || Math.max(c, d) >= cells.length
          || cells[c] != cells[d]
          || (signed[c] > 0 == signed[d] > 0) != alike) {
        return false;
      }
    }
    return true;
  }

  /** Whether the first number of a factor is the same in two requests. */
  private static boolean beginAlike(List<RecoveredNoise> samples, double width) {
    for (Side factor : Side.BOTH.factors()) {
      double[] first =
          samples.stream()
              .filter(s -> s.size(factor) > 0)
              .mapToDouble(s -> s.numbers(factor)[0])
              .toArray();
      double[] logs = logarithms(first);
      Arrays.sort(logs);
      if (disjointPairs(logs, width) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The sample, the draw and the factor of each number. */
  private static final class Places {
    private final int[] owner;
    private final int[] draw;
    private final int[] factor;

    Places(List<RecoveredNoise> samples, int n) {
      owner = new int[n];
      draw = new int[n];
      factor = new int[n];
      int at = 0;
      int draws = 0;
      for (int k = 0; k < samples.size(); k++) {
        RecoveredNoise s = samples.get(k);
        for (Side of : Side.BOTH.factors()) {
          int width = s.size(of);
          for (int i = 0; i < s.draws * width; i++) {
            owner[at] = k;
            draw[at] = draws + i / width;
            factor[at++] = of == Side.X ? 0 : 1;
          }
        }
        draws += s.draws;
      }
    }
  }

  private static double[] logarithms(double[] signed) {
    double[] logs = signed.clone();
    for (int at = 0; at < logs.length; at++) {
      // A zero equals no other number here: zeros are counted by themselves.
      logs[at] = logs[at] == 0 ? -1e9 - at : StrictMath.log(Math.abs(logs[at]));
    }
    return logs;
  }
}
