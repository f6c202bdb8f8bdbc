// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.forecast.Forecast.Training;

/** Known answers: a weight of 1, whose updates have a mean of 2^-20 and a deviation of 2^-9. */
class ForecastTest {
  private static final Training TRAINING = new Training(0x1p-4, 1, 1, 0x1p-5, 0x1p-16, 0);

  private static Forecast of(String name) {
    return Forecast.of(ArithmeticName.parse(name), TRAINING);
  }

  @ParameterizedTest
  @CsvSource({
    "bfloat16, -7, 0.25, slowed",
    "bfloat16/zero, -7, 0.25, false-balance",
    "bfloat16/stochastic, -7, 0.25, faithful",
    "bfloat16/compensated, -7, 0.25, faithful",
    "bfloat16/master, -7, 0.25, faithful",
    "e4m3, -3, 0.015625, frozen",
    "binary16, -10, 2, faithful",
    "mxfp8-e4m3/ceil, -3, 0.015625, frozen"
  })
  void of_format_isAsItsSpacingSays(String name, int spacing, double places, String verdict) {
    Forecast forecast = of(name);
    assertEquals(Math.scalb(1.0, spacing), forecast.spacing());
    assertEquals(places, forecast.places());
    assertEquals(verdict, forecast.verdict().word());
  }

  /** Half a spacing is 2^-8, 2^12 times the mean; with B bits 2^B times less. */
  @Test
  void pull_ofTruncation_isHalfASpacing() {
    Forecast zero = of("bfloat16/zero");
    assertEquals(0x1p-8, zero.bias());
    assertEquals(zero.gain() + 4096, zero.pull());
    assertEquals(0x1p-12, of("bfloat16/stochastic:4").bias());
    assertEquals(0, of("bfloat16/stochastic-even:4").bias());
    // The band is 5%: half a spacing of p + B bits is below 0.05 2^-20 from 25 bits on.
    assertEquals(OptionalLong.of(25), zero.bits());
    assertEquals(OptionalLong.of(21), of("bfloat16/stochastic:4").bits());
  }

  /** Nearest needs a gain of 0.95, so a of 0.43 or more: 9 bits, where a is 1/2. */
  @Test
  void bits_ofNearest_isWhereTheDeadZoneEnds() {
    assertEquals(OptionalLong.of(9), of("bfloat16").bits());
    assertTrue(RoundedGaussian.gain(0.5, true) > 0.95 && RoundedGaussian.gain(0.25, true) < 0.95);
  }

  /** The spacing of a small weight in a block is that of its largest weight's scale. */
  @Test
  void of_block_takesTheScaleOfItsLargest() {
    Training inBlock = new Training(1, 0.001, 6, 1, 0, 0);
    Forecast forecast = Forecast.of(ArithmeticName.parse("mxfp4/ceil"), inBlock);
    assertEquals(1, forecast.spacing()); // 6 has the scale 2, and subnormals are 1/2 apart
    assertTrue(Double.isNaN(forecast.pull()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binary64 | arithmetic must round stores, got binary64",
        "bfloat16/odd | rounding must be nearest, zero or stochastic to be forecast, got odd"
      })
  void of_whatHasNoFormula_isRefused(String name, String message) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> of(name));
    assertEquals(message, thrown.getMessage());
  }

  @Test
  void training_outOfRange_isRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> new Training(1, 2, 1, 1, 0, 0));
    assertEquals("largest must be the weight or more, got 1.0", thrown.getMessage());
    thrown = assertThrows(IllegalArgumentException.class, () -> new Training(1, 1, 1, 1, 1, 1));
    assertEquals("step (decay + curvature) must be below 2, got 2.0", thrown.getMessage());
  }
}
