// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Gamma;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;
import org.noisygd.number.matrix.Entries;

/**
 * Tests the sizes of recovered noise: variance, mean, distribution function, and the norm of each
 * sample. Each statistic is first corrected in favour of the null hypothesis by the largest
 * possible rounding error (a factor exp(+-slack) in each entry).
 */
final class VarianceStatistics {
  /** The largest x phi(x), at x = 1: the largest slope of the distribution function over ln x. */
  private static final double STEEPEST = StrictMath.exp(-0.5) / StrictMath.sqrt(2 * Math.PI);

  /**
   * The step between the order statistics that are compared. The distance found is at most the true
   * one, so the test stays valid.
   */
  private static final int STRIDE = 16;

  /** Maximum number of parts into which the samples of a request are cut. */
  private static final int PARTS = 32;

  /** Maximum stride of the samples in a part. */
  private static final int STEPS = 8;

  private VarianceStatistics() {}

  /** All tests of noise whose magnitudes are known well enough. */
  static List<TestResult> of(List<RecoveredNoise> noises) {
    return List.of(
        variance(noises), entryVariance(noises), mean(noises), shape(noises), norms(noises));
  }

  /** Moves a ratio towards 1 by a factor of at most exp(slack). */
  private static double towardsOne(double ratio, double slack) {
    double f = StrictMath.exp(slack);
    return ratio > f ? ratio / f : ratio * f < 1 ? ratio * f : 1;
  }

  /** A mean square, corrected towards 1 by the largest possible rounding error of each term. */
  private static final class MeanSquare {
    private double low;
    private double high;
    private double n;

    /** Adds the sum of squares of this many numbers of a request. */
    void add(RecoveredNoise s, double numbers, double squares) {
      add(numbers, squares * StrictMath.exp(-2 * s.slack), squares * StrictMath.exp(2 * s.slack));
    }

    /** Adds a sum of squares of this many numbers, which lies between two bounds. */
    void add(double numbers, double least, double most) {
      low += least;
      high += most;
      n += numbers;
    }

    double ratio() {
      return low > n ? low / n : high < n ? high / n : 1;
    }

    double evidence() {
      return TailBounds.chiSquare(n, ratio());
    }
  }

  private static TestResult variance(List<RecoveredNoise> noises) {
    Strongest best = new Strongest(TestFamily.VARIANCE);
    for (Side side : Side.values()) {
      MeanSquare moved = new MeanSquare();
      double sum = 0;
      for (RecoveredNoise s : noises) {
        double squares = Entries.normSquared(s.numbers(side));
        sum += squares;
        moved.add(s, (double) s.count * s.size(side), squares);
      }
      best.add(
          moved.evidence(),
          "the noise of %s has %.4f times the standard deviation asked for (%.0f numbers)",
          side,
          StrictMath.sqrt(sum / moved.n),
          moved.n);
    }
    return best.result();
  }

  private static TestResult entryVariance(List<RecoveredNoise> noises) {
    Strongest best = new Strongest(TestFamily.ENTRY_VARIANCE);
    LikelihoodRatios ratios = new LikelihoodRatios();
    for (RecoveredNoise s : noises) {
      int entry = 0;
      for (double[] numbers : s.entries().toList()) {
        double ratio = Entries.normSquared(numbers) / numbers.length;
        double moved = towardsOne(ratio, 2 * s.slack);
        ratios.add(s.count, moved);
        best.add(
            TailBounds.chiSquare(s.count, moved),
            "the noise of %s has %.3f times the standard deviation asked for",
            s.entry(entry++),
            StrictMath.sqrt(ratio));
      }
    }
    best.add(
        ratios.evidence(),
        "the standard deviations of the noise of the %d entries differ from each other, or from"
            + " those asked for, by %.1f%% (root mean square, beyond random variation)",
        ratios.terms.size(),
        100 * ratios.spread());
    return best.result();
  }

