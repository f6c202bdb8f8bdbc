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
import org.noisygd.judge.protocol.Code;
import org.noisygd.number.matrix.Entries;

/**
 * Tests recovered noise by the size of its entries: variance, mean, distribution function, and the
 * norm of each draw. Before a test, each statistic is moved towards the law by as much as rounding
 * may have moved it away (a factor exp(+-slack) in each entry).
 */
final class VarianceStatistics {
  /** The largest x phi(x), at x = 1: how fast the distribution function moves with ln x. */
  private static final double STEEPEST = StrictMath.exp(-0.5) / StrictMath.sqrt(2 * Math.PI);

  /**
   * The step between the order statistics that are looked at: a smaller distance, still a bound.
   */
  private static final int STRIDE = 16;

  /** Maximum number of parts into which the draws of a request are cut. */
  private static final int PARTS = 32;

  /** Maximum distance of successive draws in a part. */
  private static final int STEPS = 8;

  private VarianceStatistics() {}

  /** All tests of samples whose magnitudes are known well enough. */
  static List<TestResult> of(List<RecoveredNoise> samples) {
    return List.of(
        variance(samples), entryVariance(samples), mean(samples), shape(samples), norms(samples));
  }

  /** Moves a ratio towards 1 by a factor of at most exp(slack). */
  private static double towardsOne(double ratio, double slack) {
    double f = StrictMath.exp(slack);
    return ratio > f ? ratio / f : ratio * f < 1 ? ratio * f : 1;
  }

  /** A mean square, moved towards 1 by as much as rounding may have moved each of its terms. */
  private static final class MeanSquare {
    private double low;
    private double high;
    private double n;

    /** Adds a sum of squares of so many numbers of a sample. */
    void add(RecoveredNoise s, double numbers, double squares) {
      add(numbers, squares * StrictMath.exp(-2 * s.slack), squares * StrictMath.exp(2 * s.slack));
    }

    /** Adds a sum of squares of so many numbers, which lies between two bounds. */
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

