// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers, and cross-checks against Java's correctly rounded division. */
class RationalsTest {
  @Test
  void roundToDouble_quotientOfDoubles_isJavasQuotient() {
    Numbers numbers = new Numbers(11);
    for (int n = 0; n < 5_000; n++) {
      double a = numbers.ofMagnitude(-540, 540);
      double b = numbers.ofMagnitude(-540, 540);
      double quotient = Rationals.roundToDouble(Rationals.of(a).divide(Rationals.of(b)));
      assertEquals(
          Double.doubleToRawLongBits(a / b), Double.doubleToRawLongBits(quotient), a + " / " + b);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, 1, 10", "-2.50, -5, 2", "3E+4, 30000, 1", "0E+5, 0, 1", "125E-3, 1, 8"})
  void of_decimal_isExact(BigDecimal d, int numerator, int denominator) {
    assertEquals(BigFraction.of(numerator, denominator), Rationals.of(d));
  }

  @Test
  void numeratorAndDenominator_negativeDenominator_signGoesUp() {
    BigFraction q = BigFraction.of(6, -4);
    assertEquals(BigInteger.valueOf(-3), Rationals.numerator(q));
    assertEquals(BigInteger.TWO, Rationals.denominator(q));
    assertEquals(new BigDecimal("-1.5"), Rationals.roundToDecimal(q, 5));
    assertEquals(-1.5, Rationals.roundToDouble(q));
    assertEquals(BigInteger.valueOf(3), Rationals.numerator(BigFraction.of(-6, -4)));
  }

  @Test
  void roundToDecimal_everySmallFraction_isTheNearestWithTiesToEven() {
    for (int p = -200; p <= 200; p++) {
      for (int q = 1; q <= 25; q++) {
        BigFraction exact = BigFraction.of(p, q);
        for (int digits = 1; digits <= 3; digits++) {
          BigFraction expected = ExactRounding.roundToDigits(exact, digits);
          assertEquals(expected, Rationals.of(Rationals.roundToDecimal(exact, digits)));
        }
      }
    }
  }
}
