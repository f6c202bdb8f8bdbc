// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.apfloat.Apfloat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cross-check: the errors of Apfloat's operations, measured against exact rationals. */
class ApfloatArithmeticTest {
  private static final int TRIES = 400;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 10, 18, 19, 30, 50, 100})
  void operations_randomOperands_stayWithinTheAssumedRoundoff(int digits) {
    ApfloatArithmetic arithmetic = ApfloatArithmetic.ofDigits(digits);
    Numbers numbers = new Numbers(50 + digits);
    BigFraction worst = BigFraction.ZERO;
    String where = "";
    for (int n = 0; n < TRIES; n++) {
      Apfloat a = operand(arithmetic, numbers, digits);
      Apfloat b =
          n % 4 == 0
              ? neighbour(arithmetic, numbers, a, digits)
              : operand(arithmetic, numbers, digits);
      if (b.signum() == 0) {
        continue; // a's neighbour, where a is one unit of its last digit
      }
      BigFraction x = arithmetic.toRational(a);
      BigFraction y = arithmetic.toRational(b);
      BigFraction[] exact = {x.add(y), x.subtract(y), x.multiply(y), x.divide(y)};
      Apfloat[] actual = {
        arithmetic.add(a, b),
        arithmetic.subtract(a, b),
        arithmetic.multiply(a, b),
        arithmetic.divide(a, b)
      };
      for (int op = 0; op < 4; op++) {
        BigFraction value = arithmetic.toRational(actual[op]);
        if (exact[op].signum() == 0) {
          assertEquals(BigFraction.ZERO, value);
          continue;
        }
        BigFraction error = ExactRounding.relativeError(value, exact[op]);
        if (Rationals.compare(error, worst) > 0) {
          worst = error;
          where = "+-*/".charAt(op) + " of " + a + " and " + b;
        }
      }
      // |r - sqrt x| / sqrt x <= e follows from |r^2 / x - 1| <= 2 e - e^2, and is followed by half
      // of it.
      Apfloat root = arithmetic.sqrt(arithmetic.abs(a));
      BigFraction square = arithmetic.toRational(root).pow(2);
      BigFraction error = ExactRounding.relativeError(square, x.abs()).divide(2);
      if (Rationals.compare(error, worst) > 0) {
        worst = error;
        where = "root of " + a;
      }
    }
    BigFraction unit = arithmetic.unitRoundoff();
    String message = where + ": " + worst.divide(unit).doubleValue() + " units";
    assertTrue(Rationals.compare(worst, unit) <= 0, message);
  }

  private static Apfloat operand(ApfloatArithmetic arithmetic, Numbers numbers, int digits) {
    BigInteger unscaled = numbers.integer(400).mod(BigInteger.TEN.pow(1 + numbers.below(digits)));
    BigInteger nonZero =
        unscaled.signum() == 0
            ? BigInteger.valueOf(5)
            : numbers.below(4) == 0
                ? BigInteger.TEN.pow(digits).subtract(BigInteger.ONE)
                : unscaled;
    int scale = numbers.below(2 * digits + 6) - 3;
    return arithmetic.fromDecimal(
        new BigDecimal(numbers.below(2) == 0 ? nonZero : nonZero.negate(), scale));
  }

  /** a moved by some units of its last digit, so that a difference cancels almost wholly. */
  private static Apfloat neighbour(
      ApfloatArithmetic arithmetic, Numbers numbers, Apfloat a, int digits) {
    BigDecimal d = new BigDecimal(arithmetic.print(a));
    BigDecimal ulp = BigDecimal.ONE.movePointLeft(d.scale() - d.precision() + digits);
    BigDecimal some = ulp.multiply(BigDecimal.valueOf(1 + numbers.below(20)));
    return arithmetic.fromDecimal(d.add(some).negate());
  }

  @Test
  void add_operandsOfDifferentPrecision_isNotCollapsed() {
    ApfloatArithmetic arithmetic = ApfloatArithmetic.ofDigits(50);
    Apfloat third = arithmetic.divide(arithmetic.one(), arithmetic.of(3));
    Apfloat oneDigit = arithmetic.one();
    BigFraction sum = arithmetic.toRational(arithmetic.add(third, oneDigit));
    BigFraction exact = arithmetic.toRational(third).add(BigFraction.ONE);
    assertTrue(
        Rationals.compare(ExactRounding.relativeError(sum, exact), arithmetic.unitRoundoff()) <= 0);
  }

  @Test
  void add_cancellationAcrossAPowerOfTen_isExact() {
    // Apfloat at 20 digits gives 0 for the first.
    ApfloatArithmetic arithmetic = ApfloatArithmetic.ofDigits(20);
    Apfloat nines = arithmetic.fromDecimal(new BigDecimal("99999999999999999999"));
    Apfloat power = arithmetic.fromDecimal(new BigDecimal("1E+20"));
    assertEquals("-1.0", arithmetic.print(arithmetic.subtract(nines, power)));
    assertEquals("1.0", arithmetic.print(arithmetic.subtract(power, nines)));
    assertEquals("3.0", arithmetic.print(arithmetic.sqrt(arithmetic.of(9))));
  }

  @Test
  void specialValues_asDocumented() {
    ApfloatArithmetic arithmetic = ApfloatArithmetic.ofDigits(20);
    assertEquals("apfloat:20", arithmetic.name());
    assertEquals(BigFraction.of(BigInteger.ONE, BigInteger.TEN.pow(19)), arithmetic.unitRoundoff());
    assertEquals(0, arithmetic.signum(arithmetic.sqrt(arithmetic.zero())));
    assertEquals(BigFraction.ZERO, arithmetic.toRational(arithmetic.zero()));
    assertEquals("0.0", arithmetic.print(arithmetic.zero()));
    assertTrue(arithmetic.isFinite(arithmetic.one()));
    assertEquals(-1, arithmetic.compare(arithmetic.of(-2), arithmetic.of(-1)));
    assertEquals("-2.0", arithmetic.print(arithmetic.negate(arithmetic.of(2))));
    assertThrows(
        ArithmeticException.class, () -> arithmetic.divide(arithmetic.one(), arithmetic.zero()));
    assertThrows(ArithmeticException.class, () -> arithmetic.sqrt(arithmetic.of(-1)));
    assertRefused("digits must be in 1..1000000, got 0", () -> ApfloatArithmetic.ofDigits(0));
  }
}
