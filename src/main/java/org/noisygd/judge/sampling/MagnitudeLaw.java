// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;

/**
 * Tests of recovered noise by the size of its entries: variance, mean, distribution function,
 * tails, and the norm of each draw. Every statistic is moved towards the law by as much as rounding
 * may have moved it away (a factor exp(+-slack) of each entry) before its evidence is taken.
 */
public final class MagnitudeLaw {
  private static final double SQRT_HALF = StrictMath.sqrt(0.5);

  /** The largest x phi(x), at x = 1: how fast the distribution function moves with ln x. */
  private static final double STEEPEST = StrictMath.exp(-0.5) / StrictMath.sqrt(2 * Math.PI);

  private static final int TAILS = 4;

  /** E He_4(z)^2 = 4!. */
  private static final double HE4_VARIANCE = 24;

  /** Only every so many-th order statistic is looked at: a smaller distance, so still a bound. */
  private static final int STRIDE = 16;

  private final List<RecoveredNoise> samples;
  private final List<LawFinding> findings = new ArrayList<>();

  private MagnitudeLaw(List<RecoveredNoise> samples) {
    this.samples = samples;
  }

  /**
   * Every test.
   *
   * @param samples those whose magnitudes are decided
   * @param varianceCode the mistake that the variances of all samples fit; empty if none
   */
  static List<LawFinding> of(List<RecoveredNoise> samples, String varianceCode) {
    MagnitudeLaw tests = new MagnitudeLaw(samples);
    tests.variance(varianceCode);
    tests.entryVariance(varianceCode);
    tests.mean();
    tests.shape();
    tests.tails();
    tests.norms();
    return tests.findings;
  }

  /**
   * Whether noise whose mean and variance are made right, factor by factor, has the shape of a
   * Gaussian: a wrong size or mean alone spoils the tests of shape too. It names, and judges
   * nothing.
   */
  static boolean isGaussianOnceStandardised(List<RecoveredNoise> samples) {
    MagnitudeLaw tests =
        new MagnitudeLaw(samples.stream().map(RecoveredNoise::standardised).toList());
    tests.shape();
    tests.tails();
    return tests.findings.stream().allMatch(LawFinding::pass);
  }

  private static String name(int factor) {
    return factor == 0 ? "X" : "Y";
  }

  private static String name(List<Integer> factors) {
    return factors.size() > 1 ? "X and Y" : name(factors.get(0));
  }

  /** X, Y, and both together. */
  private static final List<List<Integer>> EACH_AND_BOTH =
      List.of(List.of(0), List.of(1), List.of(0, 1));

  /** Moves a ratio towards 1 by a factor of at most exp(slack). */
  private static double towardsOne(double ratio, double slack) {
    double f = StrictMath.exp(slack);
    return ratio > f ? ratio / f : ratio * f < 1 ? ratio * f : 1;
  }

