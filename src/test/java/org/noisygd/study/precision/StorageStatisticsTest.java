// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.coupled.Trajectory;
import org.noisygd.study.measure.Phases;
import org.noisygd.study.precision.DriftResult.PhaseFigures;

/** Known answers: what is counted along a run, and where the phases meet. */
class StorageStatisticsTest {
  /** A run whose last update is given. */
  private record Given(double[] computed, double[] stored) implements Trajectory {
    @Override
    public void advance(long t, double[] noiseX, double[] noiseY) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double[] x() {
      return stored;
    }

    @Override
    public double[] y() {
      return stored;
    }

    @Override
    public double[] computedX() {
      return computed;
    }

    @Override
    public double[] computedY() {
      return computed;
    }
  }

  @Test
  void update_oneOfEachKind_isCounted() {
    StorageStatistics meter = new StorageStatistics(ArithmeticName.parse("float:4:-3:0"), 1);
    double[] before = {1, 1.875, 0.125, 1};
    double[] computed = {1.01, 2.5, 0.01, 1.25};
    double[] stored = {1, Double.POSITIVE_INFINITY, 0.015625, 1.25};
    meter.before(new Given(before, before));
    meter.after(2, new Given(computed, stored), 0.25);
    PhaseFigures sums = StorageStatistics.figures(List.of(meter), 2);
    assertEquals(2 / 8.0, sums.unchangedStores());
    assertEquals(2, sums.overflows());
    assertEquals(2, sums.underflows());
    assertEquals(1, sums.updates());
    assertEquals(1, sums.significantBits());
    // Updates of 0.01, 0.625, -0.115 and 1/4; spacings 1/8, 1/8, 1/64 and 1/8. Few roundings.
    double ulps = (0.01 * 0.01 + 0.625 * 0.625 + 0.115 * 0.115 + 0.0625) / (3 / 64.0 + 0x1p-12);
    assertEquals(Math.sqrt(ulps), sums.updateInUlpsX(), 1e-14);
    assertEquals(0, StorageStatistics.figures(List.of(meter), 0).updates());
  }

  @Test
  void finder_givenLosses_meetsThePhases() {
    Phases.Finder finder = new Phases.Finder(4, 0); // a saddle of loss 2
    assertFalse(finder.next(0, 9, 9));
    assertFalse(finder.next(1, 1, 1));
    assertFalse(finder.next(2, 0.9, 0.1));
    assertTrue(finder.next(3, 0.9, 0.08));
    Phases phases = finder.found();
    assertEquals(new Phases(1, 3), phases);
    assertEquals(0, phases.of(0));
    assertEquals(1, phases.of(2));
    assertEquals(2, phases.of(3));
  }
}
