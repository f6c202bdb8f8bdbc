// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.Rationals;

class BinomialIntervalTest {
  /** Half a unit of the four printed digits. */
  private static final double PRINTED = 0.00005;

  /**
   * How far from the true end a returned one may be: the tail is within some 1e-14 of itself, and
   * it changes by at least 0.1 of itself over a distance of 1e-12 / 1e-13 for n up to 40, since its
   * logarithm has a slope of at least 1 there.
   */
  private static final double WITHIN = 1e-12;

  /** Known answers: R. G. Newcombe, Statistics in Medicine 17 (1998), Table I, method 5. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2527, 0.3676",
    "15, 148, 0.0578, 0.1617",
    "0, 20, 0.0000, 0.1684",
    "1, 29, 0.0009, 0.1776"
  })
  void of_publishedCases_asPrinted(int successes, int trials, double lower, double upper) {
    BinomialInterval interval = BinomialInterval.of(successes, trials, 0.95);
    assertEquals(lower, interval.lower(), PRINTED);
    assertEquals(upper, interval.upper(), PRINTED);
  }

  /** Known answer: with no failure the lower end is (alpha/2)^(1/n). */
  @Test
  void of_allSuccesses_closedForm() {
    assertEquals(
        StrictMath.pow(0.025, 1 / 128.0), BinomialInterval.of(128, 128, 0.95).lower(), WITHIN);
    assertEquals(1, BinomialInterval.of(128, 128, 0.95).upper());
    assertEquals(0, BinomialInterval.of(0, 128, 0.95).lower());
  }

  /** Cross-check: the tails at either side of each end, as sums of rationals. */
  @ParameterizedTest
  @CsvSource({"1, 2, 0.95", "3, 10, 0.95", "7, 40, 0.99", "39, 40, 0.9", "20, 40, 0.999"})
  void of_smallCases_endsWhereExactSumsSay(int successes, int trials, double level) {
    BinomialInterval interval = BinomialInterval.of(successes, trials, level);
    BigFraction tail = Rationals.of((1 - level) / 2);
    double lower = interval.lower();
    assertTrue(Rationals.compare(atLeast(successes, trials, lower - WITHIN), tail) < 0);
    assertTrue(Rationals.compare(atLeast(successes, trials, lower + WITHIN), tail) > 0);
    BigFraction rest = BigFraction.ONE.subtract(tail);
    double upper = interval.upper();
    assertTrue(Rationals.compare(atLeast(successes + 1, trials, upper - WITHIN), rest) < 0);
    assertTrue(Rationals.compare(atLeast(successes + 1, trials, upper + WITHIN), rest) > 0);
  }

  /** P(K >= k) for n trials of probability p, exactly. */
  private static BigFraction atLeast(int k, int n, double p) {
    BigFraction success = Rationals.of(p);
    BigFraction failure = BigFraction.ONE.subtract(success);
    BigFraction sum = BigFraction.ZERO;
    BigInteger choices = BigInteger.ONE;
    for (int j = 0; j <= n; j++) {
      if (j >= k) {
        sum = sum.add(success.pow(j).multiply(failure.pow(n - j)).multiply(choices));
      }
      choices = choices.multiply(BigInteger.valueOf(n - j)).divide(BigInteger.valueOf(j + 1));
    }
    return sum;
  }

  @Test
  void of_impossibleCounts_refused() {
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.of(3, 2, 0.95));
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.of(0, 0, 0.95));
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.of(1, 2, 1));
  }
}
