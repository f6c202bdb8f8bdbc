// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Known answers: where errors stand, and under which name. */
class RatioPictureTest {
  @Test
  void place_isLinearInTheLogarithmAndStopsAtTheEnds() {
    RatioPicture picture = new RatioPicture(-6, 2, true);
    assertEquals(14, picture.place(-6));
    assertEquals(86, picture.place(2));
    assertEquals(14 + 72 * 6 / 8.0, picture.place(0));
    assertEquals(picture.place(-6), picture.place(-20));
    assertEquals(picture.place(2), picture.place(300));
  }

  @Test
  void group_isTheNameWithoutOpAndShape() {
    assertEquals("ordinary", RatioPicture.group("step/ordinary-3x2x2"));
    assertEquals("changed-etaX", RatioPicture.group("step/changed-etaX-4x5x2"));
    assertEquals("design", RatioPicture.group("step/design-17-3x2x2"));
    assertEquals("long", RatioPicture.group("run/long"));
  }
}
