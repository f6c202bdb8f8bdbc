// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.util.OptionalLong;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.forecast.Forecast.Training;
import org.noisygd.study.measure.VerdictRule.DriftClass;

/** Known answers: a weight of 1.5, whose updates have a mean of 2^-20 and a deviation of 2^-9. */
class ForecastTest {
  private static final Training TRAINING = new Training(0x1p-4, 1.5, 1.5, 0x1p-5, 0x1p-16 / 1.5, 0);

  private static Forecast of(String name) {
    return Forecast.of(ArithmeticName.parse(name), TRAINING);
  }

  private static Forecast of(String name, double step, double weight, double noise, double decay) {
    return Forecast.of(
        ArithmeticName.parse(name), new Training(step, weight, weight, noise, decay, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "bfloat16, -7, 0.25, slowed",
    "bfloat16/zero, -7, 0.25, rounding-driven",
    "bfloat16/up, -7, 0.25, slowed",
    "bfloat16/stochastic, -7, 0.25, preserved",
    "bfloat16/compensated, -7, 0.25, preserved",
    "bfloat16/master, -7, 0.25, preserved",
    "e4m3, -3, 0.015625, stagnated",
    "binary16, -10, 2, preserved",
    "mxfp8-e4m3/ceil, -3, 0.015625, stagnated"
  })
  void of_format_isAsItsSpacingSays(String name, int spacing, double ulps, String verdict) {
    Forecast forecast = of(name);
    assertEquals(Math.scalb(1.0, spacing), forecast.spacing());
    assertEquals(forecast.spacing(), forecast.spacingBelow());
    assertEquals(ulps, forecast.updateInUlps());
    assertEquals(verdict, forecast.verdict().word());
  }

  /** Half a spacing is 2^-8, 2^12 times the mean; with B bits 2^B times less. */
  @Test
  void bias_ofTruncation_isHalfASpacing() {
    Forecast zero = of("bfloat16/zero");
    assertEquals(0x1p-8, zero.bias(), 1e-15); // sums of some ten probabilities
    assertEquals(zero.expectedStepRatio() + 4096, zero.driftRatio(), 1e-8);
    assertEquals(0x1p-12, of("bfloat16/stochastic:4").bias(), 1e-15);
    assertEquals(0, of("bfloat16/stochastic-even:4").bias());
    // The band is 5%: half a spacing of p + B bits is below 0.05 2^-20 from 25 bits on.
    assertEquals(OptionalLong.of(25), zero.bits());
    assertEquals(OptionalLong.of(21), of("bfloat16/stochastic:4").bits());
  }

  /** Nearest needs a step ratio of 0.95, so a of 0.43 or more: 9 bits, where a is 1/2. */
  @Test
  void bits_ofNearest_isWhereTheDeadZoneEnds() {
    assertEquals(OptionalLong.of(9), of("bfloat16").bits());
    assertTrue(RoundedGaussian.stepRatio(0.5) > 0.95 && RoundedGaussian.stepRatio(0.25) < 0.95);
  }

  /**
   * At 1 bfloat16's spacing is 2^-7 above and 2^-8 below. With s = 0.001 and m = 0.0001 the
   * probabilities are sums over few numbers; a truncated update never goes up.
   */
  @Test
  void driftRatio_atAPowerOfTwo_usesBothSpacings() {
    NormalDistribution update = new NormalDistribution(-1e-4, 1e-3);
    double nearest = 0;
    double zero = 0;
    for (int k = 1; k < 4; k++) {
      nearest += 0x1p-8 * update.cumulativeProbability(-(2 * k - 1) * 0x1p-9);
      nearest -= 0x1p-7 * update.cumulativeProbability(-(2 * k - 1) * 0x1p-8 - 2e-4);
      zero += 0x1p-8 * update.cumulativeProbability(-(k - 1) * 0x1p-8);
      zero -= 0x1p-7 * update.cumulativeProbability(-k * 0x1p-7 - 2e-4);
    }
    assertEquals(nearest / 1e-4, of("bfloat16", 0.01, 1, 0.1, 0.01).driftRatio(), 1e-9);
    assertEquals(zero / 1e-4, of("bfloat16/zero", 0.01, 1, 0.1, 0.01).driftRatio(), 1e-9);
    // One ratio there, 0.003 above it: the verdict on a run is open.
    assertEquals("undetermined", of("bfloat16", 0.01, 1, 0.1, 0.01).verdict().word());
    assertEquals("stagnated", of("bfloat16", 0.01, 1.5, 0.1, 0.01).verdict().word());
  }

  /** The precision that is named is the least that the same formula calls preserved. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bfloat16",
        "bfloat16/zero",
        "bfloat16/stochastic",
        "bfloat16/stochastic:8",
        "bfloat16/compensated",
        "bfloat16/zero/compensated",
        "bfloat16/stochastic/compensated",
        "mxfp8-e4m3/rceil"
      })
  void bits_ofAnyStore_arePreservedAndOneLessIsNot(String name) {
    Training training = new Training(1e-4, 0.02, 0.02, 0.5, 0.1, 1);
    ArithmeticName arithmetic = ArithmeticName.parse(name);
    int bits = (int) Forecast.of(arithmetic, training).bits().orElseThrow();
    assertTrue(isPreserved(arithmetic, training, bits));
    assertFalse(isPreserved(arithmetic, training, bits - 1));
  }

  private static boolean isPreserved(ArithmeticName arithmetic, Training training, int bits) {
    Forecast one = Forecast.of(Forecast.withBits(arithmetic, bits), training);
    return one.verdict() == DriftClass.PRESERVED && !(Math.abs(one.deviation() - 1) > 0.05);
  }

  /**
   * A compensation term's numbers of the outermost binade are 2^-16 apart: a is 0.4 for half of its
   * way.
   */
  @Test
  void expectedStepRatio_ofACompensationTerm_isThatOfItsBinades() {
    Forecast forecast = of("bfloat16/compensated", 1, 1.5, 0.1 * 0x1p-14, 2.0345e-7);
    double outer = RoundedGaussian.stepRatio(0.4);
    double next = RoundedGaussian.stepRatio(0.8);
    assertEquals(1 / (0.5 / outer + 0.25 / next + 0.25), forecast.expectedStepRatio(), 1e-9);
    assertEquals("preserved", forecast.verdict().word());
  }

  /**
   * Langevin dynamics of N(0, 1) on a grid of spacing h = 1/8, stored stochastically: the variance
   * is (2a + h^2 E f(1 - f)) / (2a - a^2), f the fraction of an update, by quadrature. The drift
   * adds a^2 V to an update's variance of 2a, which the quadrature leaves out: a fraction of a V/2.
   */
  @ParameterizedTest
  @CsvSource({"1e-2, 1.13589", "1e-3, 2.23993", "1e-4, 7.05272"})
  void deviation_ofAStochasticStore_isThatOfTheQuadrature(double a, double variance) {
    double unit = 8 * 0x1p-9; // binary:10 at 1.5, in standard deviations
    double exact = 2 / (2 - a);
    Training langevin = new Training(1, 1.5, 1.5, unit * Math.sqrt(2 * a), 0, a);
    Forecast forecast = Forecast.of(ArithmeticName.parse("binary:10/stochastic"), langevin);
    assertEquals(variance, Math.pow(forecast.deviation(), 2) * exact, a * variance / 2 * variance);
  }

  /** 1.9 is beyond the largest number that the rule floor leaves to a block of its own. */
  @Test
  void stored_whereItIsClipped_isWhatTheStoreKeeps() {
    Forecast forecast = of("mxfp8-e4m3/floor/stochastic", 0.01, 1.9, 0.1, 0.01);
    assertEquals(1.75, forecast.stored());
    assertEquals("undetermined", forecast.verdict().word());
    assertEquals("diverged", of("binary16", 1, 65504, 16, 1e-3).verdict().word());
    // Beyond the largest number the weight itself is none.
    assertEquals("diverged", of("binary16/up", 1, 1e6, 1, 1e-3).verdict().word());
    assertEquals("diverged", of("e4m3", 1, 1e6, 1, 1e-3).verdict().word());
  }

  /** A bias without a mean is not preserved. */
  @Test
  void driftRatio_ofABiasAlone_isInfinite() {
    assertEquals(Double.POSITIVE_INFINITY, of("bfloat16/zero", 0.01, 1.5, 0.1, 0).driftRatio());
    assertEquals("rounding-driven", of("bfloat16/zero", 0.01, 1.5, 0.1, 0).verdict().word());
    assertTrue(Double.isNaN(of("binary16", 0.01, 1.5, 0.1, 0).driftRatio()));
    assertEquals("preserved", of("binary16", 0.01, 1.5, 0.1, 0).verdict().word());
  }

  /** The spacing of a small weight in a block is that of its largest weight's scale. */
  @Test
  void of_block_takesTheScaleOfItsLargest() {
    Training inBlock = new Training(1, 1, 6, 0.01, 0, 0);
    Forecast forecast = Forecast.of(ArithmeticName.parse("mxfp4/ceil"), inBlock);
    assertEquals(1, forecast.spacing()); // 6 has the scale 2, and subnormals are 1/2 apart
    assertTrue(Double.isNaN(forecast.driftRatio()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binary64 | arithmetic must round stores, got binary64",
        "bfloat16/odd | rounding must be any but odd to be forecast, got odd"
      })
  void of_whatHasNoFormula_isRefused(String name, String message) {
    assertRefused(message, () -> of(name));
  }

  @Test
  void training_outOfRange_isRefused() {
    assertRefused(
        "largest must be the weight or more, got 1.0", () -> new Training(1, 2, 1, 1, 0, 0));
    assertRefused(
        "decay must give a step (decay + curvature) below 2, got 1.0",
        () -> new Training(1, 1, 1, 1, 1, 1));
    assertRefused(
        "weight must be in 1e-100..1e100, got 1.0E-300", () -> new Training(1, 1e-300, 1, 1, 0, 0));
  }
}
