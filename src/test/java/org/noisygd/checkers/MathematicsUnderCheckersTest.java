// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rooms of the mathematics under the Nullness checker, the shape checker and Error Prone. */
class MathematicsUnderCheckersTest {
  static final List<String> ROOMS = Checkers.MATHEMATICS;

  @ParameterizedTest
  @FieldSource("ROOMS")
  void compile_roomUnderCheckers_nothingReported(String room) throws IOException {
    assertEquals(List.of(), Checkers.reportsOn(room));
  }
}
