// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Known answers, counted by hand. */
class UpdateFormTest {
  @Test
  void products_smallSizes_areThoseCountedByHand() {
    assertEquals(1800, UpdateForm.RESIDUAL.products(20, 30, 1));
    assertEquals(1200 + 50 + 50, UpdateForm.GRAM.products(20, 30, 1));
    assertEquals(18_000, UpdateForm.RESIDUAL.products(20, 30, 10));
    assertEquals(12_000 + 2_750 + 5_000, UpdateForm.GRAM.products(20, 30, 10));
  }

  /** By the count: 6 x Gram against 7 x residual. */
  @Test
  void faster_sizesAroundTheRule_isTheFormThatTheCountNames() {
    assertEquals(UpdateForm.GRAM, UpdateForm.faster(20, 30, 1));
    assertEquals(UpdateForm.GRAM, UpdateForm.faster(1000, 1000, 10));
    assertEquals(UpdateForm.GRAM, UpdateForm.faster(20, 30, 10)); // 118,500 < 126,000
    assertEquals(UpdateForm.RESIDUAL, UpdateForm.faster(20, 30, 15)); // 211,500 > 189,000
    assertEquals(UpdateForm.RESIDUAL, UpdateForm.faster(6, 8, 4)); // 4488 > 4032
    assertEquals(UpdateForm.RESIDUAL, UpdateForm.faster(1, 1, 1));
  }
}
