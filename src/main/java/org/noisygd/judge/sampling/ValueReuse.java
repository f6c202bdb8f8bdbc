// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.noisygd.judge.sampling.RecoveredNoise.Side;

/**
 * Whether the same numbers come back: between draws, rows, factors or requests, at any distance,
 * with any sign. Two independent Gaussians over their sigmas have |ln |z| - ln |z'|| at most t with
 * probability at most 2 t max x phi(x) * 2 &lt; t. A generator's grain is allowed for.
 */
final class ValueReuse {
  /** Generators as coarse as 24 random bits a number are let pass. */
  private static final double GRAIN = 0x1p-24;

  /** Numbers of so many bits are no coarser. */
  private static final int MOST_BITS = 53;

  /** Where more than one number in this many has to coincide, the test could not see a thing. */
  private static final double SPARSE = 12;

  /** So many numbers beside two equal ones tell a sequence that comes back from a grid. */
  private static final int FOLLOWING = 8;

  private ValueReuse() {}

  /**
   * The test, of the samples whose magnitudes are decided; none where it could see nothing.
   *
   * @param bits those of a narrower format that the noise was drawn in; numbers of so many bits, or
   *     of a fixed step that shows as so many, coincide with a chance of at most 2^(2 - bits)
   */
  static Optional<LawResult> test(List<RecoveredNoise> samples, OptionalInt bits) {
    double grain = Math.max(GRAIN, Math.scalb(1.0, 2 - bits.orElse(MOST_BITS)));
    double[] signed = RecoveredNoise.numbers(samples, Side.BOTH);
    int n = signed.length;
    double slack = RecoveredNoise.slack(samples);
    double width = 2 * slack; // equal draws lie within it; draws that do lie within twice it
    double expected = n * (n - 1.0) / 2 * (2 * width + grain);
    if (n == 0 || expected > n / SPARSE) {
      return Optional.empty();
    }
    double[] logs = logarithms(signed);
    Arrays.sort(logs);
    int pairs = 0;
    int most = 1;
    int first = 0;
    for (int i = 1; i < n; i++) {
      first = logs[i] - logs[first] <= width ? first : i;
      most = Math.max(most, i - first + 1);
    }
    for (int i = 1; i < n; i++) {
      if (logs[i] - logs[i - 1] <= width) {
        pairs++;
        i++; // disjoint pairs only
      }
    }
    double nats = LawTail.coincidences(pairs, expected);
    double crowd = LawTail.crowd(most, n, 2 * width + grain);
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
    return Optional.of(best.result());
  }

  /**
   * What the numbers that come back have in common. Reused draws bring the numbers beside them
   * along; numbers of one draw are shared by its entries; those of a grid or a table come back
   * anywhere.
   */
  private static String code(List<RecoveredNoise> samples, double[] signed, double width) {
    int n = signed.length;
    Places places = new Places(samples, n);
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    double[] logs = logarithms(signed);
    // Of many equal numbers any two are looked at, and not those that happen to be neighbours.
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

  /** The least of the logarithms that each is equal to. */
  private static double[] cells(double[] logs, Integer[] order, double width) {
    Arrays.sort(order, Comparator.comparingDouble(i -> logs[i]));
    double[] cells = logs.clone();
    for (int i = 1; i < logs.length; i++) {
      boolean equal = logs[order[i]] - logs[order[i - 1]] <= width;
      cells[order[i]] = equal ? cells[order[i - 1]] : logs[order[i]];
    }
    return cells;
  }

  /** Whether the numbers after two equal ones are equal as well, or before them. */
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
      for (int i = 1; i < logs.length; i++) {
        if (logs[i] - logs[i - 1] <= width) {
          return true;
        }
      }
    }
    return false;
  }

  /** The sample, the draw and the factor that each number is of. */
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
            factor[at++] = of.ordinal();
          }
        }
        draws += s.draws;
      }
    }
  }

  private static double[] logarithms(double[] signed) {
    double[] logs = signed.clone();
    for (int at = 0; at < logs.length; at++) {
      // A zero stands apart: that is another family's business.
      logs[at] = logs[at] == 0 ? -1e9 - at : StrictMath.log(Math.abs(logs[at]));
    }
    return logs;
  }
}
