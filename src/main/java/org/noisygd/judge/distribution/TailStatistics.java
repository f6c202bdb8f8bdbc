// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.List;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;
import org.noisygd.number.Text;

/**
 * Tests the tails of recovered noise: counts beyond some sigmas, the fourth moment, and the
 * smallest and largest numbers. As in {@link VarianceStatistics}, each statistic is first corrected
 * in favour of the null hypothesis by the largest possible rounding error.
 */
final class TailStatistics {
  private static final int TAILS = 4;

  /** E He_4(z)^2 = 4!. */
  private static final double HE4_VARIANCE = 24;

  private TailStatistics() {}

  /** Counts beyond 1 to 4 sigma, and the fourth moment. */
  static TestResult tails(List<RecoveredNoise> noises) {
    Strongest best = new Strongest(TestFamily.TAILS);
    int tests = Side.values().length * (TAILS + 1);
    for (Side side : Side.values()) {
      for (int c = 1; c <= TAILS; c++) {
        tail(noises, best, side, c);
      }
      fourthMoment(noises, best, side, tests);
    }
    return best.result();
  }

  /** Tests the count of numbers beyond c sigma. */
  private static void tail(List<RecoveredNoise> noises, Strongest best, Side side, int c) {
    int inner = 0;
    int outer = 0;
    double n = 0;
    for (RecoveredNoise s : noises) {
      double grow = StrictMath.exp(s.slack);
      for (double v : s.numbers(side)) {
        inner += Math.abs(v) > c * grow ? 1 : 0;
        outer += Math.abs(v) * grow > c ? 1 : 0;
        n++;
      }
    }
    // The true count lies between inner and outer.
    double p = 2 * TailBounds.below(-c);
    double k = inner > n * p ? inner : outer < n * p ? outer : n * p;
    best.add(
        TailBounds.binomial(n, k, p),
        "%d of %.0f numbers in the noise of %s exceed %d sigma, where %.0f are expected",
        inner,
        n,
        side,
        c,
        n * p);
  }

  /**
   * Tests the mean of He_4(z) = z^4 - 6 z^2 + 3, which has mean 0 and variance 4! under the null
   * hypothesis, by Catoni's bound. It detects tails that are slightly too light or too heavy, such
   * as the tails of a sum of uniforms.
   */
  private static void fourthMoment(
      List<RecoveredNoise> noises, Strongest best, Side side, int tests) {
    double[] t = new double[noises.stream().mapToInt(s -> s.count * s.size(side)).sum()];
    int at = 0;
    double sum = 0;
    double moved = 0;
    for (RecoveredNoise s : noises) {
      double grow = StrictMath.expm1(s.slack) * StrictMath.exp(4 * s.slack);
      for (double v : s.numbers(side)) {
        double square = v * v;
        t[at] = square * square - 6 * square + 3;
        sum += t[at++];
        // |d He_4 / d ln z| is at most 4 z^4 + 12 z^2, and grows by exp(4 slack) at most.
        moved += grow * square * (4 * square + 12);
      }
    }
    best.add(
        MomentStatistics.evidence(t, HE4_VARIANCE, moved / at, TestFamily.limit(tests)),
        "the noise of %s has the mean fourth Hermite polynomial %.3f, not 0 (%d numbers)",
        side,
        sum / at,
        at);
  }

  /** Tests the extreme numbers: P(none beyond m) = (1 - p)^n, P(some beyond m) &lt;= n p. */
  static TestResult extremes(List<RecoveredNoise> noises) {
    Strongest best = new Strongest(TestFamily.EXTREMES);
    double grow = Math.max(1, StrictMath.exp(RecoveredNoise.slack(noises)));
    for (Side side : Side.values()) {
      double[] numbers = RecoveredNoise.numbers(noises, side);
      double highest = 0;
      double lowest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (double v : numbers) {
        highest = Math.max(highest, v);
        lowest = Math.min(lowest, v);
        least = Math.min(least, Math.abs(v));
      }
      String of = Text.format("of %d numbers in the noise of %s", numbers.length, side);
      largest(best, of + ", upwards,", highest, grow, numbers.length, 0.5);
      largest(best, of + ", downwards,", Math.max(0, -lowest), grow, numbers.length, 0.5);
      largest(best, of + ", either way,", Math.max(highest, -lowest), grow, numbers.length, 1);
      double below = TailBounds.within(least / grow);
      best.add(
          -numbers.length * StrictMath.log1p(-below),
          "the smallest %s is %.3g sigma in size, where %.0f below it are expected",
          of,
          least,
          numbers.length * below);
    }
    return best.result();
  }

  /**
   * Tests the largest number.
   *
   * @param grow the factor by which rounding may have changed it
   * @param fraction the fraction of the distribution on the sides under test
   */
  private static void largest(
      Strongest best, String of, double top, double grow, double n, double fraction) {
    double above = fraction * 2 * TailBounds.below(-top * grow);
    best.add(
        -n * StrictMath.log1p(-above),
        "the largest %s is %.3f sigma, where %.0f beyond it are expected",
        of,
        top,
        n * above);
    double beyond = top / grow;
    best.add(
        // P(N > t) <= exp(-t^2/2) / 2
        Math.max(0, beyond * beyond / 2 - StrictMath.log(fraction) - StrictMath.log(n)),
        "the largest %s is %.4g sigma",
        of,
        top);
  }
}
