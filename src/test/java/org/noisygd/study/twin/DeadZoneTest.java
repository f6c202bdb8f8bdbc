// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.format.ArithmeticName;

/** Cross-check: the variance of an update against the law on three points with its moments. */
class DeadZoneTest {
  private static final double[] WEIGHTS = {1.0 / 6, 2.0 / 3, 1.0 / 6};

  /** Some thirty operations on either side, each 2^-53, on terms below 100 times the result. */
  private static final double ROUNDING = 1e-12;

  /**
   * No noise enters in a power above the fourth, and -sqrt(3) sigma, 0, sqrt(3) sigma with the
   * weights 1/6, 2/3, 1/6 have a Gaussian's moments up to the fifth.
   */
  @Test
  void variances_anyPoint_areThoseOfTheThreePointLaw() {
    Experiment setting =
        PaperExperiments.studied("fig4").withNoise(0.05, 0.25).withStepSizes(0.01, 0.02);
    double x = 0.25;
    double y = 3.75;
    double[] first = new double[2];
    double[] second = new double[2];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double xt = x + (i - 1) * Math.sqrt(3) * 0.05;
        double yt = y + (j - 1) * Math.sqrt(3) * 0.25;
        double[] step = {0.01 * (xt * yt - 1) * yt, 0.02 * (xt * yt - 1) * xt};
        for (int f = 0; f < 2; f++) {
          first[f] += WEIGHTS[i] * WEIGHTS[j] * step[f];
          second[f] += WEIGHTS[i] * WEIGHTS[j] * step[f] * step[f];
        }
      }
    }
    for (int f = 0; f < 2; f++) {
      double expected = second[f] - first[f] * first[f];
      double variance = DeadZone.variances(setting, x, y).get(f);
      assertEquals(expected, variance, ROUNDING * expected);
      double spacing = f == 0 ? 0x1p-9 : 0x1p-6; // of 8 bits from 1/4 on, and from 2 on
      DeadZone zone =
          DeadZone.at(setting, ArithmeticName.parse("binary:8").format().orElseThrow(), x, y);
      assertEquals(Math.sqrt(variance) / spacing, f == 0 ? zone.ofX() : zone.ofY());
    }
  }

  @Test
  void isFor_otherShapes_isFalse() {
    assertTrue(DeadZone.isFor(PaperExperiments.studied("fig4")));
    assertFalse(DeadZone.isFor(PaperExperiments.studied("rank1")));
  }
}
