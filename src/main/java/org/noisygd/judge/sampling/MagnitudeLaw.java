// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.noisygd.number.matrix.Entries;

/**
 * Tests of recovered noise by the size of its entries: variance, mean, distribution function, and
 * the norm of each draw. Every statistic is moved towards the law by as much as rounding may have
 * moved it away (a factor exp(+-slack) of each entry) before its evidence is taken.
 */
public final class MagnitudeLaw {
  private static final double SQRT_HALF = StrictMath.sqrt(0.5);

  /** The largest x phi(x), at x = 1: how fast the distribution function moves with ln x. */
  private static final double STEEPEST = StrictMath.exp(-0.5) / StrictMath.sqrt(2 * Math.PI);

  /** Only every so many-th order statistic is looked at: a smaller distance, so still a bound. */
  private static final int STRIDE = 16;

  private MagnitudeLaw() {}

  /**
   * Every test.
   *
   * @param samples those whose magnitudes are decided
   * @param varianceCode the mistake that the variances of all samples fit; empty if none
   */
  static List<LawFinding> of(List<RecoveredNoise> samples, String varianceCode) {
    return List.of(
        variance(samples, varianceCode),
        entryVariance(samples, varianceCode),
        mean(samples),
        shape(samples),
        norms(samples));
  }

  private static String name(int factor) {
    return factor == 0 ? "X" : "Y";
  }

  /** X, Y or both, in words. */
  static String name(List<Integer> factors) {
    return factors.size() > 1 ? "X and Y" : name(factors.get(0));
  }

  /** X, Y, and both together. */
  static final List<List<Integer>> EACH_AND_BOTH = List.of(List.of(0), List.of(1), List.of(0, 1));

  /** Moves a ratio towards 1 by a factor of at most exp(slack). */
  private static double towardsOne(double ratio, double slack) {
    double f = StrictMath.exp(slack);
    return ratio > f ? ratio / f : ratio * f < 1 ? ratio * f : 1;
  }

  private static LawFinding variance(List<RecoveredNoise> samples, String code) {
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
    return best.finding();
  }

  private static double squares(double[][] a) {
    double sum = 0;
    for (double[] row : a) {
      sum += Entries.normSquared(row);
    }
    return sum;
  }

