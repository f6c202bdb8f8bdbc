// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cross-checks against rounding by definition on exact rationals; known answers of Python. */
class DecimalArithmeticTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 50})
  void operations_randomOperands_areTheExactResultsRounded(int digits) {
    DecimalArithmetic arithmetic = DecimalArithmetic.ofDigits(digits);
    Numbers numbers = new Numbers(40 + digits);
    for (int n = 0; n < 500; n++) {
      BigDecimal a = operand(numbers, digits);
      BigDecimal b = operand(numbers, digits);
      BigFraction x = Rationals.of(a);
      BigFraction y = Rationals.of(b);
      assertRounds(x.add(y), arithmetic.add(a, b), digits);
      assertRounds(x.subtract(y), arithmetic.subtract(a, b), digits);
      assertRounds(x.multiply(y), arithmetic.multiply(a, b), digits);
      assertRounds(x.divide(y), arithmetic.divide(a, b), digits);
      assertRounds(x.divide(y), arithmetic.fromRational(x.divide(y)), digits);
      assertIsNearestRoot(a.abs(), arithmetic.sqrt(a.abs()), digits);
      assertEquals(x.subtract(y).signum(), arithmetic.compare(a, b));
    }
  }

  /** A number of at most the given digits, often with few of them so that ties occur. */
  private static BigDecimal operand(Numbers numbers, int digits) {
    int used = 1 + numbers.below(digits);
    BigInteger unscaled = numbers.integer(200).mod(BigInteger.TEN.pow(used));
    BigInteger nonZero = unscaled.signum() == 0 ? BigInteger.valueOf(5) : unscaled;
    return new BigDecimal(numbers.below(2) == 0 ? nonZero : nonZero.negate(), numbers.below(9) - 4);
  }

  private static void assertRounds(BigFraction exact, BigDecimal actual, int digits) {
    assertEquals(ExactRounding.roundToDigits(exact, digits), Rationals.of(actual));
  }

  /** (root -+ half a unit)^2 encloses a; half of a tenth of one below a power of ten. */
  private static void assertIsNearestRoot(BigDecimal a, BigDecimal root, int digits) {
    assertTrue(root.stripTrailingZeros().precision() <= digits);
    BigDecimal unit = root.ulp().movePointRight(root.precision() - digits);
    BigDecimal half = unit.multiply(new BigDecimal("0.5"));
    boolean power = root.stripTrailingZeros().unscaledValue().equals(BigInteger.ONE);
    BigDecimal low = root.subtract(power ? half.movePointLeft(1) : half);
    BigDecimal high = root.add(half);
    assertTrue(low.multiply(low).compareTo(a) <= 0, () -> "sqrt of " + a + " gave " + root);
    assertTrue(high.multiply(high).compareTo(a) >= 0, () -> "sqrt of " + a + " gave " + root);
  }

  // Python 3: getcontext().prec = 50; Decimal(2).sqrt(), Decimal(1)/Decimal(7), Decimal(0.1) * 3.
  @Test
  void operations_50Digits_arePythons() {
    DecimalArithmetic d = DecimalArithmetic.ofDigits(50);
    assertEquals(
        new BigDecimal("1.4142135623730950488016887242096980785696718753769"), d.sqrt(d.of(2)));
    assertEquals(
        new BigDecimal("0.14285714285714285714285714285714285714285714285714"),
        d.divide(d.one(), d.of(7)));
    assertEquals(
        new BigDecimal("0.30000000000000001665334536937734810635447502136230"),
        d.multiply(d.fromDouble(0.1), d.of(3)));
  }

  @ParameterizedTest
  @CsvSource({"2.5, 2", "3.5, 4", "25, 2E+1", "35, 4E+1", "-2.51, -3", "0.96, 1"})
  void fromDecimal_oneDigit_roundsHalfToEven(BigDecimal literal, BigDecimal expected) {
    assertEquals(0, expected.compareTo(DecimalArithmetic.ofDigits(1).fromDecimal(literal)));
  }

  @Test
  void of_doubleOfMoreDigits_throws() {
    DecimalArithmetic d = DecimalArithmetic.ofDigits(50);
    var thrown = assertThrows(ArithmeticException.class, () -> d.of(0.1));
    assertEquals("0.1 is not a value of decimal:50", thrown.getMessage());
    assertEquals(0, new BigDecimal("0.0009765625").compareTo(d.of(0x1p-10)));
    assertEquals(0, new BigDecimal(0.1).compareTo(DecimalArithmetic.ofDigits(55).of(0.1)));
  }

  @Test
  void ofDigits_outOfRange_throws() {
    for (int digits : new int[] {-3, 0, 100_001}) {
      var thrown =
          assertThrows(IllegalArgumentException.class, () -> DecimalArithmetic.ofDigits(digits));
      assertEquals("digits must be in 1..100000, got " + digits, thrown.getMessage());
    }
    assertEquals("decimal:1", DecimalArithmetic.ofDigits(1).name());
    assertEquals(100_000, DecimalArithmetic.ofDigits(100_000).digits());
  }

  @Test
  void divideAndSqrt_undefined_throw() {
    DecimalArithmetic d = DecimalArithmetic.ofDigits(5);
    assertThrows(ArithmeticException.class, () -> d.divide(d.one(), d.zero()));
    assertThrows(ArithmeticException.class, () -> d.sqrt(d.of(-1)));
    assertEquals(0, d.sqrt(d.zero()).signum());
  }

  @Test
  void unitRoundoff_isHalfAUnitOfTheLastDigit() {
    assertEquals(BigFraction.of(1, 200), DecimalArithmetic.ofDigits(3).unitRoundoff());
    // Attained: 1.005 is as far from 1.00 as a rounding can go, relative to 1 + u.
    assertEquals(
        BigDecimal.ONE.setScale(2),
        DecimalArithmetic.ofDigits(3).fromDecimal(new BigDecimal("1.005")));
  }
}
