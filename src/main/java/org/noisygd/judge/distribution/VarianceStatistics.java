// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;
import org.noisygd.number.matrix.Entries;

/**
 * Tests the sizes of recovered noise: variance, mean, and the norm of each sample. Each statistic
 * is first corrected in favour of the null hypothesis by the largest possible rounding error: a
 * factor exp(+-slack) in each entry, with the largest slack of all requests.
 */
final class VarianceStatistics {
  private final List<RecoveredNoise> noises;
  private final double slack;

  private VarianceStatistics(List<RecoveredNoise> noises) {
    this.noises = noises;
    slack = RecoveredNoise.slack(noises);
  }

  /** All tests of noise whose magnitudes are known well enough. */
  static List<TestResult> of(List<RecoveredNoise> noises) {
    VarianceStatistics tests = new VarianceStatistics(noises);
    return List.of(tests.variance(), tests.entryVariance(), tests.mean(), tests.norms());
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
      for (double[] numbers : s.entries(Side.BOTH).toList()) {
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

  /**
   * Tests the squared norm of each sample, and of the first and of the last samples of all requests
   * together, where noise that starts or ends wrongly shows.
   */
  private TestResult norms() {
    Strongest best = new Strongest(TestFamily.NORMS);
    List<RecoveredNoise> both = noises.stream().filter(RecoveredNoise::both).toList();
    double entries = both.stream().mapToInt(s -> s.size(Side.BOTH)).sum();
    double first = 0;
    double last = 0;
    for (RecoveredNoise s : both) {
      double[] norms = s.samples(Side.BOTH).mapToDouble(Entries::normSquared).toArray();
      for (int k = 0; k < s.count; k++) {
        addNorm(best, "sample " + k + " of a request", norms[k], s.size(Side.BOTH));
      }
      first += norms[0];
      last += norms[s.count - 1];
    }
    addNorm(best, "the first samples of all requests", first, entries);
    addNorm(best, "the last samples of all requests", last, entries);
    return best.result();
  }

  private void addNorm(Strongest best, String where, double normSquared, double entries) {
    double ratio = normSquared / entries;
    best.add(
        TailBounds.chiSquare(entries, towardsOne(ratio)),
        "the noise of %s has %.3g times the requested standard deviation",
        where,
        StrictMath.sqrt(ratio));
  }
}
