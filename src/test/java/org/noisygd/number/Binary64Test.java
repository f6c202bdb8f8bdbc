// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.format.BinaryPrecision;

/** Cross-check against {@link BinaryPrecision} at 53 bits; known answers beyond its range. */
class Binary64Test {
  private static final Binary64 A = Binary64.INSTANCE;

  @Test
  void multiplyThenAdd_isNotFused() {
    // (1 + 2^-52)(1 - 2^-52) - 1 is -2^-104 fused, and 0 as two operations.
    double product = A.multiply(1 + 0x1p-52, 1 - 0x1p-52);
    assertEquals(0.0, A.subtract(product, 1.0));
  }

  @Test
  void specialValues_asJavas() {
    assertFalse(A.isFinite(A.divide(1.0, 0.0)));
    assertFalse(A.isFinite(A.sqrt(-1.0)));
    assertTrue(A.isFinite(Double.MAX_VALUE));
    assertEquals(0, A.compare(0.0, -0.0));
    assertEquals(-0.0, A.of(-0.0));
    assertEquals(-0.0, A.fromDouble(-0.0));
    assertEquals(3.0, A.of(3));
    assertEquals(0.1, A.fromRational(BigFraction.of(1, 10)));
    assertEquals(BigFraction.of(1, 4), A.toRational(0.25));
    assertThrows(ArithmeticException.class, () -> A.toRational(Double.NaN));
    assertThrows(ArithmeticException.class, () -> A.print(Double.NaN));
    assertEquals(ExactRounding.powerOfTwo(-53), A.unitRoundoff());
    assertEquals(0.1, A.roundToDouble(0.1));
  }
}