  /** The likelihood ratios of independent variances, g = n/2 (q - 1 - ln q), summed. */
  private static final class LikelihoodRatios {
    private final List<Integer> terms = new ArrayList<>();
    private double sum;
    private double excess;

    void add(int n, double q) {
      terms.add(n);
      double g = n / 2.0 * (q - 1 - StrictMath.log(q));
      sum += g;
      // (sd - 1)^2 is about g / n; its expectation under the null hypothesis is 1 / (2 n).
      excess += (g - 0.5) / n;
    }

    double spread() {
      return StrictMath.sqrt(Math.max(0, excess / terms.size()));
    }

    /** Chernoff's bound from the exact moment generating function, at the best of nine points. */
    double evidence() {
      double best = 0;
      for (int tenths = 1; tenths < 10; tenths++) {
        double nats = sum * tenths / 10;
        Map<Integer, Double> known = new HashMap<>();
        for (int n : terms) {
          double lambda = tenths / 10.0;
          nats -= known.computeIfAbsent(n, m -> TailBounds.meanLikelihoodRatio(m, lambda));
        }
        best = Math.max(best, nats);
      }
      return best;
    }
  }

  /**
   * Tests the mean of each entry, of each factor, and of all entries together: their sums divided
   * by the square roots of the numbers of samples are independent and standard normal. Sums too
   * close to zero reveal samples that are balanced over a request.
   */
  private static TestResult mean(List<RecoveredNoise> noises) {
    Strongest best = new Strongest(TestFamily.MEAN);
    MeanSquare sums = new MeanSquare();
    for (Side f : Side.BOTH.factors()) {
      double total = 0;
      double moved = 0;
      double n = 0;
      for (RecoveredNoise s : noises) {
        double grow = StrictMath.expm1(s.slack);
        int entry = 0;
        for (double[] numbers : s.entries(f).toList()) {
          double sum = Arrays.stream(numbers).sum();
          double off = grow * Arrays.stream(numbers).map(Math::abs).sum();
          addMean(best, f + "[" + entry++ + "]", sum, numbers.length, off);
          double least = Math.max(0, Math.abs(sum) - off);
          double most = Math.abs(sum) + off;
          sums.add(1, least * least / numbers.length, most * most / numbers.length);
          total += sum;
          moved += off;
          n += numbers.length;
        }
      }
      addMean(best, f.toString(), total, n, moved);
    }
    best.add(
        sums.evidence(),
        sums.ratio() > 1 ? TestFamily.MEAN.code() : Optional.empty(),
        "the means of the noise of the %.0f entries have %.3f times the variance that independent"
            + " samples of mean 0 give",
        sums.n,
        sums.ratio());
    return best.result();
  }

  private static void addMean(Strongest best, String where, double sum, double n, double moved) {
    double t = Math.max(0, Math.abs(sum) - moved) / StrictMath.sqrt(n);
    best.add(
        TailBounds.normal(t), "the noise of %s has the mean %.4f sigma, not 0", where, sum / n);
  }

  private static TestResult shape(List<RecoveredNoise> noises) {
    Strongest best = new Strongest(TestFamily.SHAPE);
    double slack = RecoveredNoise.slack(noises);
    for (Side f : Side.BOTH.factors()) {
      double[] sorted = RecoveredNoise.numbers(noises, f);
      int n = sorted.length;
      Arrays.sort(sorted);
      double distance = distance(sorted, STRIDE, TailBounds::below);
      best.add(
          // The slope x phi(x) grows by a factor of at most exp(slack) within the slack.
          TailBounds.kolmogorov(n, distance - STEEPEST * StrictMath.expm1(slack)),
          "the distribution function of the noise of %s is %.4f away from the Gaussian's"
              + " (%d numbers)",
          f,
          distance,
          n);
    }
    return best.result();
  }

