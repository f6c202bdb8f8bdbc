// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers, and cross-checks against Java's own BigDecimal and a brute-force oracle. */
class DyadicTest {
  private static final int TRIES = 5_000;

  @Test
  void of_anyDouble_isTheValueThatBigDecimalGives() {
    Numbers numbers = new Numbers(1);
    for (int n = 0; n < TRIES; n++) {
      double d = n % 3 == 0 ? numbers.anyFinite() * 0x1p-1022 : numbers.anyFinite();
      Dyadic value = Dyadic.of(d);
      assertEquals(0, new BigDecimal(d).compareTo(value.toBigDecimal()), () -> "of " + d);
      assertEquals(d, value.roundToDouble(), 0.0);
      assertTrue(value.signum() == 0 || value.significand().testBit(0), "odd significand");
    }
  }

  @Test
  void operations_randomDoubles_areThoseOfBigDecimal() {
    Numbers numbers = new Numbers(2);
    for (int n = 0; n < TRIES; n++) {
      double a = numbers.ofMagnitude(-80, 80);
      double b = n % 7 == 0 ? a : n % 11 == 0 ? 0 : numbers.ofMagnitude(-80, 80);
      BigDecimal x = new BigDecimal(a);
      BigDecimal y = new BigDecimal(b);
      Dyadic p = Dyadic.of(a);
      Dyadic q = Dyadic.of(b);
      assertSame(x.add(y), p.add(q));
      assertSame(x.subtract(y), p.subtract(q));
      assertSame(x.multiply(y), p.multiply(q));
      assertSame(x.negate(), p.negate());
      assertSame(x.multiply(new BigDecimal(0.125)), p.scaleByPowerOfTwo(-3));
      assertEquals(x.compareTo(y), p.compareTo(q));
      assertEquals(x.signum(), p.signum());
      assertEquals(Math.getExponent(a), p.leadingExponent());
      assertEquals(x.compareTo(y) == 0, p.equals(q));
    }
  }

  /** Significands next to 2^n, so that results are held in 64 bits or need more. */
  @Test
  void operations_aboutSixtyFourBits_areThoseOfBigInteger() {
    List<BigInteger> edges = new ArrayList<>();
    for (int bits : List.of(1, 2, 31, 32, 52, 53, 54, 61, 62, 63, 64, 65, 127, 128)) {
      BigInteger power = BigInteger.ONE.shiftLeft(bits);
      edges.addAll(List.of(power.subtract(BigInteger.ONE), power, power.add(BigInteger.ONE)));
    }
    edges.addAll(edges.stream().map(BigInteger::negate).toList());
    for (BigInteger a : edges) {
      for (BigInteger b : edges) {
        Dyadic p = Dyadic.of(a, 0);
        Dyadic q = Dyadic.of(b, 0);
        assertSame(new BigDecimal(a.add(b)), p.add(q));
        assertSame(new BigDecimal(a.subtract(b)), p.subtract(q));
        assertSame(new BigDecimal(a.multiply(b)), p.multiply(q));
        assertEquals(a.compareTo(b), p.compareTo(q));
        assertEquals(a.equals(b), p.equals(q));
      }
      assertSame(new BigDecimal(a.negate()), Dyadic.of(a, 0).negate());
      assertEquals(new BigDecimal(a).doubleValue(), Dyadic.of(a, 0).roundToDouble());
      assertEquals(a.abs().bitLength() - 1, Dyadic.of(a, 0).leadingExponent());
      if (a.bitLength() < Long.SIZE) {
        assertEquals(Dyadic.of(a, -7), Dyadic.of(a.longValueExact(), -7));
      }
    }
  }

  private static void assertSame(BigDecimal expected, Dyadic actual) {
    assertEquals(0, expected.compareTo(actual.toBigDecimal()), () -> expected + " != " + actual);
    assertEquals(Rationals.of(expected), actual.toRational());
    assertTrue(
        actual.signum() == 0 ? actual.exponent() == 0 : actual.significand().testBit(0),
        "normal form");
  }

  @Test
  void roundToMultiple_everySmallInteger_isTheNearestWithTiesToEven() {
    for (int significand = -70; significand <= 70; significand++) {
      for (int exponent = -3; exponent <= 3; exponent++) {
        Dyadic value = Dyadic.of(BigInteger.valueOf(significand), exponent);
        for (int last = -5; last <= 9; last++) {
          BigFraction unit = ExactRounding.powerOfTwo(last);
          BigFraction expected =
              BigFraction.of(ExactRounding.nearestInteger(value.toRational().divide(unit)))
                  .multiply(unit);
          // Where the grid is finer than the number the number is on it.
          assertEquals(expected, value.roundToMultiple(last).toRational());
        }
      }
    }
  }

