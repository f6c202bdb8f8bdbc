// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rooms that judge and those of experiments under the Nullness checker and Error Prone. */
@Tag("checkers")
class OtherRoomsUnderCheckersTest {
  @Test
  void compile_roomsThatJudge_nothingReported() throws Exception {
    assertEquals("", Checkers.reports(Checkers.JUDGEMENT));
  }

  @Test
  void compile_roomsOfExperiments_nothingReported() throws Exception {
    assertEquals("", Checkers.reports(Checkers.EXPERIMENTS));
  }
}
