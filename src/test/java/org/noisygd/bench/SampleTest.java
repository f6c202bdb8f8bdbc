// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.number.statistics.PowerFit;

/** Known answers: medians, spreads, ratios and fits. */
class SampleTest {
  /** Logarithms, exponentials and a few sums, each within some ulps. */
  private static final double ROUNDING = 1e-13;

  @Test
  void median_oddAndEven_isTheMiddle() {
    assertEquals(3, new Sample(List.of(9.0, 1.0, 3.0)).median());
    assertEquals(2.5, new Sample(List.of(4.0, 1.0, 3.0, 2.0)).median());
    assertEquals(7, new Sample(List.of(7.0)).median());
  }

  @Test
  void spread_quartilesBetweenValues_isTheirDistanceOverTheMedian() {
    // Of 1, 2, 3, 4, 5 the quartiles are 2 and 4.
    assertEquals(2.0 / 3, new Sample(List.of(5.0, 4.0, 3.0, 2.0, 1.0)).spread());
    assertEquals(0, new Sample(List.of(2.0)).spread());
  }

  @Test
  void ratioTo_machineSlowInOneRound_isThatOfTheRounds() {
    Sample ours = new Sample(List.of(1.0, 10.0, 1.0));
    Sample theirs = new Sample(List.of(3.0, 30.0, 3.0));
    assertEquals(3, theirs.ratioTo(ours));
    assertEquals(1.0 / 3, ours.ratioTo(theirs));
  }

  @Test
  void sample_noRounds_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Sample(List.of()));
  }

  @Test
  void fit_pointsOfAPowerLaw_isThatLaw() {
    double[] x = {1, 2, 5, 10};
    double[] y = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      y[k] = 3 * StrictMath.pow(x[k], 1.5);
    }
    PowerFit fit = PowerFit.of(x, y);
    assertEquals(1.5, fit.exponent(), ROUNDING);
    assertEquals(3, fit.factor(), 10 * ROUNDING);
    assertEquals(24, fit.at(4), 100 * ROUNDING);
  }

  @Test
  void fit_errorsThatBalance_staysWithTheLaw() {
    // log y is above by log 2 at both ends and below by log 2 twice in the middle: slope unchanged.
    PowerFit fit = PowerFit.of(new double[] {1, 2, 4, 8}, new double[] {2, 1, 2, 16});
    assertEquals(1, fit.exponent(), ROUNDING);
  }

  @Test
  void fit_oneX_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> PowerFit.of(new double[] {2, 2}, new double[] {1, 3}));
  }
}
