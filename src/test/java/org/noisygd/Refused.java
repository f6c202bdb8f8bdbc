// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** What is said of a mistake of the caller. */
public final class Refused {
  private Refused() {}

  /** The call is refused in these words. */
  public static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
