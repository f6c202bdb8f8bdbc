// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.MatrixRounding;

/** Cross-checks against the store itself, and known answers. */
class StoredUpdateTest {
  private static StoredUpdate of(String name, double weight, double largest) {
    return StoredUpdate.of(ArithmeticName.parse(name), weight, largest);
  }

  /**
   * E R(w + u) - w with the numbers that R gives and the places where it goes from one to the next,
   * both asked of the store: for a store that takes no random words R rises in steps, and between
   * two arguments with the same value there is no other.
   */
  private static double enumerated(
      String name, double weight, double largest, double mean, double deviation) {
    ArithmeticName arithmetic = ArithmeticName.parse(name);
    MatrixRounding store = arithmetic.store(2).orElseThrow();
    NormalDistribution update = new NormalDistribution(mean, deviation);
    double last = weight + mean + 9 * deviation;
    double from = weight + mean - 9 * deviation;
    double sum = 0;
    double below = 0;
    while (from < last) {
      double value = stored(store, from, largest);
      double same = from;
      double step = deviation / 64;
      while (same < last && stored(store, same + step, largest) == value) {
        same += step;
      }
      double other = same + step;
      while (Math.nextUp(same) < other) {
        double middle = same + (other - same) / 2;
        if (stored(store, middle, largest) == value) {
          same = middle;
        } else {
          other = middle;
        }
      }
      double upTo = update.cumulativeProbability(other - weight);
      sum += (value - weight) * (upTo - below);
      below = upTo;
      from = other;
    }
    return sum;
  }

  private static double stored(MatrixRounding store, double v, double largest) {
    double[] block = {v, largest};
    store.round(block, new long[2]);
    return block[0];
  }

  @ParameterizedTest
  @CsvSource({
    "bfloat16, 1, 0, 0.3",
    "bfloat16/zero, 1, 0, 1.3",
    "bfloat16/up, 1.0078125, 0, 0.5",
    "bfloat16/nearest-away, 1, 0, 3",
    "e4m3, 0.015625, 0, 2",
    "e4m3/zero/flush, 0.017578125, 0, 2",
    "e4m3/flush, 0.015625, 0, 1",
    "e4m3/saturate, 448, 0, 0.7",
    "e4m3/zero, 416, 0, 1",
    "binary:3/zero, 0.25, 0, 2",
    "mxfp8-e4m3/floor, 1.75, 0, 0.6",
    "mxfp8-e4m3/even/zero, 1, 0, 0.3",
    "mxfp8-e4m3/ceil/up, 1, 0, 0.3",
    "mxfp4/rceil, 1.5, 0, 0.4",
    "mxfp4/floor, 1, 1.5, 0.8",
    "nvfp4, 1, 3, 0.4",
  })
  void mean_ofAnyStore_isThatOfItsNumbers(String name, double weight, double largest, double a) {
    StoredUpdate update = of(name, weight, Math.max(weight, largest));
    double deviation = a * update.below();
    double mean = -deviation / 20;
    // A step of the enumeration that skips a number would show far above this: 1e-9 of the
    // deviation for sums of 1e3 probabilities of 1e-15, over a mean of a 20th.
    assertEquals(
        enumerated(name, update.stored(), largest, mean, deviation),
        update.mean(mean, deviation),
        1e-9 * deviation);
  }

  /** The sum of the first terms where spacings are many, against the sum over all of them. */
  @ParameterizedTest
  @CsvSource({"bfloat16, 150", "bfloat16/zero, 300"})
  void mean_ofManyPlaces_isContinuous(String name, double a) {
    StoredUpdate update = of(name, 1, 1);
    double deviation = a * 0x1p-7;
    double wide = update.mean(0, deviation);
    String finer = name.replace("bfloat16", "binary:9");
    double fine = of(finer, 1, 1).mean(0, deviation);
    double coarse = of(name.replace("bfloat16", "binary:7"), 1, 1).mean(0, deviation);
    // Terms in h and h^2 alone: f(h/2), f(h), f(2h) lie on a parabola through 0. The next ones are
    // smaller by the square of 2h over the deviation.
    double next = 4 / (a * a);
    assertEquals(0, coarse - 6 * wide + 8 * fine, next * Math.abs(coarse) + 1e-13 * deviation);
  }

  @Test
  void neighbours_atAPowerOfTwoAndAtTheEnd_areTheNumbersThere() {
    StoredUpdate one = of("bfloat16", 1, 1);
    assertEquals(0x1p-7, one.above());
    assertEquals(0x1p-8, one.below());
    assertEquals(2, one.neighbours().size());
    StoredUpdate last = of("e4m3", 448, 448);
    assertEquals(Double.POSITIVE_INFINITY, last.above());
    assertEquals(32, last.below());
    assertEquals(1, last.neighbours().size());
    StoredUpdate clipped = of("mxfp8-e4m3/floor", 1.9, 1.9);
    assertEquals(1.75, clipped.stored());
    assertEquals(0.25, clipped.above());
    assertEquals(0.5, of("mxfp4/rceil", 1.5, 1.5).above());
    StoredUpdate none = of("e4m3/flush", 1e-8, 1e-8);
    assertEquals(0x1p-6, none.above()); // the smallest that is no subnormal number
    assertEquals(0x1p-6, none.below());
  }

  @Test
  void mean_whereUpdatesOverflow_isNotFinite() {
    assertFalse(Double.isFinite(of("binary16", 65504, 65504).mean(0, 16)));
    assertTrue(Double.isFinite(of("binary16/zero", 65504, 65504).mean(0, 16)));
    assertTrue(Double.isFinite(of("binary16", 65504, 65504).mean(0, 0.5)));
  }

  /** The mean of a stochastic store is the number itself, wherever it does not end. */
  @ParameterizedTest
  @CsvSource({"bfloat16, 1, 0.3", "e5m2, 0.0001, 40", "mxfp4/ceil, 1, 0.2"})
  void mean_ofAStochasticStore_isThatOfTheUpdate(String name, double weight, double a) {
    StoredUpdate update = of(name + "/stochastic", weight, weight);
    double deviation = a * update.below();
    assertEquals(-deviation / 8, update.mean(-deviation / 8, deviation), 1e-13 * deviation);
  }
}
