// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.noisygd.descent.update.UpdateForm;

/** Known answers, counted by hand. */
class UpdateFormsTest {
  @Test
  void products_smallSizes_areThoseCountedByHand() {
    assertEquals(1800, UpdateForms.products(UpdateForm.RESIDUAL, 20, 30, 1));
    assertEquals(1200 + 50 + 50, UpdateForms.products(UpdateForm.GRAM, 20, 30, 1));
    assertEquals(18_000, UpdateForms.products(UpdateForm.RESIDUAL, 20, 30, 10));
    assertEquals(12_000 + 2_750 + 5_000, UpdateForms.products(UpdateForm.GRAM, 20, 30, 10));
  }

  /** By the count: 6 x Gram against 7 x residual. */
  @Test
  void faster_sizesAroundTheRule_isTheFormThatTheCountNames() {
    assertEquals(UpdateForm.GRAM, UpdateForms.faster(20, 30, 1));
    assertEquals(UpdateForm.GRAM, UpdateForms.faster(1000, 1000, 10));
    assertEquals(UpdateForm.GRAM, UpdateForms.faster(20, 30, 10)); // 118,500 < 126,000
    assertEquals(UpdateForm.RESIDUAL, UpdateForms.faster(20, 30, 15)); // 211,500 > 189,000
    assertEquals(UpdateForm.RESIDUAL, UpdateForms.faster(6, 8, 4)); // 4488 > 4032
    assertEquals(UpdateForm.RESIDUAL, UpdateForms.faster(1, 1, 1));
  }
}
