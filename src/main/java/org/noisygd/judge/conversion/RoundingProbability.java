// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.List;
import java.util.OptionalInt;

/**
 * The probability that a value is rounded away from zero.
 *
 * @param code the code of the warning that the report gives; empty for the fraction itself
 * @param probability the probability by samples and index
 */
public record RoundingProbability(String code, Probability probability) {
  /** The probability for the i-th value of some samples. */
  @FunctionalInterface
  public interface Probability {
    double of(RoundingSamples samples, int i);
  }

  /** Maximum error of a probability, from the protocol. */
  static final double SLACK = 0x1p-16;

  public static final int MOST_BITS = 53; // of the op round, from the protocol

  public static final RoundingProbability FRACTION =
      new RoundingProbability("", (samples, i) -> samples.fraction(i));

  /** The observed frequency, for tests that look only for dependence. */
  public static final RoundingProbability OBSERVED =
      new RoundingProbability("", (samples, i) -> (double) samples.timesAway(i) / samples.count);

  /** The admissible probabilities for the requested bits. */
  static List<RoundingProbability> admissible(OptionalInt bits) {
    int b = bits.orElse(0);
    return b > 0 ? List.of(FRACTION, cut(b), even(b), up(b)) : List.of(FRACTION);
  }

  /** The fraction f, truncated to some bits. */
  public static RoundingProbability cut(int bits) {
    return ofBits("bits-cut", bits, Math::floor);
  }

  /** The log-likelihood of samples, maximal within the allowed errors of the probabilities. */
  public double likelihood(RoundingSamples samples) {
    double sum = 0;
    for (int i : samples.random) {
      double k = samples.timesAway(i);
      double p = Math.max(least(samples, i), Math.min(most(samples, i), k / samples.count));
      sum += k == 0 ? 0 : k * StrictMath.log(p);
      sum += k == samples.count ? 0 : (samples.count - k) * StrictMath.log(1 - p);
    }
    return sum;
  }

  /** Returns this probability, truncated to the requested bits. */
  public RoundingProbability cutToBits() {
    return new RoundingProbability(
        code,
        (samples, i) -> cut(probability.of(samples, i), samples.task.bits().orElse(MOST_BITS)));
  }

  public static double cut(double fraction, int bits) {
    return Math.scalb(Math.floor(Math.scalb(fraction, bits)), -bits);
  }

  /** The fraction f, rounded to some bits, ties to even. */
  public static RoundingProbability even(int bits) {
    return ofBits("bits-rounded", bits, Math::rint);
  }

  /** The fraction f, rounded to some bits, ties up. */
  public static RoundingProbability up(int bits) {
    return ofBits("bits-rounded", bits, x -> Math.floor(x + 0.5));
  }

  public static RoundingProbability ceiling(int bits) {
    return ofBits("", bits, Math::ceil);
  }

  private static RoundingProbability ofBits(
      String code, int bits, java.util.function.DoubleUnaryOperator whole) {
    return new RoundingProbability(
        code,
        (samples, i) ->
            Math.scalb(whole.applyAsDouble(Math.scalb(samples.fraction(i), bits)), -bits));
  }

  double least(RoundingSamples samples, int i) {
    return Math.max(0, probability.of(samples, i) - SLACK);
  }

  double most(RoundingSamples samples, int i) {
    return Math.min(1, probability.of(samples, i) + SLACK);
  }
}