  @Test
  void roundToPrecision_everySmallInteger_isTheNearestWithTiesToEven() {
    for (int significand = -300; significand <= 300; significand++) {
      Dyadic value = Dyadic.of(BigInteger.valueOf(significand), -4);
      for (int bits = 1; bits <= 10; bits++) {
        assertEquals(
            ExactRounding.roundToBits(value.toRational(), bits),
            value.roundToPrecision(bits).toRational());
      }
    }
  }

  @Test
  void roundToDouble_sumOfTwoDoubles_isJavasSum() {
    // Java's sum of two doubles is correctly rounded, subnormals and overflow included.
    Numbers numbers = new Numbers(3);
    for (int n = 0; n < TRIES; n++) {
      double a = n % 5 == 0 ? numbers.ofMagnitude(-1074, -1020) : numbers.ofMagnitude(1019, 1023);
      double b = n % 5 == 0 ? numbers.ofMagnitude(-1074, -1020) : numbers.ofMagnitude(960, 1023);
      if (Double.isFinite(a) && Double.isFinite(b)) {
        assertEquals(a + b, Dyadic.of(a).add(Dyadic.of(b)).roundToDouble(), 0.0);
      }
    }
  }

  @Test
  void roundToDouble_productOfTwoDoubles_isJavasProduct() {
    Numbers numbers = new Numbers(4);
    for (int n = 0; n < TRIES; n++) {
      double a = numbers.ofMagnitude(-600, 512);
      double b = numbers.ofMagnitude(-600, 512);
      double product = Dyadic.of(a).multiply(Dyadic.of(b)).roundToDouble();
      assertEquals(
          Double.doubleToRawLongBits(a * b), Double.doubleToRawLongBits(product), a + " * " + b);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1023, 8.98846567431158e307",
    "-1, 1024, -Infinity",
    "1, 1024, Infinity",
    "1, -1074, 4.9e-324",
    "1, -1075, 0.0",
    "3, -1076, 4.9e-324",
    "-1, -2000, -0.0",
    "0, 7, 0.0"
  })
  void roundToDouble_edges_asIeee754(long significand, int exponent, double expected) {
    double actual = Dyadic.of(BigInteger.valueOf(significand), exponent).roundToDouble();
    assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual));
  }

  @Test
  void compareTo_exponentsTwoBillionApart_needsNoSuchNumber() {
    Dyadic huge = Dyadic.of(BigInteger.ONE, 1_000_000_000);
    Dyadic tiny = Dyadic.of(BigInteger.ONE, -1_000_000_000);
    assertEquals(1, huge.compareTo(tiny));
    assertEquals(-1, tiny.compareTo(huge));
    assertEquals(-1, huge.negate().compareTo(tiny.negate()));
    assertEquals(1, tiny.compareTo(huge.negate()));
    assertEquals(1, huge.compareTo(Dyadic.ZERO));
    assertEquals(0, huge.compareTo(Dyadic.of(BigInteger.TWO, 999_999_999)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1000000000000000055511151231257827021181583404541015625",
    "-3, -3.0",
    "0, 0.0",
    "1e22, 1E+22",
  })
  void toString_double_isTheExactExpansion(double d, String expected) {
    assertEquals(expected, Dyadic.of(d).toString());
  }

  @Test
  void equals_sameValueOtherRoute_holds() {
    Dyadic three = Dyadic.of(BigInteger.valueOf(12), -2);
    assertEquals(Dyadic.of(3.0), three);
    assertEquals(Dyadic.of(3.0).hashCode(), three.hashCode());
    assertNotEquals(three, Dyadic.of(6.0));
    assertNotEquals(three, Dyadic.of(5.0));
    assertNotEquals((Object) three, 3.0);
  }

  @Test
  void roundToOdd_everySmallFraction_isTruncatedWithASticky() {
    for (int p = -40; p <= 40; p++) {
      for (int q = 1; q <= 40; q++) {
        BigFraction exact = BigFraction.of(p, q);
        for (int bits = 3; bits <= 6; bits++) {
          BigFraction odd = Dyadic.roundToOdd(exact, bits + 2).toRational();
          // What it is for: one more rounding gives the correct one.
          assertEquals(
              ExactRounding.roundToBits(exact, bits), ExactRounding.roundToBits(odd, bits));
        }
      }
    }
  }
}
