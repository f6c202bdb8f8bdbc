// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Arrays;
import java.util.List;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Entries;

/**
 * Tests the tails of recovered noise: counts beyond some sigmas, the fourth moment, and the
 * smallest and largest numbers. As in {@link VarianceStatistics}, each statistic is first corrected
 * in favour of the null hypothesis by the largest possible rounding error.
 */
final class TailStatistics {
  private static final int TAILS = 4;

  /** The variance E He_4(z)^2 = 4!. */
  private static final double HE4_VARIANCE = 24;

  private TailStatistics() {}

  /** Tests the counts beyond 1 to 4 sigma, and the fourth moment. */
  static TestResult tails(List<RecoveredNoise> noises) {
    Strongest best = new Strongest(TestFamily.TAILS);
    double slack = RecoveredNoise.slack(noises);
    for (Side side : Side.values()) {
      double[] numbers = RecoveredNoise.numbers(noises, side);
      double[] sizes = Arrays.stream(numbers).map(Math::abs).toArray();
      for (int c = 1; c <= TAILS; c++) {
        tail(best, side, sizes, StrictMath.exp(slack), c);
      }
      fourthMoment(best, side, numbers, slack, Side.values().length * (TAILS + 1));
    }
    return best.result();
  }

  /** Tests the count of numbers beyond c sigma. */
  private static void tail(Strongest best, Side side, double[] sizes, double grow, int c) {
    int inner = (int) Arrays.stream(sizes).filter(v -> v > c * grow).count();
    int outer = (int) Arrays.stream(sizes).filter(v -> v * grow > c).count();
    // The true count lies between inner and outer.
    double p = 2 * TailBounds.below(-c);
    double expected = sizes.length * p;
    best.add(
        TailBounds.binomial(sizes.length, Math.max(inner, Math.min(outer, expected)), p),
        "%d of %d numbers in the noise of %s exceed %d sigma, where %.0f are expected",
        inner,
        sizes.length,
        side,
        c,
        expected);
  }

  /**
   * Tests the mean of He_4(z) = z^4 - 6 z^2 + 3, which has mean 0 and variance 4! under the null
   * hypothesis, by Catoni's bound. It detects tails that are slightly too light or too heavy, such
   * as the tails of a sum of uniforms.
   */
  private static void fourthMoment(
      Strongest best, Side side, double[] numbers, double slack, int tests) {
    double[] t = Arrays.stream(numbers).map(v -> (v * v - 6) * v * v + 3).toArray();
    // |d He_4 / d ln z| is at most 4 z^4 + 12 z^2, and grows by exp(4 slack) at most.
    double moved =
        StrictMath.expm1(slack)
            * StrictMath.exp(4 * slack)
            * Arrays.stream(numbers).map(v -> v * v * (4 * v * v + 12)).average().orElse(0);
    best.add(
        MomentStatistics.evidence(t, HE4_VARIANCE, moved, TestFamily.limit(tests)),
        "the noise of %s has the mean fourth Hermite polynomial %.3f, not 0 (%d numbers)",
        side,
        Entries.mean(t),
        t.length);
  }

  /** Tests the extreme numbers: P(none beyond m) = (1 - p)^n, P(some beyond m) &lt;= n p. */
  static TestResult extremes(List<RecoveredNoise> noises) {
    Strongest best = new Strongest(TestFamily.EXTREMES);
    double grow = StrictMath.exp(RecoveredNoise.slack(noises));
    for (Side side : Side.values()) {
      double[] numbers = RecoveredNoise.numbers(noises, side);
      double highest = Math.max(0, Arrays.stream(numbers).max().orElse(0));
      double lowest = Math.min(0, Arrays.stream(numbers).min().orElse(0));
      double least = Arrays.stream(numbers).map(Math::abs).min().orElse(0);
      String of = Text.format("of %d numbers in the noise of %s", numbers.length, side);
      largest(best, of + ", upwards,", highest, grow, numbers.length, 0.5);
      largest(best, of + ", downwards,", -lowest, grow, numbers.length, 0.5);
      largest(best, of + ", either way,", Math.max(highest, -lowest), grow, numbers.length, 1);
      double below = TailBounds.within(least / grow);
      best.add(
          -numbers.length * StrictMath.log1p(-below),
          "the smallest %s has the magnitude %.3g sigma, where %.0f below it are expected",
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
