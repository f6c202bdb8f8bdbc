// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.noisygd.study.paper.Finding.Agreement;
import org.noisygd.study.statistics.MedianInterval;

class FindingTest {
  @Test
  void agreement_ofWhatHoldsAndWhatChanceExplains() {
    assertEquals(Agreement.AGREES, Agreement.of(true));
    assertEquals(Agreement.DIFFERS, Agreement.of(false));
    assertEquals(Agreement.AGREES, Agreement.of(true, true));
    assertEquals(Agreement.DIFFERS, Agreement.of(false, true));
    assertEquals(Agreement.UNDECIDED, Agreement.of(false, false));
  }

  /** Known answers, with numbers that binary64 holds exactly. */
  @Test
  void isFartherThan_intervalBesideABand_onlyWhereAllOfItIs() {
    assertTrue(new MedianInterval(2.625, 3).isFartherThan(0.25, 2));
    assertFalse(new MedianInterval(2.5, 3).isFartherThan(0.25, 2));
    assertTrue(new MedianInterval(1, 1.375).isFartherThan(0.25, 2));
    assertFalse(new MedianInterval(1, 1.5).isFartherThan(0.25, 2));
    assertFalse(
        new MedianInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            .isFartherThan(0.25, 2));
  }
}
