// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class IncubatorVectorsTest {
  @Test
  void kernel_moduleAdded_isMade() {
    // The build's tests run with the module.
    assertTrue(IncubatorVectors.present());
    int lanes = IncubatorVectors.kernel("VectorLanes", IntSupplier.class).orElseThrow().getAsInt();
    assertEquals(1, Integer.bitCount(lanes), "a power of two, got " + lanes);
  }

  @Test
  void kernel_unknownName_isRefused() {
    assertThrows(
        IllegalStateException.class, () -> IncubatorVectors.kernel("None", IntSupplier.class));
  }
}
