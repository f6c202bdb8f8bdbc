// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;
import org.noisygd.judge.sampling.RecoveredNoise.Side;
import org.noisygd.number.matrix.Entries;

/**
 * Removes a supposed mistake from recovered noise. What the tests still find afterwards is not
 * caused by that mistake. Used to name mistakes, never to judge.
 */
final class NoiseRepair {
  /** A Gaussian sample of half a million numbers has none this large. */
  private static final double OUTLYING = 8;

  private NoiseRepair() {}

  /** Changes each entry's numbers, taken over the draws. */
  private static List<RecoveredNoise> entries(
      List<RecoveredNoise> samples, UnaryOperator<double[]> change) {
    return samples.stream().map(s -> entries(s, change)).toList();
  }

  private static RecoveredNoise entries(RecoveredNoise s, UnaryOperator<double[]> change) {
    return s.with(Grouping.transposed(Grouping.ENTRY.of(s).map(change)));
  }

  /** Subtracts each entry's mean. */
  static List<RecoveredNoise> centred(List<RecoveredNoise> samples) {
    return entries(samples, NoiseRepair::centred);
  }

  private static double[] centred(double[] a) {
    double mean = Entries.mean(a);
    return Arrays.stream(a).map(v -> v - mean).toArray();
  }

  private static double[] sized(double[] a) {
    double size = StrictMath.sqrt(Entries.normSquared(a) / a.length);
    return size > 0 ? Arrays.stream(a).map(v -> v / size).toArray() : a;
  }

  /** Divides each factor of each request by its own deviation. */
  static List<RecoveredNoise> sizedByFactor(List<RecoveredNoise> samples) {
    return samples.stream()
        .map(s -> s.with(sized(s.numbers(Side.X)), sized(s.numbers(Side.Y))))
        .toList();
  }

  /** Divides each entry by its own deviation. */
  static List<RecoveredNoise> sizedByEntry(List<RecoveredNoise> samples) {
    return entries(samples, NoiseRepair::sized);
  }

  /** Subtracts each entry's mean, and divides by its deviation. */
  static List<RecoveredNoise> standardised(List<RecoveredNoise> samples) {
    return sizedByEntry(centred(samples));
  }

  /**
   * Replaces each entry's numbers by normal scores of their ranks, equal ones in random order. The
   * distribution is then right, and entries and draws that were independent stay independent.
   */
  static List<RecoveredNoise> scoresByEntry(List<RecoveredNoise> samples) {
    SplittableRandom random = new SplittableRandom(samples.size());
    return samples.stream().map(s -> entries(s, a -> scores(a, s.slack(), random))).toList();
  }

  /** Replaces all numbers together by normal scores of their ranks. */
  static List<RecoveredNoise> scores(List<RecoveredNoise> samples) {
    double slack = RecoveredNoise.slack(samples);
    double[] all = RecoveredNoise.numbers(samples, Side.BOTH);
    PrimitiveIterator.OfDouble scores =
        Arrays.stream(scores(all, slack, new SplittableRandom(all.length))).iterator();
    return samples.stream()
        .map(s -> s.with(next(scores, s.draws * s.inX), next(scores, s.draws * s.inY)))
        .toList();
  }

  private static double[] next(PrimitiveIterator.OfDouble numbers, int count) {
    return DoubleStream.generate(numbers::nextDouble).limit(count).toArray();
  }

  private static double[] scores(double[] a, double slack, SplittableRandom random) {
    Integer[] ranks = new Integer[a.length];
    Arrays.setAll(ranks, k -> k);
    Arrays.sort(ranks, Comparator.comparingDouble(k -> a[k]));
    double[] scores = new double[a.length];
    double near = slack < 1 ? 4 * StrictMath.expm1(slack) : 0;
    int from = 0;
    for (int k = 1; k <= a.length; k++) {
      if (k == a.length || a[ranks[k]] - a[ranks[k - 1]] > near * Math.abs(a[ranks[k]])) {
        shuffle(ranks, from, k, random);
        from = k;
      }
    }
    for (int k = 0; k < a.length; k++) {
      scores[ranks[k]] = StrictMath.sqrt(2) * Erf.erfInv((2 * k + 1.0) / a.length - 1);
    }
    return scores;
  }

  private static void shuffle(Integer[] a, int from, int to, SplittableRandom random) {
    for (int k = to - 1; k > from; k--) {
      int other = from + random.nextInt(k - from + 1);
      Integer kept = a[k];
      a[k] = a[other];
      a[other] = kept;
    }
  }

  /** Divides the draws of each part of a request by their own deviation. */
  static List<RecoveredNoise> sizedByPart(
      List<RecoveredNoise> samples, IntBinaryOperator partOfDraw) {
    return samples.stream().map(s -> sizedByPart(s, partOfDraw)).toList();
  }

  private static RecoveredNoise sizedByPart(RecoveredNoise s, IntBinaryOperator partOfDraw) {
    double[] norms = s.normsSquared(Side.BOTH);
    Map<Integer, double[]> sums = new HashMap<>();
    for (int k = 0; k < s.draws; k++) {
      double[] sum = sums.computeIfAbsent(partOfDraw.applyAsInt(k, s.draws), p -> new double[2]);
      sum[0] += norms[k];
      sum[1] += s.size(Side.BOTH);
    }
    PrimitiveIterator.OfInt draws = IntStream.range(0, s.draws).iterator();
    return s.with(
        s.draws(Side.BOTH)
            .map(
                draw -> {
                  double[] sum =
                      sums.getOrDefault(partOfDraw.applyAsInt(draws.nextInt(), s.draws), norms);
                  double size = StrictMath.sqrt(sum[0] / sum[1]);
                  return Arrays.stream(draw).map(v -> v / size).toArray();
                }));
  }

  /** Takes the noise of Y from another draw than the noise of X. */
  static List<RecoveredNoise> parted(List<RecoveredNoise> samples) {
    return samples.stream()
        .map(s -> s.with(s.numbers(Side.X), turned(s.numbers(Side.Y), s.draws / 2 * s.inY)))
        .toList();
  }

  private static double[] turned(double[] a, int by) {
    double[] b = new double[a.length];
    Arrays.setAll(b, n -> a[(n + by) % a.length]);
    return b;
  }

  /** Leaves out draws with an outlier. */
  static List<RecoveredNoise> withoutOutliers(List<RecoveredNoise> samples) {
    return samples.stream()
        .map(s -> s.with(s.draws(Side.BOTH).filter(NoiseRepair::isWithin)))
        .filter(s -> s.draws > 0)
        .toList();
  }

  private static boolean isWithin(double[] draw) {
    return Arrays.stream(draw).allMatch(v -> Math.abs(v) < OUTLYING);
  }

  /** Leaves out the first draw and the last one. */
  static List<RecoveredNoise> withoutEnds(List<RecoveredNoise> samples) {
    return samples.stream()
        .filter(s -> s.draws > 2)
        .map(s -> s.with(s.draws(Side.BOTH).skip(1).limit(s.draws - 2)))
        .toList();
  }
}
