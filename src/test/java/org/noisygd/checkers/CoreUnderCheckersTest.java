// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The strict core under the shape checker, the Nullness checker and Error Prone. */
class CoreUnderCheckersTest {
  @Test
  void compile_shapesOfTheCore_nothingReported() throws Exception {
    assertEquals("", Checkers.reports(List.of(Checkers.SHAPES)));
  }

  @Test
  @Tag("checkers")
  void compile_core_nothingReported() throws Exception {
    assertEquals("", Checkers.reports(Checkers.CORE));
  }
}
