// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The strict core under the Nullness checker, the shape checker and Error Prone. */
class CoreUnderCheckersTest {
  @Test
  void compile_roomsUnderCheckers_nothingReported() throws Exception {
    assertEquals("", Checkers.reports(Checkers.CORE));
  }
}
