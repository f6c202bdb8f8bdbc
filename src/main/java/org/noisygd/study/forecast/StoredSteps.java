// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.IterateStorage.Beside;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.number.format.StoreRounding;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.measure.VerdictRule.DriftClass;

/**
 * Counts and sums over the stored results of one update of size s, of either sign, of many weights.
 * With N the rounding to nearest and R the rounding on storage, a weight v is w = N(v) and becomes
 * R(w - s) or R(w + s), each sum rounded to binary64 first. Stochastic rounding has two results, z
 * towards zero and a away from it, and the probability p of a by its random bits; the mean is z + p
 * (a - z). All is exact except the sums of means, which are in doubles.
 */
final class StoredSteps {
  /** Bits of the fraction of a double. */
  private static final int FRACTION = 52;

  final ArithmeticName arithmetic;

  /** The number of finite weights. */
  long weights;

  /** The number of weights that are infinite or NaN. */
  long notFinite;

  /** The number of finite weights that overflow when stored or updated; in no other sum. */
  long overflowing;

  private long stagnated;
  private double moved;
  private final double size;
  private final BinaryFormat format;
  private final StoreRounding store;

  /** The number of stored weights per sign and exponent of a double. */
  private final long[] binades = new long[1 << (Long.SIZE - FRACTION)];

  /**
   * Prepares sums over weights.
   *
   * @throws IllegalArgumentException if the arithmetic is more than a format and its rounding
   */
  StoredSteps(ArithmeticName arithmetic, double size) {
    boolean plain = arithmetic.roundsStores() && arithmetic.beside() == Beside.NOTHING;
    Require.that(
        plain && arithmetic.blocks().isEmpty(),
        "arithmetic",
        "be a number format without blocks, /compensated or /master, for --weights",
        arithmetic.name());
    this.arithmetic = arithmetic;
    this.size = size;
    this.format = arithmetic.format().orElseThrow();
    this.store = new StoreRounding(format, arithmetic.rounding());
  }

  /** Adds the values of the numbers with a positive count, each as often as counted. */
  void add(long[] counts, IntToDoubleFunction value) {
    int[] found = IntStream.range(0, counts.length).filter(k -> counts[k] > 0).toArray();
    add(
        IntStream.of(found).mapToDouble(value).toArray(),
        IntStream.of(found).mapToLong(k -> counts[k]).toArray());
  }

  /** Adds weights, each as often as counted. */
  void add(double[] values, long[] counts) {
    double[] stored = values.clone();
    new StoreRounding(format, Rounding.Directed.NEAREST).round(stored, 0, stored.length);
    boolean[] moves = new boolean[stored.length];
    double[] down = means(stored, -size, moves);
    double[] up = means(stored, size, moves);
    double sum = 0;
    for (int i = 0; i < stored.length; i++) {
      double mean = (up[i] - down[i]) / 2;
      long count = Double.isFinite(values[i]) ? counts[i] : 0;
      notFinite += counts[i] - count;
      weights += count;
      if (!Double.isFinite(mean)) { // for an infinite weight too: infinity minus infinity
        overflowing += count;
      } else if (count > 0) {
        sum += count * mean;
        stagnated += moves[i] ? 0 : count;
        binades[(int) (Double.doubleToRawLongBits(stored[i]) >>> FRACTION)] += count;
      }
    }
    moved += sum;
  }

  /**
   * The mean results of an update; sets {@code moves} where some result differs from the weight.
   */
  private double[] means(double[] stored, double by, boolean[] moves) {
    double[] exact = Arrays.stream(stored).map(weight -> weight + by).toArray();
    double[] means = exact.clone();
    double[] away = exact.clone();
    long[] words = new long[stored.length];
    store.round(means, 0, means.length, words);
    Arrays.fill(words, -1);
    store.round(away, 0, away.length, words);
    for (int i = 0; i < means.length; i++) {
      moves[i] |= means[i] != stored[i] || away[i] != stored[i];
      if (means[i] != away[i] && arithmetic.rounding() instanceof StochasticRounding stochastic) {
        means[i] += away(Math.abs(exact[i]), stochastic) * (away[i] - means[i]);
      }
    }
    return means;
  }

  /** The probability that stochastic rounding goes away from zero. */
  private double away(double magnitude, StochasticRounding rounding) {
    double ulps = magnitude / format.spacing(magnitude);
    double fraction = ulps - Math.floor(ulps);
    double scaled = Math.scalb(fraction, rounding.bits());
    double cut = rounding.cutToEven() ? Math.rint(scaled) : Math.floor(scaled);
    return rounding.isProportional() ? fraction : Math.scalb(cut, -rounding.bits());
  }

  /** Adds the sums over other weights, for the same arithmetic and size. */
  void addAll(StoredSteps other) {
    weights += other.weights;
    notFinite += other.notFinite;
    overflowing += other.overflowing;
    stagnated += other.stagnated;
    moved += other.moved;
    Arrays.setAll(binades, k -> binades[k] + other.binades[k]);
  }

  /** The fraction of the weights that the update moves in neither direction. */
  double stagnated() {
    return (double) stagnated / (weights - overflowing);
  }

  /** The expected step ratio: the mean stored change over the update. */
  double ratio() {
    return moved / (weights - overflowing) / size;
  }

  /**
   * The minimum precision, with the same rounding, for a ratio within the band of 1, supposing
   * unlimited exponents and weights of 3/2 times a power of two.
   *
   * @return the precision, or empty if there is none
   */
  OptionalLong bits() {
    OptionalLong bits = OptionalLong.empty();
    for (int p = BinaryFormat.MAX_PRECISION; p >= BinaryFormat.MIN_PRECISION; p--) {
      StoredSteps steps = new StoredSteps(Forecast.withBits(arithmetic, p), size);
      steps.add(binades, k -> k == 0 ? 0 : Double.longBitsToDouble((2L * k + 1) << (FRACTION - 1)));
      if (VerdictRule.ONE_ANALYSIS.of(steps.ratio(), steps.ratio()) != DriftClass.PRESERVED) {
        break;
      }
      bits = OptionalLong.of(p);
    }
    return bits;
  }
}
