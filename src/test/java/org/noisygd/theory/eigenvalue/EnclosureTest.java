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
  void enclosure_ofOne_isAlwaysExact() {
    Enclosure one = new Enclosure(of(1, 2), 1, Multiplicity.CLUSTER);
    assertEquals(Multiplicity.EXACT, one.multiplicity());
    assertEquals(
        Multiplicity.CLUSTER, new Enclosure(of(1, 2), 2, Multiplicity.CLUSTER).multiplicity());
    assertThrows(
        IllegalArgumentException.class, () -> new Enclosure(of(1, 2), 0, Multiplicity.EXACT));
    assertEquals(q(1), one.lower());
    assertEquals(q(2), one.upper());
    assertTrue(one.contains(q(3, 2)));
    assertFalse(one.contains(q(3)));
  }

  @Test
  void enclosure_ofZero_isToldFromOneThatTouchesIt() {
    Enclosure zero = new Enclosure(of(0, 0), 3, Multiplicity.EXACT);
    Enclosure around = new Enclosure(of(0, 1), 3, Multiplicity.EXACT);
    Enclosure two = new Enclosure(of(2, 2), 3, Multiplicity.EXACT);
    assertTrue(zero.isZero() && zero.touchesZero() && zero.isPoint());
    assertTrue(!around.isZero() && around.touchesZero() && !around.isPoint());
    assertTrue(!two.isZero() && !two.touchesZero() && two.isPoint());
  }
}
