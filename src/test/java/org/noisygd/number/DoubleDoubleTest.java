// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.apache.commons.numbers.core.DD;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/** Cross-check: the errors of each operation, measured against exact rationals. */
class DoubleDoubleTest {
  private static final DoubleDouble A = DoubleDouble.INSTANCE;
  private static final int TRIES = 3_000;

  private static final BigFraction U_SQUARED = ExactRounding.powerOfTwo(-106);

  // The bounds that the documentation of DD 1.2 gives, in units of u^2, u = 2^-53.
  private static final BigFraction SUM = BigFraction.of(301, 100); // 3 u^2 + 13 u^3
  private static final BigFraction PRODUCT = BigFraction.of(5);
  private static final BigFraction QUOTIENT = BigFraction.of(98, 10);

  /** The root's documentation gives no bound; this is the documented unit roundoff, 2^-102. */
  private static final BigFraction ROOT = BigFraction.of(16);

  /** A pair: a head and a tail at most half an ulp of it, at times a tie, a zero or far below. */
  private static DD pair(Numbers numbers) {
    double hi = numbers.ofMagnitude(-60, 60);
    double half = Math.ulp(hi) / 2;
    double lo =
        switch (numbers.below(5)) {
          case 0 -> 0;
          case 1 -> half * (numbers.below(2) == 0 ? 1 : -1) * (1 - 0x1p-53);
          case 2 -> half * numbers.ofMagnitude(-60, -20);
          default -> half * numbers.ofMagnitude(-4, -1);
        };
    return DD.ofSum(hi, lo);
  }

  @Test
  void operations_randomPairs_stayWithinTheDocumentedBounds() {
    Numbers numbers = new Numbers(61);
    BigFraction[] worst = {
      BigFraction.ZERO, BigFraction.ZERO, BigFraction.ZERO, BigFraction.ZERO, BigFraction.ZERO
    };
    for (int n = 0; n < TRIES; n++) {
      DD a = pair(numbers);
      DD b = pair(numbers);
      if (n % 5 == 0) {
        // Almost wholly cancelling.
        b = DD.ofSum(-a.hi(), a.lo() * numbers.ofMagnitude(-1, 0));
      }
      BigFraction x = A.toRational(a);
      BigFraction y = A.toRational(b);
      measure(worst, 0, A.add(a, b), x.add(y));
      measure(worst, 1, A.subtract(a, b), x.subtract(y));
      measure(worst, 2, A.multiply(a, b), x.multiply(y));
      measure(worst, 3, A.divide(a, b), x.divide(y));
      BigFraction root = A.toRational(A.sqrt(A.abs(a)));
      BigFraction error = ExactRounding.relativeError(root.pow(2), x.abs()).divide(2);
      worst[4] = Rationals.max(worst[4], error);
    }
    assertWithin(SUM, worst[0], "sum");
    assertWithin(SUM, worst[1], "difference");
    assertWithin(PRODUCT, worst[2], "product");
    assertWithin(QUOTIENT, worst[3], "quotient");
    assertWithin(ROOT, worst[4], "root");
  }

  @Test
  void multiply_randomPairs_hasTheBitsOfCommons() {
    Numbers numbers = new Numbers(64);
    for (int n = 0; n < TRIES; n++) {
      DD a = pair(numbers);
      DD b = pair(numbers);
      assertEquals(a.multiply(b), A.multiply(a, b));
      assertEquals(A.multiply(a, b), A.multiply(b, a));
    }
  }

  /** The term of a sum is within (3 |sum| + 15 |x y|) u^2, derived in proofs-notes/kernels.md. */
  @Test
  void addProduct_randomPairs_staysWithinTheDerivedBound() {
    Numbers numbers = new Numbers(65);
    BigFraction slack = BigFraction.ONE.add(ExactRounding.powerOfTwo(-48));
    double worst = 0;
    for (int n = 0; n < TRIES; n++) {
      DD a = pair(numbers);
      DD b = pair(numbers);
      DD sum =
          switch (n % 4) {
            case 0 -> A.negate(A.multiply(a, b)); // wholly cancelling but for the rounding
            case 1 -> DD.ofSum(-a.hi() * b.hi(), Math.ulp(a.hi() * b.hi()) * 0.4);
            default -> pair(numbers);
          };
      BigFraction product = A.toRational(a).multiply(A.toRational(b));
      BigFraction exact = A.toRational(sum).add(product);
      BigFraction error = A.toRational(A.addProduct(sum, a, b)).subtract(exact).abs();
      BigFraction bound =
          A.toRational(sum).abs().multiply(3).add(product.abs().multiply(15)).multiply(U_SQUARED);
      double part = error.divide(bound.multiply(slack)).doubleValue();
      assertTrue(part <= 1, () -> "error over its bound is " + part);
      worst = Math.max(worst, part);
    }
    assertTrue(worst > 0.1, "some error is near its bound, so something is measured");
  }

