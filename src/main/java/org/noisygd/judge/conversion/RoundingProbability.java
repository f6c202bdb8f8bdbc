// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The chance that a value is rounded away from zero.
 *
 * @param code the code of a warning about the law, if it is legal; empty for the fraction itself
 * @param chance the chance
 */
public record RoundingProbability(String code, Probability probability) {
  /** The chance for the i-th value of some draws. */
  @FunctionalInterface
  public interface Probability {
    double of(RoundingSamples draws, int i);
  }

  /** The largest error of a chance that the protocol allows. */
  static final double SLACK = 0x1p-16;

  /** The bits of a double. */
  public static final int MOST_BITS = 53;

  /** The fraction itself. */
  public static final RoundingProbability FRACTION =
      new RoundingProbability("", (draws, i) -> draws.fraction(i));

  /** The observed frequency, for tests that look only for dependence. */
  public static final RoundingProbability OBSERVED =
      new RoundingProbability("", (draws, i) -> (double) draws.timesAway(i) / draws.count);

  /** The legal laws for the requested bits. */
  static List<RoundingProbability> legal(OptionalInt bits) {
    List<RoundingProbability> laws = new ArrayList<>(List.of(FRACTION));
    if (bits.isPresent()) {
      int b = bits.getAsInt();
      laws.add(cut(b).called("bits-cut"));
      laws.add(even(b).called("bits-rounded"));
      laws.add(up(b).called("bits-rounded"));
    }
    return laws;
  }

  private RoundingProbability called(String warning) {
    return new RoundingProbability(warning, probability);
  }

  /** The fraction f, cut to some bits. */
  public static RoundingProbability cut(int bits) {
    return ofBits(bits, Math::floor);
  }

  /** The log-likelihood of draws, if chances may have the allowed errors. */
  public double likelihood(RoundingSamples draws) {
    double sum = 0;
    for (int i : draws.random) {
      double k = draws.timesAway(i);
      double p = Math.max(least(draws, i), Math.min(most(draws, i), k / draws.count));
      sum += k == 0 ? 0 : k * StrictMath.log(p);
      sum += k == draws.count ? 0 : (draws.count - k) * StrictMath.log(1 - p);
    }
    return sum;
  }

  /** The same chance, cut to the requested bits. */
  public RoundingProbability cutToBits() {
    return new RoundingProbability(
        code, (draws, i) -> cut(probability.of(draws, i), draws.task.bits().orElse(MOST_BITS)));
  }

  /** Cuts a fraction to some bits. */
  public static double cut(double fraction, int bits) {
    return Math.scalb(Math.floor(Math.scalb(fraction, bits)), -bits);
  }

  /** f rounded to some bits, ties to even. */
  public static RoundingProbability even(int bits) {
    return ofBits(bits, Math::rint);
  }

  /** f rounded to some bits, ties up. */
  public static RoundingProbability up(int bits) {
    return ofBits(bits, x -> Math.floor(x + 0.5));
  }

  /** f rounded up to some bits. */
  public static RoundingProbability ceiling(int bits) {
    return ofBits(bits, Math::ceil);
  }

  private static RoundingProbability ofBits(
      int bits, java.util.function.DoubleUnaryOperator whole) {
    return new RoundingProbability(
        "",
        (draws, i) -> Math.scalb(whole.applyAsDouble(Math.scalb(draws.fraction(i), bits)), -bits));
  }

  double least(RoundingSamples draws, int i) {
    return Math.max(0, probability.of(draws, i) - SLACK);
  }

  double most(RoundingSamples draws, int i) {
    return Math.min(1, probability.of(draws, i) + SLACK);
  }
}
