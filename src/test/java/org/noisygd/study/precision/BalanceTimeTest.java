// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.noisygd.study.precision.DriftObserver.BalanceTime;

/** Known answers: when a run became balanced. */
class BalanceTimeTest {
  @Test
  void at_heldLongEnough_countsFromItsBegin() {
    BalanceTime time = new BalanceTime();
    for (long t = 1; t <= 1000; t++) {
      boolean balanced = (t >= 50 && t < 50 + BalanceTime.HOLD) || t >= 300;
      time.at(t, balanced ? -0.049 : -0.051);
    }
    assertEquals(300, time.found());
  }

  @Test
  void at_neverHeld_isCensored() {
    BalanceTime time = new BalanceTime();
    for (long t = 1; t <= 1000; t++) {
      time.at(t, t % BalanceTime.HOLD == 0 ? Double.NaN : 0);
    }
    assertEquals(-1, time.found());
  }
}