  private static void measure(BigFraction[] worst, int op, DD actual, BigFraction exact) {
    if (exact.signum() == 0) {
      assertEquals(BigFraction.ZERO, A.toRational(actual));
    } else {
      BigFraction error = ExactRounding.relativeError(A.toRational(actual), exact);
      worst[op] = Rationals.max(worst[op], error);
    }
  }

  private static void assertWithin(BigFraction bound, BigFraction worst, String what) {
    BigFraction units = worst.divide(U_SQUARED);
    assertTrue(Rationals.compare(units, bound) <= 0, () -> what + ": " + units.doubleValue());
    assertTrue(Rationals.compare(worst, A.unitRoundoff()) <= 0);
    // That anything was measured at all: the error is not far below the unit it is given in.
    assertTrue(Rationals.compare(units, BigFraction.of(1, 4)) > 0, () -> what + " never rounds");
  }

  @Test
  void fromRational_anyFraction_isWithinHalfAnUlpOfTheTail() {
    Numbers numbers = new Numbers(62);
    for (int n = 0; n < TRIES; n++) {
      BigFraction q = BigFraction.of(numbers.integer(140), numbers.integer(90).setBit(80));
      DD pair = A.fromRational(q);
      assertEquals(pair.hi(), pair.hi() + pair.lo(), "normalised");
      // |tail| <= u |q|, and its own rounding is at most u of that.
      if (q.signum() != 0) {
        BigFraction error = ExactRounding.relativeError(A.toRational(pair), q);
        assertTrue(Rationals.compare(error, U_SQUARED) <= 0);
      }
    }
  }

  @Test
  void print_randomPairs_readBackBitForBit() {
    Numbers numbers = new Numbers(63);
    for (int n = 0; n < TRIES / 3; n++) {
      DD pair = pair(numbers);
      assertEquals(pair, A.fromDecimal(new BigDecimal(A.print(pair))));
    }
  }

  @Test
  void fromDouble_anyDouble_hasTheBitsThatItsFractionGives() {
    for (double d : new double[] {0.0, -0.0, 0.1, -3, 0x1p-1074, -0x1p-1030, Double.MAX_VALUE}) {
      DD expected = A.fromRational(Rationals.of(d));
      DD actual = A.fromDouble(d);
      assertEquals(
          Double.doubleToRawLongBits(expected.hi()), Double.doubleToRawLongBits(actual.hi()));
      assertEquals(
          Double.doubleToRawLongBits(expected.lo()), Double.doubleToRawLongBits(actual.lo()));
    }
    assertThrows(ArithmeticException.class, () -> A.fromDouble(Double.NaN));
    assertThrows(ArithmeticException.class, () -> A.fromDouble(Double.NEGATIVE_INFINITY));
  }

  @Test
  void specialValues_asDocumented() {
    assertTrue(A.isFinite(DD.of(1)));
    assertFalse(A.isFinite(A.divide(A.one(), A.zero())));
    assertFalse(A.isFinite(A.multiply(DD.of(1e200), DD.of(1e200))));
    assertFalse(A.isFinite(A.fromRational(ExactRounding.powerOfTwo(2000))));
    assertThrows(ArithmeticException.class, () -> A.toRational(DD.of(Double.NaN)));
    assertEquals(DD.of(0.1), A.of(0.1));
    assertEquals(1.0, A.roundToDouble(DD.ofSum(1, 0x1p-80)));
    assertEquals(
        Rationals.of(1.0).add(ExactRounding.powerOfTwo(-80)), A.toRational(DD.ofSum(1, 0x1p-80)));
    assertEquals("double-double", A.name());
    assertEquals(ExactRounding.powerOfTwo(-102), A.unitRoundoff());
    assertEquals(DD.ofSum(-1, -0x1p-80), A.negate(DD.ofSum(1, 0x1p-80)));
  }
}
