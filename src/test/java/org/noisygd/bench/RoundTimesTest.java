// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Known answers: medians, spreadsand ratios. */
class RoundTimesTest {
  @Test
  void median_oddAndEven_isTheMiddle() {
    assertEquals(3, new RoundTimes(List.of(9.0, 1.0, 3.0)).median());
    assertEquals(2.5, new RoundTimes(List.of(4.0, 1.0, 3.0, 2.0)).median());
    assertEquals(7, new RoundTimes(List.of(7.0)).median());
  }

  @Test
  void spread_quartilesBetweenValues_isTheirDistanceOverTheMedian() {
    // Of 1, 2, 3, 4, 5 the quartiles are 2 and 4.
    assertEquals(2.0 / 3, new RoundTimes(List.of(5.0, 4.0, 3.0, 2.0, 1.0)).spread());
    assertEquals(0, new RoundTimes(List.of(2.0)).spread());
  }

  @Test
  void ratioTo_machineSlowInOneRound_isThatOfTheRounds() {
    RoundTimes ours = new RoundTimes(List.of(1.0, 10.0, 1.0));
    RoundTimes theirs = new RoundTimes(List.of(3.0, 30.0, 3.0));
    assertEquals(3, theirs.ratioTo(ours));
    assertEquals(1.0 / 3, ours.ratioTo(theirs));
  }

  @Test
  void sample_noRounds_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RoundTimes(List.of()));
  }
}
