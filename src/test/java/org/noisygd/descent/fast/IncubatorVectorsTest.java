// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IncubatorVectorsTest {
  @Test
  void kernel_moduleAdded_isMade() {
    // The build's tests run with the module.
    assertTrue(IncubatorVectors.present());
    assertTrue(IncubatorVectors.kernel("VectorBatchUpdates", BatchUpdate.Maker.class).isPresent());
  }

  @Test
  void kernel_unknownName_isRefused() {
    assertThrows(
        IllegalStateException.class,
        () -> IncubatorVectors.kernel("None", BatchUpdate.Maker.class));
  }
}
