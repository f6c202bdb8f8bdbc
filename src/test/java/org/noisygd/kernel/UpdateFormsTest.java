// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.noisygd.descent.UpdateForm;

/** Known answers, counted by hand. */
class UpdateFormsTest {
  @Test
  void products_smallSizes_areThoseCountedByHand() {
    assertEquals(1800, UpdateForms.products(UpdateForm.RESIDUAL, 20, 30, 1));
    assertEquals(1200 + 50 + 50, UpdateForms.products(UpdateForm.GRAM, 20, 30, 1));
    assertEquals(18_000, UpdateForms.products(UpdateForm.RESIDUAL, 20, 30, 10));
    assertEquals(12_000 + 2_750 + 5_000, UpdateForms.products(UpdateForm.GRAM, 20, 30, 10));
  }

  @Test
  void cheaper_rankOneAndLargeSizes_isGramForm() {
    assertEquals(UpdateForm.GRAM, UpdateForms.cheaper(20, 30, 1));
    assertEquals(UpdateForm.GRAM, UpdateForms.cheaper(1000, 1000, 10));
    assertEquals(UpdateForm.RESIDUAL, UpdateForms.cheaper(20, 30, 10));
    assertEquals(UpdateForm.RESIDUAL, UpdateForms.cheaper(1, 1, 1));
  }
}