  private static LawFinding entryVariance(List<RecoveredNoise> samples, String code) {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.ENTRY_VARIANCE);
    LikelihoodRatios ratios = new LikelihoodRatios();
    for (RecoveredNoise s : samples) {
      for (int f = 0; f < 2; f++) {
        double[][] a = s.factor(f);
        for (int i = 0; i < a[0].length; i++) {
          double sum = 0;
          for (double[] row : a) {
            sum += row[i] * row[i];
          }
          double ratio = sum / a.length;
          ratios.add(a.length, towardsOne(ratio, 2 * s.slack()));
          best.add(
              LawTail.chiSquare(a.length, towardsOne(ratio, 2 * s.slack())),
              code.equals("noise-scaled") ? "" : code,
              "the noise of %s has %.3f times the standard deviation asked for",
              s.entry(f * s.inX + i),
              StrictMath.sqrt(ratio));
        }
      }
    }
    best.add(
        ratios.evidence(),
        code.isEmpty() || code.equals("noise-scaled") ? "noise-unequal" : code,
        "the standard deviations of the noise of the %d entries differ from each other, or from"
            + " those asked for, by %.1f%% (root mean square, beyond chance)",
        ratios.terms.size(),
        100 * ratios.spread());
    for (int f = 0; f < 2; f++) {
      int factor = f;
      int longest = samples.stream().mapToInt(s -> s.factor(factor)[0].length).max().orElse(0);
      for (int i = 0; i < longest; i++) {
        rowVariance(samples, best, f, i, code);
      }
    }
    return best.finding();
  }

  /** The likelihood ratios of independent variances, g = n/2 (q - 1 - ln q), summed. */
  private static final class LikelihoodRatios {
    private final List<Integer> terms = new ArrayList<>();
    private double sum;
    private double beyondChance;

    void add(int n, double q) {
      terms.add(n);
      double g = n / 2.0 * (q - 1 - StrictMath.log(q));
      sum += g;
      // (sd - 1)^2 is about g / n, of which chance alone gives 1 / (2 n).
      beyondChance += (g - 0.5) / n;
    }

    double spread() {
      return StrictMath.sqrt(Math.max(0, beyondChance / terms.size()));
    }

    /** Chernoff's bound from the exact moment generating function, the best of nine. */
    double evidence() {
      double best = 0;
      for (int tenths = 1; tenths < 10; tenths++) {
        double nats = sum * tenths / 10;
        Map<Integer, Double> known = new HashMap<>();
        for (int n : terms) {
          double lambda = tenths / 10.0;
          nats -= known.computeIfAbsent(n, m -> LawTail.meanLikelihoodRatio(m, lambda));
        }
        best = Math.max(best, nats);
      }
      return best;
    }
  }

  /** The variance of one row's noise in all requests that have the row. */
  private static void rowVariance(
      List<RecoveredNoise> samples, LawFinding.Strongest best, int f, int i, String code) {
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
        code.equals("noise-scaled") ? "noise-unequal" : code,
        "the noise of %s[%d] in all requests has %.3f times the standard deviation asked for",
        name(f),
        i,
        StrictMath.sqrt(ratio));
  }

  private static LawFinding mean(List<RecoveredNoise> samples) {
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
    return best.finding();
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

  /** The tests of the distribution function alone. */
  static LawFinding shape(List<RecoveredNoise> samples) {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.SHAPE);
    for (int f = 0; f < 2; f++) {
      double slack = samples.stream().mapToDouble(RecoveredNoise::slack).max().orElse(0);
      double[] sorted = RecoveredNoise.numbers(samples, List.of(f));
      int n = sorted.length;
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
    return best.finding();
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

  /** The tests of the norms of draws. */
  static LawFinding norms(List<RecoveredNoise> all) {
    LawFinding.Strongest best = new LawFinding.Strongest(LawFamily.NORMS);
    List<RecoveredNoise> samples = all.stream().filter(RecoveredNoise::both).toList();
    int n = samples.stream().mapToInt(s -> s.draws).sum();
    for (int part = 0; part < 3; part++) {
      double[] u = new double[n];
      double moved = 0;
      int at = 0;
      for (RecoveredNoise s : samples) {
        int d = (part == 1 ? 0 : s.inX) + (part == 0 ? 0 : s.inY);
        // x f(x) of a chi-square of d degrees is d times the density of d + 2 degrees, at most at
        // x = d.
        double steepest = d * new ChiSquaredDistribution(d + 2.0).density(d);
        moved = Math.max(moved, steepest * StrictMath.expm1(2 * s.slack()));
        for (int k = 0; k < s.draws; k++) {
          double x =
              (part == 1 ? 0 : Entries.normSquared(s.z[k]))
                  + (part == 0 ? 0 : Entries.normSquared(s.w[k]));
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
    eachDraw(samples, best);
    return best.finding();
  }

  /** The squared norm of every single draw, and of the first and the last of all requests. */
  private static void eachDraw(List<RecoveredNoise> samples, LawFinding.Strongest best) {
    double count = samples.stream().mapToInt(s -> s.draws).sum();
    double most = -1;
    double mostRatio = 1;
    int draw = 0;
    double[] ends = {0, 0};
    double[] degrees = {0, 0};
    for (RecoveredNoise s : samples) {
      for (int k = 0; k < s.draws; k++) {
        double square = Entries.normSquared(s.z[k]) + Entries.normSquared(s.w[k]);
        double d = s.inX + s.inY;
        double ratio = towardsOne(square / d, 2 * s.slack());
        double nats = LawTail.chiSquare(d, ratio);
        if (nats > most) {
          most = nats;
          mostRatio = ratio;
          draw = k;
        }
        if (k == 0 || k == s.draws - 1) {
          ends[k == 0 ? 0 : 1] += d * ratio;
          degrees[k == 0 ? 0 : 1] += d;
        }
      }
    }
    best.add(
        Math.max(0, most - StrictMath.log(count)),
        "noise-outlier",
        "the noise of draw %d of a request has a mean square of %.3g sigma^2, where chance leaves it"
            + " near 1",
        draw,
        mostRatio);
    for (int end = 0; end < 2; end++) {
      best.add(
          LawTail.chiSquare(degrees[end], ends[end] / degrees[end]),
          "noise-unequal",
          "the noise of the %s draw of each request has %.3f times the standard deviation asked"
              + " for",
          end == 0 ? "first" : "last",
          StrictMath.sqrt(ends[end] / degrees[end]));
    }
  }
}
