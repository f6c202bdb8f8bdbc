// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.format.BinaryFormat;

/** Known answers: what is counted along a run, and where the phases meet. */
class StoreMeterTest {
  private static final BinaryFormat SMALL = BinaryFormat.of(4, -3, 0);

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
    StoreMeter meter = new StoreMeter(Optional.of(SMALL));
    double[] before = {1, 1.875, 0.125, 1};
    double[] computed = {1.01, 2.5, 0.01, 1.25};
    double[] stored = {1, Double.POSITIVE_INFINITY, 0.015625, 1.25};
    meter.update(2, before, before, new Given(computed, stored), 0.25);
    StoreMeter.PhaseSums sums = meter.phases[2];
    assertEquals(8, sums.stores);
    assertEquals(2, sums.unchanged);
    assertEquals(2, sums.overflows);
    assertEquals(2, sums.underflows);
    assertEquals(1, sums.updates);
    assertEquals(0.25, sums.distanceSquared);
    // Spacings 1/8, 1/8, 1/64 and 1/8.
    assertEquals(3 / 64.0 + 1 / 4096.0, sums.spacingX);
    assertEquals(0, meter.phases[0].stores);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.125",
    "1.875, 0.125",
    "0.5, 0.0625",
    "0.125, 0.015625",
    "0.01, 0.015625",
    "0, 0.015625"
  })
  void spacing_numbersOfTheFormat_isToTheNext(double x, double spacing) {
    assertEquals(spacing, SMALL.spacing(x));
    assertEquals(spacing, SMALL.spacing(-x));
  }

  @Test
  void balance_heldLongEnough_countsFromItsBegin() {
    StoreMeter meter = new StoreMeter(Optional.empty());
    for (long t = 1; t <= 1000; t++) {
      boolean balanced = (t >= 50 && t < 50 + StoreMeter.HOLD) || t >= 300;
      meter.balance(t, balanced ? -0.049 : -0.051);
    }
    assertEquals(300, meter.timeToBalance());
  }

  @Test
  void balance_neverHeld_isCensored() {
    StoreMeter meter = new StoreMeter(Optional.empty());
    for (long t = 1; t <= 1000; t++) {
      meter.balance(t, t % StoreMeter.HOLD == 0 ? Double.NaN : 0);
    }
    assertEquals(-1, meter.timeToBalance());
  }

  @Test
  void finder_givenLosses_meetsThePhases() {
    Phases.Finder finder = new Phases.Finder(4); // a saddle of loss 2
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
