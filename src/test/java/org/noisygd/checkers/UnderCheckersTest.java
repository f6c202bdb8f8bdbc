// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.noisygd.OneIn;

/** The sources under the shape checker, the Nullness checker and Error Prone. */
class UnderCheckersTest {
  @Test
  void compile_shapesOfTheCore_nothingReported() throws Exception {
    assertEquals("", Checkers.reports(List.of(Checkers.SHAPES)));
  }

  /** The core first; the outer rooms take most of the time. */
  @Tag("checkers")
  @OneIn(5)
  @ParameterizedTest
  @FieldSource("org.noisygd.checkers.Checkers#GROUPS")
  void compile_rooms_nothingReported(List<String> rooms) throws Exception {
    assertEquals("", Checkers.reports(rooms));
  }
}