  private void variance(String code) {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.VARIANCE);
    for (List<Integer> factors : EACH_AND_BOTH) {
      double low = 0;
      double high = 0;
      double sum = 0;
      double n = 0;
      for (RecoveredNoise s : samples) {
        for (int f : factors) {
          double part = squares(s.factor(f));
          sum += part;
          low += part * StrictMath.exp(-2 * s.slack());
          high += part * StrictMath.exp(2 * s.slack());
          n += (double) s.draws * s.factor(f)[0].length;
        }
      }
      double ratio = low > n ? low / n : high < n ? high / n : 1;
      best.add(
          LawTail.chiSquare(n, ratio),
          code,
          "the noise of %s has %.4f times the standard deviation asked for (%.0f numbers)",
          name(factors),
          StrictMath.sqrt(sum / n),
          n);
    }
    findings.add(best.finding());
  }

  private static double squares(double[][] a) {
    double sum = 0;
    for (double[] row : a) {
      sum += square(row);
    }
    return sum;
  }

  private static double square(double[] row) {
    double sum = 0;
    for (double v : row) {
      sum += v * v;
    }
    return sum;
  }

  private void entryVariance(String code) {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.ENTRY_VARIANCE);
    for (RecoveredNoise s : samples) {
      for (int f = 0; f < 2; f++) {
        double[][] a = s.factor(f);
        for (int i = 0; i < a[0].length; i++) {
          double sum = 0;
          for (double[] row : a) {
            sum += row[i] * row[i];
          }
          double ratio = sum / a.length;
          best.add(
              LawTail.chiSquare(a.length, towardsOne(ratio, 2 * s.slack())),
              code.equals("noise-scaled") ? "" : code,
              "the noise of %s[%d] has %.3f times the standard deviation asked for",
              name(f),
              i,
              StrictMath.sqrt(ratio));
        }
      }
    }
    for (int f = 0; f < 2; f++) {
      int factor = f;
      int longest = samples.stream().mapToInt(s -> s.factor(factor)[0].length).max().orElse(0);
      for (int i = 0; i < longest; i++) {
        rowVariance(best, f, i, code);
      }
    }
    findings.add(best.finding());
  }

  /** The variance of one row's noise in all requests that have the row. */
  private void rowVariance(LawFinding.Strongest best, int f, int i, String code) {
    double low = 0;
    double high = 0;
    double n = 0;
    for (RecoveredNoise s : samples) {
      if (i < s.factor(f)[0].length) {
        double grow = StrictMath.exp(2 * s.slack());
        double shrink = StrictMath.exp(-2 * s.slack());
        for (double[] row : s.factor(f)) {
          low += row[i] * row[i] * shrink;
          high += row[i] * row[i] * grow;
          n++;
        }
      }
    }
    double ratio = low > n ? low / n : high < n ? high / n : 1;
    best.add(
        LawTail.chiSquare(n, ratio),
        code,
        "the noise of %s[%d] in all requests has %.3f times the standard deviation asked for",
        name(f),
        i,
        StrictMath.sqrt(ratio));
  }

  private void mean() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.MEAN);
    for (int f = 0; f < 2; f++) {
      double sum = 0;
      double moved = 0;
      double n = 0;
      for (RecoveredNoise s : samples) {
        double[][] a = s.factor(f);
        double grow = StrictMath.expm1(s.slack());
        for (int i = 0; i < a[0].length; i++) {
          double entry = 0;
          double size = 0;
          for (double[] row : a) {
            entry += row[i];
            size += Math.abs(row[i]);
          }
          sum += entry;
          moved += size * grow;
          n += a.length;
          meanTest(best, name(f) + "[" + i + "]", entry, size * grow, a.length);
        }
      }
      meanTest(best, name(f), sum, moved, n);
    }
    findings.add(best.finding());
  }

  private static void meanTest(
      LawFinding.Strongest best, String where, double sum, double moved, double n) {
    double t = Math.max(0, Math.abs(sum) - moved) / StrictMath.sqrt(n);
    best.add(
        LawTail.normal(t),
        "noise-mean",
        "the noise of %s has the mean %.4f sigma, not 0",
        where,
        sum / n);
  }

  private void shape() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.SHAPE);
    for (int f = 0; f < 2; f++) {
      double slack = 0;
      int n = 0;
      for (RecoveredNoise s : samples) {
        slack = Math.max(slack, s.slack());
        n += s.draws * s.factor(f)[0].length;
      }
      double[] sorted = new double[n];
      int at = 0;
      for (RecoveredNoise s : samples) {
        for (double[] row : s.factor(f)) {
          System.arraycopy(row, 0, sorted, at, row.length);
          at += row.length;
        }
      }
      Arrays.sort(sorted);
      double distance = 0;
      for (int i = 0; i < n; i += STRIDE) {
        double u = 0.5 * Erf.erfc(-sorted[i] * SQRT_HALF);
        distance = Math.max(distance, Math.max(u - (double) i / n, (i + 1.0) / n - u));
      }
      best.add(
          // x phi(x) may be passed on the way: exp(slack) bounds its growth.
          LawTail.kolmogorov(n, distance - STEEPEST * StrictMath.expm1(slack)),
          "noise-law",
          "the distribution function of the noise of %s is %.4f away from the Gaussian's"
              + " (%d numbers)",
          name(f),
          distance,
          n);
    }
    findings.add(best.finding());
  }

  /** The largest distance between the distribution function of these numbers and u on [0,1]. */
  private static double distance(double[] u) {
    Arrays.sort(u);
    double d = 0;
    for (int i = 0; i < u.length; i++) {
      d = Math.max(d, Math.max(u[i] - (double) i / u.length, (i + 1.0) / u.length - u[i]));
    }
    return d;
  }

  private void tails() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.TAILS);
    int tests = EACH_AND_BOTH.size() * (TAILS + 1);
    for (List<Integer> factors : EACH_AND_BOTH) {
      for (int c = 1; c <= TAILS; c++) {
        tail(best, factors, c);
      }
      fourthMoment(best, factors, tests);
    }
    findings.add(best.finding());
  }

  /** The count of numbers beyond c sigma. */
  private void tail(LawFinding.Strongest best, List<Integer> factors, int c) {
    int inner = 0;
    int outer = 0;
    double n = 0;
    for (RecoveredNoise s : samples) {
      double grow = StrictMath.exp(s.slack());
      for (int f : factors) {
        for (double[] row : s.factor(f)) {
          for (double v : row) {
            inner += Math.abs(v) > c * grow ? 1 : 0;
            outer += Math.abs(v) * grow > c ? 1 : 0;
            n++;
          }
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
        name(factors),
        c,
        n * p);
  }

  /**
   * The mean of He_4(z) = z^4 - 6 z^2 + 3, which has mean 0 and variance 4! under the law, by
   * Catoni's bound. It sees tails that are a little too light or too heavy, a sum of uniforms say.
   */
  private void fourthMoment(LawFinding.Strongest best, List<Integer> factors, int tests) {
    int n = 0;
    for (RecoveredNoise s : samples) {
      for (int f : factors) {
        n += s.draws * s.factor(f)[0].length;
      }
    }
    double[] t = new double[n];
    int at = 0;
    double sum = 0;
    double moved = 0;
    for (RecoveredNoise s : samples) {
      double grow = StrictMath.expm1(s.slack()) * StrictMath.exp(4 * s.slack());
      for (int f : factors) {
        for (double[] row : s.factor(f)) {
          for (double v : row) {
            double square = v * v;
            t[at] = square * square - 6 * square + 3;
            sum += t[at++];
            // |d He_4 / d ln z| is at most 4 z^4 + 12 z^2, and grows by exp(4 slack) at most.
            moved += grow * square * (4 * square + 12);
          }
        }
      }
    }
    best.add(
        GenericLaw.evidence(t, HE4_VARIANCE, moved / n, LawFamily.limit(tests)),
        "noise-law",
        "the noise of %s has the mean fourth Hermite polynomial %.3f, not 0 (%d numbers)",
        name(factors),
        sum / n,
        n);
  }

  private void norms() {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.NORMS);
    int n = samples.stream().mapToInt(s -> s.draws).sum();
    for (int part = 0; part < 3; part++) {
      double[] u = new double[n];
      double moved = 0;
      int at = 0;
      for (RecoveredNoise s : samples) {
        int d = (part == 1 ? 0 : s.d1) + (part == 0 ? 0 : s.d2);
        // x f(x) of a chi-square of d degrees is d times the density of d + 2 degrees, at most at
        // x = d.
        double steepest = d * new ChiSquaredDistribution(d + 2.0).density(d);
        moved = Math.max(moved, steepest * StrictMath.expm1(2 * s.slack()));
        for (int k = 0; k < s.draws; k++) {
          double x = (part == 1 ? 0 : square(s.z[k])) + (part == 0 ? 0 : square(s.w[k]));
          u[at++] = Double.isFinite(x) && x < 1e6 ? Gamma.regularizedGammaP(d / 2.0, x / 2) : 1;
        }
      }
      double distance = distance(u);
      best.add(
          LawTail.kolmogorov(n, distance - moved),
          "noise-law",
          "the squared norm of the noise of %s, draw by draw, is %.3f away from chi-square's"
              + " distribution function (%d draws)",
          part == 2 ? "X and Y together" : name(part),
          distance,
          n);
    }
    findings.add(best.finding());
  }
}
