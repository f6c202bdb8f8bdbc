// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;

import org.junit.jupiter.api.Test;

/** Known answers: enclosures of eigenvalues. */
class EnclosureTest {
  private static Interval of(long lower, long upper) {
    return new Interval(q(lower), q(upper));
  }

  @Test
  void enclosure_ofSomeCount_needsOneAtLeast() {
    assertThrows(IllegalArgumentException.class, () -> new Enclosure(of(1, 2), 0));
    Enclosure one = new Enclosure(of(1, 2), 1);
    assertEquals(q(1), one.lower());
    assertEquals(q(2), one.upper());
  }

  @Test
  void isZero_ofThePointZeroAlone_holds() {
    assertTrue(new Enclosure(of(0, 0), 3).isZero());
    assertFalse(new Enclosure(of(0, 1), 3).isZero());
    assertFalse(new Enclosure(of(2, 2), 3).isZero());
  }
}
