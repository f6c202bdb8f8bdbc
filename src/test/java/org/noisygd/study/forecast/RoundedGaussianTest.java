// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.format.StochasticRounding;

/** Cross-checks: quadrature against the sums over the dual of the grid. */
class RoundedGaussianTest {
  private static final NormalDistribution NORMAL = new NormalDistribution();

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

  @Test
  void stepRatio_farBelowTheGrid_isNone() {
    assertEquals(0, RoundedGaussian.stepRatio(0.001));
    assertEquals(0, RoundedGaussian.stepRatio(0.0999), 1e-4);
  }
}
