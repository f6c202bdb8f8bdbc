// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.format.ArithmeticName;

/** Cross-checks: quadrature over the update, against the sums over the dual of the grid. */
class RoundedStepTest {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** A mean so small that terms of third order are below 1e-6 of it, and no digits are lost. */
  private static final double MEAN = 1e-4;

  private static RoundedStep step(String arithmetic, double a) {
    return RoundedStep.of(ArithmeticName.parse(arithmetic), a).orElseThrow();
  }

  /** E of a function that is constant on the cells between multiples of a width, plus a shift. */
  private static double mean(
      double a, double mean, double width, double shift, DoubleUnaryOperator of) {
    double sum = 0;
    int most = (int) Math.ceil(10 * a / width) + 2;
    for (int k = -most; k <= most; k++) {
      double from = (k + shift) * width;
      sum +=
          of.applyAsDouble(k * width)
              * NORMAL.probability((from - mean) / a, (from + width - mean) / a);
    }
    return sum;
  }

  /** Cells of 2^-bits, that begin at their multiple or half a cell before it. */
  @ParameterizedTest
  @CsvSource({
    "bfloat16, 0, -0.5",
    "e4m3/nearest, 0, -0.5",
    "bfloat16/zero, 0, 0",
    "bfloat16/stochastic:3, 3, 0",
    "bfloat16/stochastic-even:2, 2, -0.5"
  })
  void ratioAndBias_areTheMeanOverCells(String arithmetic, int bits, double shift) {
    double width = Math.scalb(1.0, -bits);
    for (double a : new double[] {0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.8, 1, 1.5, 3, 4}) {
      double up = mean(a, MEAN, width, shift, v -> v);
      double down = mean(a, -MEAN, width, shift, v -> v);
      RoundedStep step = step(arithmetic, a);
      // (MEAN/a)^2 of the slope, over the cells of a finer grid, and a hundred roundings of 1e-16.
      double tolerance = 1e-6 * (1 + 1 / (a * a * width * width));
      assertEquals((up - down) / (2 * MEAN), step.ratio(), tolerance * Math.max(1, step.ratio()));
      assertEquals((up + down) / 2, step.bias(), 1e-7);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.2, 0.3, 0.5, 1, 3})
  void square_toNearest_isTheMeanOverCells(double a) {
    assertEquals(mean(a, 0, 1, -0.5, v -> v * v), step("bfloat16", a).square(), 1e-11);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3})
  void square_inOneDirection_isTheMeanOverCells(double a) {
    // E u f, which is left out, is of the order of q = exp(-2 pi^2 a^2) < 3e-9.
    assertEquals(mean(a, 0, 1, 0, v -> v * v), step("bfloat16/zero", a).square(), 1e-7);
  }

  @Test
  void of_smallUpdates_areLost() {
    RoundedStep step = step("bfloat16", 0.01);
    assertEquals(0, step.ratio());
    assertEquals(0, step.square());
  }

  @Test
  void of_whatKeepsTheRest_hasTheWholeMean() {
    assertEquals(1, step("bfloat16/master", 0.01).ratio());
    assertEquals(1, step("bfloat16/compensated", 0.01).ratio(), 1e-12);
    assertEquals(1, step("bfloat16/stochastic", 0.01).ratio());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"binary64", "mxfp4/floor", "bfloat16/every", "bfloat16/up", "bfloat16*13:32"})
  void of_othersThanStores_isUnknown(String arithmetic) {
    assertTrue(RoundedStep.of(ArithmeticName.parse(arithmetic), 1).isEmpty());
  }
}