  private static TestResult variance(List<RecoveredNoise> samples) {
    Strongest best = new Strongest(TestFamily.VARIANCE);
    for (Side side : Side.values()) {
      MeanSquare moved = new MeanSquare();
      double sum = 0;
      for (RecoveredNoise s : samples) {
        double squares = Entries.normSquared(s.numbers(side));
        sum += squares;
        moved.add(s, (double) s.draws * s.size(side), squares);
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

  private static TestResult entryVariance(List<RecoveredNoise> samples) {
    Strongest best = new Strongest(TestFamily.ENTRY_VARIANCE);
    LikelihoodRatios ratios = new LikelihoodRatios();
    for (RecoveredNoise s : samples) {
      int entry = 0;
      for (double[] numbers : s.entries().toList()) {
        double ratio = Entries.normSquared(numbers) / numbers.length;
        double moved = towardsOne(ratio, 2 * s.slack);
        ratios.add(s.draws, moved);
        best.add(
            TailBounds.chiSquare(s.draws, moved),
            "the noise of %s has %.3f times the standard deviation asked for",
            s.entry(entry++),
            StrictMath.sqrt(ratio));
      }
    }
    best.add(
        ratios.evidence(),
        "the standard deviations of the noise of the %d entries differ from each other, or from"
            + " those asked for, by %.1f%% (root mean square, beyond chance)",
        ratios.terms.size(),
        100 * ratios.spread());
    return best.result();
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
      // (sd - 1)^2 is about g / n; chance alone gives 1 / (2 n).
      beyondChance += (g - 0.5) / n;
    }

    double spread() {
      return StrictMath.sqrt(Math.max(0, beyondChance / terms.size()));
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
   * Tests the mean of each entry, of each factor, and of all entries together: their sums over the
   * square roots of the numbers of draws are independent and standard normal. Sums that are nearer
   * to zero than chance leaves them come from draws that are balanced over a request.
   */
  private static TestResult mean(List<RecoveredNoise> samples) {
    Strongest best = new Strongest(TestFamily.MEAN);
    MeanSquare sums = new MeanSquare();
    for (Side f : Side.BOTH.factors()) {
      double total = 0;
      double moved = 0;
      double n = 0;
      for (RecoveredNoise s : samples) {
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
        sums.ratio() > 1 ? Optional.of(Code.NOISE_DISTRIBUTION) : Optional.empty(),
        "the means of the noise of the %.0f entries have %.3f times the variance that independent"
            + " draws of mean 0 give",
        sums.n,
        sums.ratio());
    return best.result();
  }

  private static void addMean(Strongest best, String where, double sum, double n, double moved) {
    double t = Math.max(0, Math.abs(sum) - moved) / StrictMath.sqrt(n);
    best.add(
        TailBounds.normal(t),
        Code.NOISE_DISTRIBUTION,
        "the noise of %s has the mean %.4f sigma, not 0",
        where,
        sum / n);
  }

  private static TestResult shape(List<RecoveredNoise> samples) {
    Strongest best = new Strongest(TestFamily.SHAPE);
    double slack = RecoveredNoise.slack(samples);
    for (Side f : Side.BOTH.factors()) {
      double[] sorted = RecoveredNoise.numbers(samples, f);
      int n = sorted.length;
      Arrays.sort(sorted);
      double distance = distance(sorted, STRIDE, TailBounds::below);
      best.add(
          // The slope x phi(x) may grow by a factor of at most exp(slack) on the way.
          TailBounds.kolmogorov(n, distance - STEEPEST * StrictMath.expm1(slack)),
          Code.NOISE_DISTRIBUTION,
          "the distribution function of the noise of %s is %.4f away from the Gaussian's"
              + " (%d numbers)",
          f,
          distance,
          n);
    }
    return best.result();
  }

  /**
   * The largest distance between the distribution function of sorted numbers and another.
   *
   * @param stride the distance between the numbers that are looked at
   */
  private static double distance(double[] sorted, int stride, DoubleUnaryOperator law) {
    double n = sorted.length;
    double d = 0;
    for (int i = 0; i < sorted.length; i += stride) {
      double u = law.applyAsDouble(sorted[i]);
      d = Math.max(d, Math.max(u - i / n, (i + 1.0) / n - u));
    }
    return d;
  }

  private static TestResult norms(List<RecoveredNoise> all) {
    Strongest best = new Strongest(TestFamily.NORMS);
    List<RecoveredNoise> samples = all.stream().filter(RecoveredNoise::both).toList();
    int n = samples.stream().mapToInt(s -> s.draws).sum();
    for (Side side : Side.values()) {
      double[] u = new double[n];
      double moved = 0;
      int at = 0;
      for (RecoveredNoise s : samples) {
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
          "the squared norm of the noise of %s, draw by draw, is %.3f away from chi-square's"
              + " distribution function (%d draws)",
          side == Side.BOTH ? side + " together" : side,
          distance,
          n);
    }
    eachDraw(samples, best);
    return best.result();
  }

  /** Tests the squared norm of each draw, and of the draws in each part of all requests. */
  private static void eachDraw(List<RecoveredNoise> samples, Strongest best) {
    double count = samples.stream().mapToInt(s -> s.draws).sum();
    double most = -1;
    double mostRatio = 1;
    int draw = 0;
    Map<String, MeanSquare> parts = new LinkedHashMap<>();
    for (RecoveredNoise s : samples) {
      double d = s.inX + s.inY;
      double[] norms = s.normsSquared(Side.BOTH);
      for (int k = 0; k < s.draws; k++) {
        double ratio = towardsOne(norms[k] / d, 2 * s.slack);
        double nats = TailBounds.chiSquare(d, ratio);
        if (nats > most) {
          most = nats;
          mostRatio = ratio;
          draw = k;
        }
        for (String part : parts(k, s.draws)) {
          parts.computeIfAbsent(part, p -> new MeanSquare()).add(s, d, norms[k]);
        }
      }
    }
    best.add(
        Math.max(0, most - StrictMath.log(count)),
        "the noise of draw %d of a request has a mean square of %.3g sigma^2, where chance leaves"
            + " it near 1",
        draw,
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
   * The parts of a request that a draw is in: the first draw and the last, halves, quarters and so
   * on to the 32nds, and those in which draws follow each other at 2 to 8 draws' distance.
   */
  private static List<String> parts(int k, int draws) {
    List<String> parts = new ArrayList<>();
    if (k == 0) {
      parts.add("the first draw");
    }
    if (k == draws - 1) {
      parts.add("the last draw");
    }
    for (int of = 2; of <= PARTS; of *= 2) {
      parts.add("part " + (1 + k * of / draws) + " of " + of);
    }
    for (int step = 2; step <= STEPS; step++) {
      parts.add("every draw " + k % step + " + " + step + " k");
    }
    return parts;
  }
}
