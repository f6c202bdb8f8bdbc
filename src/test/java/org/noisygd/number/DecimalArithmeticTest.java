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

  @Test
  void divideAndSqrt_undefined_throw() {
    DecimalArithmetic d = DecimalArithmetic.ofDigits(5);
    assertThrows(ArithmeticException.class, () -> d.divide(d.one(), d.zero()));
    assertThrows(ArithmeticException.class, () -> d.sqrt(d.of(-1)));
    assertEquals(0, d.sqrt(d.zero()).signum());
  }
}
