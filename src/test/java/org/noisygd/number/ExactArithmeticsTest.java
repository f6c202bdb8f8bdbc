// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/** Known answers of the two exact arithmetics: what they compute, and what they refuse. */
class ExactArithmeticsTest {
  private static final DyadicArithmetic D = DyadicArithmetic.INSTANCE;
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  @Test
  void divide_dyadicQuotient_isExact() {
    assertEquals(Dyadic.of(-1.5), D.divide(Dyadic.of(9.0), Dyadic.of(-6.0)));
    assertEquals(Dyadic.of(0.375), D.divide(Dyadic.of(-3.0), Dyadic.of(-8.0)));
    assertEquals(Dyadic.ZERO, D.divide(Dyadic.ZERO, Dyadic.of(-3.0)));
  }

  @Test
  void divide_quotientNotDyadic_throws() {
    var thrown =
        assertThrows(ArithmeticException.class, () -> D.divide(Dyadic.ONE, Dyadic.of(3.0)));
    assertEquals("1 / 3 is not dyadic", thrown.getMessage());
    assertThrows(ArithmeticException.class, () -> D.divide(Dyadic.ONE, Dyadic.of(-3.0)));
    assertThrows(ArithmeticException.class, () -> D.divide(Dyadic.ONE, Dyadic.ZERO));
    assertThrows(ArithmeticException.class, () -> Q.divide(Q.one(), Q.zero()));
  }

  @Test
  void sqrt_squares_areExactAndOthersRefused() {
    assertEquals(Dyadic.of(1.5), D.sqrt(Dyadic.of(2.25)));
    assertEquals(BigFraction.of(2, 3), Q.sqrt(BigFraction.of(4, 9)));
    assertEquals(BigFraction.of(2, 3), Q.sqrt(BigFraction.of(-4, -9)));
    assertEquals(BigFraction.ZERO, Q.sqrt(BigFraction.ZERO));
    for (BigFraction q : new BigFraction[] {BigFraction.of(2), BigFraction.of(4, 3)}) {
      var thrown = assertThrows(ArithmeticException.class, () -> Q.sqrt(q));
      assertEquals("the square root of " + q + " is not rational", thrown.getMessage());
    }
    assertThrows(ArithmeticException.class, () -> D.sqrt(Dyadic.of(2.0)));
    var negative = assertThrows(ArithmeticException.class, () -> Q.sqrt(BigFraction.of(4, -9)));
    assertEquals("square root of the negative number 4 / -9", negative.getMessage());
  }

  @Test
  void operations_rational_areExact() {
    BigFraction a = BigFraction.of(1, 3);
    BigFraction b = BigFraction.of(-5, 7);
    assertEquals(BigFraction.of(-8, 21), Q.add(a, b));
    assertEquals(BigFraction.of(22, 21), Q.subtract(a, b));
    assertEquals(BigFraction.of(-5, 21), Q.multiply(a, b));
    assertEquals(BigFraction.of(-7, 15), Q.divide(a, b));
    assertEquals(BigFraction.of(5, 7), Q.negate(b));
    assertEquals(BigFraction.of(5, 7), Q.abs(b));
    assertEquals(1, Q.compare(a, b));
    assertEquals(-1, Q.signum(b));
  }

  @Test
  void operations_dyadic_areExact() {
    Dyadic a = Dyadic.of(0x1p-500);
    Dyadic b = Dyadic.of(0x1p500);
    assertEquals(a, D.subtract(D.add(a, b), b));
    assertEquals(Dyadic.ONE, D.multiply(a, b));
    assertEquals(-1, D.compare(a, b));
    assertEquals(a.negate(), D.negate(a));
    assertEquals(0x1p-500, D.roundToDouble(a));
    assertEquals(0.1, Q.roundToDouble(BigFraction.of(1, 10)));
  }

  @Test
  void print_rational_isDecimalOnlyWhereTheDenominatorIsAPowerOfTwo() {
    assertEquals("-0.375", Q.print(BigFraction.of(3, -8)));
    assertEquals("5.0", Q.print(BigFraction.of(5)));
    assertEquals("-1/3", Q.print(BigFraction.of(1, -3)));
    assertEquals("1/10", Q.print(BigFraction.of(1, 10)));
    assertEquals("0.375", D.print(Dyadic.of(0.375)));
  }
}
