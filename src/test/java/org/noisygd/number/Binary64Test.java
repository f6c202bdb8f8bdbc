// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.format.BinaryPrecision;

/** Cross-check against {@link BinaryPrecision} at 53 bits; known answers beyond its range. */
class Binary64Test {
  private static final Binary64 A = Binary64.INSTANCE;

  @Test
  void operations_areTheExactResultsRoundedTo53Bits() {
    Numbers numbers = new Numbers(81);
    BinaryPrecision exact = BinaryPrecision.ofBits(53);
    for (int n = 0; n < 2_000; n++) {
      double a = numbers.ofMagnitude(-50, 50);
      double b = numbers.ofMagnitude(-50, 50);
      Dyadic x = Dyadic.of(a);
      Dyadic y = Dyadic.of(b);
      assertEquals(exact.add(x, y).roundToDouble(), A.add(a, b));
      assertEquals(exact.subtract(x, y).roundToDouble(), A.subtract(a, b));
      assertEquals(exact.multiply(x, y).roundToDouble(), A.multiply(a, b));
      assertEquals(exact.divide(x, y).roundToDouble(), A.divide(a, b));
      assertEquals(exact.sqrt(exact.abs(x)).roundToDouble(), A.sqrt(Math.abs(a)));
      assertEquals(-a, A.negate(a));
      assertEquals(a, A.fromDecimal(new BigDecimal(A.print(a))));
    }
  }

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