  /**
   * The largest distance of the empirical distribution function of sorted numbers from another.
   *
   * @param stride the distance between the numbers that are compared
   */
  private static double distance(double[] sorted, int stride, DoubleUnaryOperator distribution) {
    double n = sorted.length;
    double d = 0;
    for (int i = 0; i < sorted.length; i += stride) {
      double u = distribution.applyAsDouble(sorted[i]);
      d = Math.max(d, Math.max(u - i / n, (i + 1.0) / n - u));
    }
    return d;
  }

  private static TestResult norms(List<RecoveredNoise> all) {
    Strongest best = new Strongest(TestFamily.NORMS);
    List<RecoveredNoise> noises = all.stream().filter(RecoveredNoise::both).toList();
    int n = noises.stream().mapToInt(s -> s.count).sum();
    for (Side side : Side.values()) {
      double[] u = new double[n];
      double moved = 0;
      int at = 0;
      for (RecoveredNoise s : noises) {
        int d = s.size(side);
        // For a chi-square with d degrees of freedom, x f(x) is d times the density with d + 2
        // degrees, largest at x = d.
        double steepest = d * new ChiSquaredDistribution(d + 2.0).density(d);
        moved = Math.max(moved, steepest * StrictMath.expm1(2 * s.slack));
        for (double x : s.normsSquared(side)) {
          u[at++] = Double.isFinite(x) && x < 1e6 ? Gamma.regularizedGammaP(d / 2.0, x / 2) : 1;
        }
      }
      Arrays.sort(u);
      double distance = distance(u, 1, v -> v);
      best.add(
          TailBounds.kolmogorov(n, distance - moved),
          "the squared norm of the noise of %s, sample by sample, is %.3f away from chi-square's"
              + " distribution function (%d samples)",
          side == Side.BOTH ? side + " together" : side,
          distance,
          n);
    }
    eachSample(noises, best);
    return best.result();
  }

  /** Tests the squared norm of each sample, and of the samples in each part of all requests. */
  private static void eachSample(List<RecoveredNoise> noises, Strongest best) {
    double count = noises.stream().mapToInt(s -> s.count).sum();
    double most = -1;
    double mostRatio = 1;
    int sample = 0;
    Map<String, MeanSquare> parts = new LinkedHashMap<>();
    for (RecoveredNoise s : noises) {
      double d = s.inX + s.inY;
      double[] norms = s.normsSquared(Side.BOTH);
      for (int k = 0; k < s.count; k++) {
        double ratio = towardsOne(norms[k] / d, 2 * s.slack);
        double nats = TailBounds.chiSquare(d, ratio);
        if (nats > most) {
          most = nats;
          mostRatio = ratio;
          sample = k;
        }
        for (String part : parts(k, s.count)) {
          parts.computeIfAbsent(part, p -> new MeanSquare()).add(s, d, norms[k]);
        }
      }
    }
    best.add(
        Math.max(0, most - StrictMath.log(count)),
        "the noise of sample %d of a request has a mean square of %.3g sigma^2, where"
            + " it near 1",
        sample,
        mostRatio);
    parts.forEach(
        (part, square) ->
            best.add(
                square.evidence(),
                "the noise of %s of each request has %.3f times the standard deviation asked for",
                part,
                StrictMath.sqrt(square.ratio())));
  }

  /**
   * The parts of a request that contain a sample: the first and the last sample; halves, quarters
   * and so on to the 32nds; every second to every eighth sample.
   */
  private static List<String> parts(int k, int count) {
    List<String> parts = new ArrayList<>();
    if (k == 0) {
      parts.add("the first sample");
    }
    if (k == count - 1) {
      parts.add("the last sample");
    }
    for (int of = 2; of <= PARTS; of *= 2) {
      parts.add("part " + (1 + k * of / count) + " of " + of);
    }
    for (int step = 2; step <= STEPS; step++) {
      parts.add("every sample " + k % step + " + " + step + " k");
    }
    return parts;
  }
}
