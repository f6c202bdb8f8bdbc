// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisygd.study.statistics.PowerLaw.Point;

/** Known answers. */
class PowerLawTest {
  /** Logarithms below 3 and a few dozen operations on them, each within some ulps. */
  private static final double ROUNDING = 1e-13;

  private static PowerLaw fit(double[] x, double[] y) {
    return PowerLaw.fit(
        IntStream.range(0, x.length).mapToObj(k -> new Point(y[k], List.of(x[k]))).toList());
  }

  @Test
  void fit_pointsOfAPowerLaw_isThatLaw() {
    double[] x = {1, 2, 5, 10};
    double[] y = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      y[k] = 3 * StrictMath.pow(x[k], 1.5);
    }
    PowerLaw fit = fit(x, y);
    assertEquals(1.5, fit.exponent(0), ROUNDING);
    assertEquals(0, fit.error(0), ROUNDING);
  }

  @Test
  void fit_errorsThatBalance_staysWithTheLaw() {
    // log y is above by log 2 at both ends and below by log 2 twice in the middle: slope unchanged.
    PowerLaw fit = fit(new double[] {1, 2, 4, 8}, new double[] {2, 1, 2, 16});
    assertEquals(1, fit.exponent(0), ROUNDING);
    // Residuals of log 2 at four points, two of freedom, over the sum of squares 5 (log 2)^2 of x.
    assertEquals(Math.sqrt(4 / 2.0 / 5), fit.error(0), ROUNDING);
  }

  @Test
  void fit_oneX_isRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> fit(new double[] {2, 2}, new double[] {1, 3}));
  }

  @Test
  void point_notPositive_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Point(0, List.of(1.0)));
    assertThrows(IllegalArgumentException.class, () -> new Point(1, List.of(-1.0)));
  }
}
