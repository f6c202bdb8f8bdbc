// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.noisygd.number.Text;

/**
 * Tests of the tails of recovered noise: counts beyond some sigmas, the fourth moment, and the
 * smallest and largest numbers, both ways. Statistics are moved towards the law as in {@link
 * MagnitudeLaw}.
 */
final class TailLaw {
  private static final double SQRT_HALF = StrictMath.sqrt(0.5);

  private static final int TAILS = 4;

  /** E He_4(z)^2 = 4!. */
  private static final double HE4_VARIANCE = 24;

  private TailLaw() {}

  /** Counts beyond 1 to 4 sigma, and the fourth moment. */
  static LawFinding tails(List<RecoveredNoise> samples) {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.TAILS);
    int tests = MagnitudeLaw.EACH_AND_BOTH.size() * (TAILS + 1);
    for (List<Integer> factors : MagnitudeLaw.EACH_AND_BOTH) {
      for (int c = 1; c <= TAILS; c++) {
        tail(samples, best, factors, c);
      }
      fourthMoment(samples, best, factors, tests);
    }
    return best.finding();
  }

  /** The count of numbers beyond c sigma. */
  private static void tail(
      List<RecoveredNoise> samples, LawFinding.Strongest best, List<Integer> factors, int c) {
    int inner = 0;
    int outer = 0;
    double n = 0;
    for (RecoveredNoise s : samples) {
      double grow = StrictMath.exp(s.slack());
      for (int f : factors) {
        for (double v : s.numbers(f)) {
          inner += Math.abs(v) > c * grow ? 1 : 0;
          outer += Math.abs(v) * grow > c ? 1 : 0;
          n++;
        }
      }
    }
    // The true count lies in inner..outer.
    double p = Erf.erfc(c * SQRT_HALF);
    double k = inner > n * p ? inner : outer < n * p ? outer : n * p;
    best.add(
        LawTail.binomial(n, k, p),
        "noise-law",
        "%d of %.0f numbers in the noise of %s exceed %d sigma, where %.0f are expected",
        inner,
        n,
        MagnitudeLaw.name(factors),
        c,
        n * p);
  }

  /**
   * The mean of He_4(z) = z^4 - 6 z^2 + 3, which has mean 0 and variance 4! under the law, by
   * Catoni's bound. It sees tails that are a little too light or too heavy, a sum of uniforms say.
   */
  private static void fourthMoment(
      List<RecoveredNoise> samples, LawFinding.Strongest best, List<Integer> factors, int tests) {
    int n = RecoveredNoise.numbers(samples, factors).length;
    double[] t = new double[n];
    int at = 0;
    double sum = 0;
    double moved = 0;
    for (RecoveredNoise s : samples) {
      double grow = StrictMath.expm1(s.slack()) * StrictMath.exp(4 * s.slack());
      for (int f : factors) {
        for (double v : s.numbers(f)) {
          double square = v * v;
          t[at] = square * square - 6 * square + 3;
          sum += t[at++];
          // |d He_4 / d ln z| is at most 4 z^4 + 12 z^2, and grows by exp(4 slack) at most.
          moved += grow * square * (4 * square + 12);
        }
      }
    }
    best.add(
        GenericLaw.evidence(t, HE4_VARIANCE, moved / n, LawFamily.limit(tests)),
        "noise-law",
        "the noise of %s has the mean fourth Hermite polynomial %.3f, not 0 (%d numbers)",
        MagnitudeLaw.name(factors),
        sum / n,
        n);
  }

  /**
   * The smallest and the largest numbers: P(none beyond m) = (1 - p)^n, P(some beyond m) <= n p.
   */
  static LawFinding extremes(List<RecoveredNoise> samples) {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.EXTREMES);
    for (List<Integer> factors : MagnitudeLaw.EACH_AND_BOTH) {
      Extremes e = new Extremes();
      for (RecoveredNoise s : samples) {
        for (int f : factors) {
          e.add(s, f);
        }
      }
      String of = MagnitudeLaw.name(factors);
      for (int side = 0; side < 3; side++) {
        String what =
            Text.format(
                "the largest of %.0f numbers in the noise of %s, %s,", e.n, of, SIDES[side]);
        double half = side < 2 ? 0.5 : 1;
        // Rounding may have made the largest smaller, or larger.
        double above = half * Erf.erfc(e.top(side) * e.grow * SQRT_HALF);
        best.add(
            -e.n * StrictMath.log1p(-above),
            "noise-law",
            "%s is %.3f sigma, where %.0f beyond it are expected",
            what,
            e.top(side),
            e.n * above);
        double beyond = e.top(side) / e.grow;
        best.add(
            // P(N > t) <= exp(-t^2/2) / 2
            Math.max(
                0, beyond * beyond / 2 + StrictMath.log(side < 2 ? 2 : 1) - StrictMath.log(e.n)),
            "noise-outlier",
            "%s is %.4g sigma",
            what,
            e.top(side));
      }
      double below = Erf.erf(e.least / e.grow * SQRT_HALF);
      best.add(
          -e.n * StrictMath.log1p(-below),
          "noise-law",
          "the smallest of %.0f numbers in the noise of %s is %.3g sigma in size, where %.0f"
              + " below it are expected",
          e.n,
          of,
          e.least,
          e.n * below);
    }
    return best.finding();
  }

  private static final String[] SIDES = {"upwards", "downwards", "either way"};

  private static final class Extremes {
    private double n;
    private double grow = 1;
    private double least = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private double lowest = Double.POSITIVE_INFINITY;

    void add(RecoveredNoise s, int factor) {
      for (double v : s.numbers(factor)) {
        n++;
        least = Math.min(least, Math.abs(v));
        highest = Math.max(highest, v);
        lowest = Math.min(lowest, v);
      }
      grow = Math.max(grow, StrictMath.exp(s.slack()));
    }

    double top(int side) {
      return side == 0
          ? Math.max(0, highest)
          : side == 1 ? Math.max(0, -lowest) : Math.max(highest, -lowest);
    }
  }
}
