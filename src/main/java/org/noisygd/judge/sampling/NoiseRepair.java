// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.noisygd.number.matrix.Entries;

/**
 * Recovered noise from which a supposed mistake is taken away. What the tests still find afterwards
 * is no consequence of that mistake. Used to name mistakes, never to judge.
 */
final class NoiseRepair {
  /** No number of a Gaussian sample of half a million is as far out. */
  private static final double OUTLYING = 8;

  private NoiseRepair() {}

  private static List<RecoveredNoise> factors(
      List<RecoveredNoise> samples, UnaryOperator<double[][]> change) {
    return samples.stream().map(s -> s.with(change.apply(s.z), change.apply(s.w))).toList();
  }

  /** Changes the numbers of each entry over the draws. */
  private static List<RecoveredNoise> entries(
      List<RecoveredNoise> samples, UnaryOperator<double[]> change) {
    return factors(samples, a -> entries(a, change));
  }

  private static double[][] entries(double[][] a, UnaryOperator<double[]> change) {
    double[][] columns = transposed(a, a[0].length);
    Arrays.setAll(columns, i -> change.apply(columns[i]));
    return transposed(columns, a.length);
  }

  private static double[][] transposed(double[][] a, int rows) {
    double[][] b = new double[rows][a.length];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < a.length; k++) {
        b[i][k] = a[k][i];
      }
    }
    return b;
  }

  /** Takes off each entry's mean. */
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
    return factors(samples, a -> together(a, NoiseRepair::sized));
  }

  /** Divides each entry by its own deviation. */
  static List<RecoveredNoise> sizedByEntry(List<RecoveredNoise> samples) {
    return entries(samples, NoiseRepair::sized);
  }

  /** Takes off each entry's mean, and divides by its deviation. */
  static List<RecoveredNoise> standardised(List<RecoveredNoise> samples) {
    return sizedByEntry(centred(samples));
  }

  /**
   * Replaces each entry's numbers by normal scores of their ranks, equal ones in random order: the
   * distribution is made right whatever it was, and entries and draws that are independent stay so.
   */
  static List<RecoveredNoise> scoresByEntry(List<RecoveredNoise> samples) {
    SplittableRandom random = new SplittableRandom(samples.size());
    return samples.stream()
        .map(
            s -> {
              UnaryOperator<double[]> change = a -> scores(a, s.slack(), random);
              return s.with(entries(s.z, change), entries(s.w, change));
            })
        .toList();
  }

  /** The same of all numbers together. */
  static List<RecoveredNoise> scores(List<RecoveredNoise> samples) {
    double slack = samples.stream().mapToDouble(RecoveredNoise::slack).max().orElse(0);
    double[] all = RecoveredNoise.numbers(samples, List.of(0, 1));
    Iterator<Double> scores =
        Arrays.stream(scores(all, slack, new SplittableRandom(all.length))).iterator();
    return factors(
        samples,
        a ->
            Arrays.stream(a)
                .map(row -> Arrays.stream(row).map(v -> scores.next()).toArray())
                .toArray(double[][]::new));
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

  /** Gives all draws the same size. */
  static List<RecoveredNoise> sizedByDraw(List<RecoveredNoise> samples) {
    return samples.stream()
        .map(
            s -> {
              double[][] z = new double[s.draws][];
              double[][] w = new double[s.draws][];
              for (int k = 0; k < s.draws; k++) {
                double square = Entries.normSquared(s.z[k]) + Entries.normSquared(s.w[k]);
                double size = StrictMath.sqrt(square / (s.inX + s.inY));
                z[k] = Arrays.stream(s.z[k]).map(v -> v / size).toArray();
                w[k] = Arrays.stream(s.w[k]).map(v -> v / size).toArray();
              }
              return s.with(z, w);
            })
        .toList();
  }

  /** Takes the noise of Y from another draw than that of X. */
  static List<RecoveredNoise> parted(List<RecoveredNoise> samples) {
    return samples.stream().map(s -> s.with(s.z, turned(s.w, s.draws / 2))).toList();
  }

  private static double[][] turned(double[][] a, int by) {
    double[][] b = new double[a.length][];
    Arrays.setAll(b, k -> a[(k + by) % a.length]);
    return b;
  }

  /** Leaves out draws with a number that is far outside. */
  static List<RecoveredNoise> withoutOutliers(List<RecoveredNoise> samples) {
    return keeping(samples, (s, k) -> isWithin(s.z[k]) && isWithin(s.w[k]));
  }

  private static boolean isWithin(double[] draw) {
    return Arrays.stream(draw).allMatch(v -> Math.abs(v) < OUTLYING);
  }

  /** Leaves out the first draw and the last one. */
  static List<RecoveredNoise> withoutEnds(List<RecoveredNoise> samples) {
    return keeping(samples, (s, k) -> k > 0 && k < s.draws - 1);
  }

  private static List<RecoveredNoise> keeping(
      List<RecoveredNoise> samples, java.util.function.BiPredicate<RecoveredNoise, Integer> kept) {
    return samples.stream()
        .map(
            s -> {
              int[] which =
                  java.util.stream.IntStream.range(0, s.draws)
                      .filter(k -> kept.test(s, k))
                      .toArray();
              return s.with(
                  Arrays.stream(which).mapToObj(k -> s.z[k]).toArray(double[][]::new),
                  Arrays.stream(which).mapToObj(k -> s.w[k]).toArray(double[][]::new));
            })
        .filter(s -> s.draws > 0)
        .toList();
  }

  /** Changes all numbers of a factor together. */
  private static double[][] together(double[][] a, UnaryOperator<double[]> change) {
    int width = a[0].length;
    if (width == 0) {
      return a;
    }
    double[] all = change.apply(Arrays.stream(a).flatMapToDouble(Arrays::stream).toArray());
    double[][] b = new double[a.length][];
    Arrays.setAll(b, k -> Arrays.copyOfRange(all, k * width, (k + 1) * width));
    return b;
  }
}
