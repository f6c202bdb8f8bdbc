// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Gamma;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;
import org.noisygd.number.matrix.Entries;

/**
 * Tests the sizes of recovered noise: variance, mean, distribution function, and the norm of each
 * sample. Each statistic is first corrected in favour of the null hypothesis by the largest
 * possible rounding error: a factor exp(+-slack) in each entry, with the largest slack of all
 * requests.
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

  private final List<RecoveredNoise> noises;
  private final double slack;

  private VarianceStatistics(List<RecoveredNoise> noises) {
    this.noises = noises;
    slack = RecoveredNoise.slack(noises);
  }

  /** All tests of noise whose magnitudes are known well enough. */
  static List<TestResult> of(List<RecoveredNoise> noises) {
    VarianceStatistics tests = new VarianceStatistics(noises);
    return List.of(
        tests.variance(), tests.entryVariance(), tests.mean(), tests.shape(), tests.norms());
  }

  /** Moves a mean square towards 1 by the largest possible rounding error. */
  private double towardsOne(double ratio) {
    double f = StrictMath.exp(2 * slack);
    return ratio > f ? ratio / f : ratio * f < 1 ? ratio * f : 1;
  }

  private TestResult variance() {
    Strongest best = new Strongest(TestFamily.VARIANCE);
    for (Side side : Side.values()) {
      double[] numbers = RecoveredNoise.numbers(noises, side);
      double ratio = Entries.normSquared(numbers) / numbers.length;
      best.add(
          TailBounds.chiSquare(numbers.length, towardsOne(ratio)),
          "the noise of %s has %.4f times the requested standard deviation (%d numbers)",
          side,
          StrictMath.sqrt(ratio),
          numbers.length);
    }
    return best.result();
  }

  /**
   * Tests the variance q of each entry, and the sum of their likelihood ratios, g = n/2 (q - 1 - ln
   * q).
   */
  private TestResult entryVariance() {
    Strongest best = new Strongest(TestFamily.ENTRY_VARIANCE);
    double sum = 0;
    double excess = 0;
    int entries = 0;
    for (RecoveredNoise s : noises) {
      int entry = 0;
      for (double[] numbers : s.entries().toList()) {
        double ratio = Entries.normSquared(numbers) / s.count;
        double q = towardsOne(ratio);
        best.add(
            TailBounds.chiSquare(s.count, q),
            "the noise of %s has %.3f times the requested standard deviation",
            s.entry(entry++),
            StrictMath.sqrt(ratio));
        double g = s.count / 2.0 * (q - 1 - StrictMath.log(q));
        sum += g;
        // (sd - 1)^2 is about g / n; its expectation under the null hypothesis is 1 / (2 n).
        excess += (g - 0.5) / s.count;
      }
      entries += entry;
    }
    best.add(
        likelihoodEvidence(sum),
        "the standard deviations of the noise of the %d entries differ from each other, or from"
            + " the requested ones, by %.1f%% (root mean square, beyond random variation)",
        entries,
        100 * StrictMath.sqrt(Math.max(0, excess / entries)));
    return best.result();
  }

  /** Chernoff's bound from the exact moment generating function, at the best of nine points. */
  private double likelihoodEvidence(double sum) {
    double best = 0;
    for (int tenths = 1; tenths < 10; tenths++) {
      double lambda = tenths / 10.0;
      double nats = lambda * sum;
      for (RecoveredNoise s : noises) {
        nats -= s.size(Side.BOTH) * TailBounds.meanLikelihoodRatio(s.count, lambda);
      }
      best = Math.max(best, nats);
    }
    return best;
  }

  /**
   * Tests the mean of each entry, of each factor, and of all entries together: their sums divided
   * by the square roots of the numbers of samples are independent and standard normal. Sums too
   * close to zero reveal samples that are balanced over a request.
   */
  private TestResult mean() {
    Strongest best = new Strongest(TestFamily.MEAN);
    double low = 0;
    double high = 0;
    double entries = 0;
    for (Side f : Side.BOTH.factors()) {
      for (RecoveredNoise s : noises) {
        int entry = 0;
        for (double[] numbers : s.entries(f).toList()) {
          addMean(best, f + "[" + entry++ + "]", numbers);
          low += StrictMath.pow(normalSum(numbers, -1), 2);
          high += StrictMath.pow(normalSum(numbers, 1), 2);
        }
        entries += entry;
      }
      addMean(best, f.toString(), RecoveredNoise.numbers(noises, f));
    }
    double ratio = low > entries ? low / entries : Math.min(1, high / entries);
    best.add(
        TailBounds.chiSquare(entries, ratio),
        ratio > 1 ? TestFamily.MEAN.code() : Optional.empty(),
        "the means of the noise of the %.0f entries have %.3f times the variance that independent"
            + " samples of mean 0 give",
        entries,
        ratio);
    return best.result();
  }

  private void addMean(Strongest best, String where, double[] numbers) {
    best.add(
        TailBounds.normal(normalSum(numbers, -1)),
        "the noise of %s has the mean %.4f sigma, not 0",
        where,
        Entries.mean(numbers));
  }

  /**
   * The size of the sum of numbers over the square root of their number.
   *
   * @param side the sign with which the largest possible rounding error is added
   */
  private double normalSum(double[] numbers, int side) {
    double moved = StrictMath.expm1(slack) * Arrays.stream(numbers).map(Math::abs).sum();
    double size = Math.abs(Arrays.stream(numbers).sum()) + side * moved;
    return Math.max(0, size) / StrictMath.sqrt(numbers.length);
  }

  private TestResult shape() {
    Strongest best = new Strongest(TestFamily.SHAPE);
    for (Side f : Side.BOTH.factors()) {
      double[] u = RecoveredNoise.numbers(noises, f);
      Arrays.setAll(u, i -> TailBounds.below(u[i]));
      double distance = distance(u, STRIDE);
      best.add(
          // The slope x phi(x) grows by a factor of at most exp(slack) within the slack.
          TailBounds.kolmogorov(u.length, distance - STEEPEST * StrictMath.expm1(slack)),
          "the distribution function of the noise of %s is %.4f away from the Gaussian's"
              + " (%d numbers)",
          f,
          distance,
          u.length);
    }
    return best.result();
  }

  /**
   * Sorts numbers and returns the Kolmogorov distance of their distribution from the uniform one on
   * [0, 1].
   *
   * @param stride the distance between the numbers that are compared
   */
  private static double distance(double[] u, int stride) {
    Arrays.sort(u);
    double n = u.length;
    double d = 0;
    for (int i = 0; i < u.length; i += stride) {
      d = Math.max(d, Math.max(u[i] - i / n, (i + 1.0) / n - u[i]));
    }
    return d;
  }

  private TestResult norms() {
    Strongest best = new Strongest(TestFamily.NORMS);
    List<RecoveredNoise> both = noises.stream().filter(RecoveredNoise::both).toList();
    for (Side side : Side.values()) {
      double[] u =
          both.stream()
              .flatMapToDouble(
                  s -> Arrays.stream(s.normsSquared(side)).map(x -> below(s.size(side), x)))
              .toArray();
      // For a chi-square with d degrees of freedom, x f(x) is d times the density with d + 2
      // degrees, largest at x = d.
      double steepest =
          both.stream()
              .mapToInt(s -> s.size(side))
              .mapToDouble(d -> d * new ChiSquaredDistribution(d + 2.0).density(d))
              .max()
              .orElse(0);
      double distance = distance(u, 1);
      best.add(
          TailBounds.kolmogorov(u.length, distance - steepest * StrictMath.expm1(2 * slack)),
          "the squared norm of the noise of %s, sample by sample, is %.3f away from chi-square's"
              + " distribution function (%d samples)",
          side == Side.BOTH ? side + " together" : side,
          distance,
          u.length);
    }
    eachSample(both, best);
    return best.result();
  }

  /** P(chi-square of d degrees of freedom &lt;= x). */
  private static double below(int d, double x) {
    return x < 1e6 ? Gamma.regularizedGammaP(d / 2.0, x / 2) : 1;
  }

  /** Tests the squared norm of each sample, and of the samples in each part of all requests. */
  private void eachSample(List<RecoveredNoise> both, Strongest best) {
    double count = both.stream().mapToInt(s -> s.count).sum();
    double most = -1;
    double mostRatio = 1;
    int sample = 0;
    Map<String, Double> numbers = new LinkedHashMap<>();
    Map<String, Double> squares = new HashMap<>();
    for (RecoveredNoise s : both) {
      double d = s.size(Side.BOTH);
      double[] norms = s.normsSquared(Side.BOTH);
      for (int k = 0; k < s.count; k++) {
        double ratio = towardsOne(norms[k] / d);
        double nats = TailBounds.chiSquare(d, ratio);
        if (nats > most) {
          most = nats;
          mostRatio = ratio;
          sample = k;
        }
        for (String part : parts(k, s.count)) {
          numbers.merge(part, d, Double::sum);
          squares.merge(part, norms[k], Double::sum);
        }
      }
    }
    best.add(
        Math.max(0, most - StrictMath.log(count)),
        "the noise of sample %d of a request has a mean square of %.3g sigma^2, not near 1",
        sample,
        mostRatio);
    numbers.forEach(
        (part, n) -> {
          double ratio = towardsOne(squares.getOrDefault(part, 0.0) / n);
          best.add(
              TailBounds.chiSquare(n, ratio),
              "the noise of %s of each request has %.3f times the requested standard deviation",
              part,
              StrictMath.sqrt(ratio));
        });
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
