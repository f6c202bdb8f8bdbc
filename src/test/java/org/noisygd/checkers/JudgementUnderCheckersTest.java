// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rooms that judge under the Nullness checker, the shape checker and Error Prone. */
class JudgementUnderCheckersTest {
  @Tag("checkers")
  @Test
  void compile_roomsUnderCheckers_nothingReported() throws Exception {
    assertEquals("", Checkers.reports(Checkers.JUDGEMENT));
  }
}
