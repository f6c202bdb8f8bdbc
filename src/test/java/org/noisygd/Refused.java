// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What is said of a mistake of the caller. */
public final class Refused {
  private Refused() {}

  /** The call is refused in these words. */
  public static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  /** The call is refused in one line, in which these words stand. */
  public static void assertRefusedInALine(String words, Executable call) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
    assertTrue(message.contains(words), message);
    assertEquals(1, message.lines().count(), message);
  }
}
