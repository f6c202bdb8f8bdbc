// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.format.StochasticRounding;

/** Cross-checks: sums over the grid and quadrature, against the sums over its dual. */
class RoundedGaussianTest {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** A mean so small that terms of third order are below 1e-6 of it, and no digits are lost. */
  private static final double MEAN = 1e-4;

  /** The mean of k over the cells (k + low, k + low + 1) of a Gaussian of that mean. */
  private static double mean(double a, double mean, double low) {
    double sum = 0;
    int most = (int) Math.ceil(10 * a) + 2;
    for (int k = -most; k <= most; k++) {
      sum += k * NORMAL.probability((k + low - mean) / a, (k + low + 1 - mean) / a);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.5, 4})
  void stepRatio_isTheSlopeOfTheMean(double a) {
    double nearest = (mean(a, MEAN, -0.5) - mean(a, -MEAN, -0.5)) / (2 * MEAN);
    // (MEAN/a)^2 of the slope, and the 1e-15 of a probability over MEAN, some hundred of them.
    assertEquals(nearest, RoundedGaussian.stepRatio(a), 1e-6 * (1 + 1 / (a * a)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0005, 0.002, 0.05, 0.3, 1, 3})
  void variance_isTheQuadrature(double a) {
    int n = 400_000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double z = -9 + 18 * (i + 0.5) / n;
      double f = Math.abs(a * z) % 1;
      sum += f * (1 - f) * NORMAL.density(z) * 18 / n;
    }
    // Kinks at the grid: each costs the square of a step of 4.5e-5, a few dozen of them.
    assertEquals(sum, RoundedGaussian.variance(a), 1e-7);
  }

  /** E p(1 - p) by quadrature, p the fraction cut down or rounded to the bits. */
  @ParameterizedTest
  @CsvSource({"0.05, 3, false", "0.3, 1, false", "1, 2, false", "0.3, 2, true", "1, 1, true"})
  void variance_ofFewBits_isTheQuadrature(double a, int bits, boolean even) {
    int n = 400_000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double z = -9 + 18 * (i + 0.5) / n;
      double scaled = Math.scalb(Math.abs(a * z) % 1, bits);
      double p = Math.scalb(even ? Math.rint(scaled) : Math.floor(scaled), -bits);
      sum += p * (1 - p) * NORMAL.density(z) * 18 / n;
    }
    // Jumps: each costs half a step of 4.5e-5 times a density of 0.4, a few dozen of them.
    assertEquals(sum, RoundedGaussian.variance(a, new StochasticRounding(bits, even)), 1e-4);
  }

  /**
   * The variance of the chain of step a for N(0, 1) with spacing 1/8. At 1e-2 the fraction is
   * uniform to 1e-11, so that it is (0.02 + 1/384) / 0.0199; the others by quadrature over 2
   * million points.
   */
  @ParameterizedTest
  @CsvSource({"1e-2, 1.13589", "1e-3, 2.23993", "1e-4, 7.05272"})
  void variance_ofTheLangevinChain_isThatOfTheFormula(double a, double expected) {
    double d = 0.125;
    double inflated = 2 * a + d * d * RoundedGaussian.variance(Math.sqrt(2 * a) / d);
    assertEquals(expected, inflated / (2 * a - a * a), 1e-5 * expected);
  }

  @Test
  void stepRatio_farBelowTheGrid_isNone() {
    assertEquals(0, RoundedGaussian.stepRatio(0.001));
    assertEquals(0, RoundedGaussian.stepRatio(0.0999), 1e-4);
  }
}
