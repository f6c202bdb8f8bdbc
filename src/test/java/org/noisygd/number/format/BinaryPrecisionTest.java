// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Dyadic;
import org.noisygd.number.ExactRounding;
import org.noisygd.number.Numbers;

/** Cross-checks against Java's double, and against rounding by definition on exact rationals. */
class BinaryPrecisionTest {
  private static final BinaryPrecision P53 = BinaryPrecision.ofBits(53);

  @Test
  void operations_at53Bits_areJavasDouble() {
    Numbers numbers = new Numbers(31);
    for (int n = 0; n < 20_000; n++) {
      // No result leaves the normal range of binary64, where the two differ by design.
      double a = numbers.ofMagnitude(-200, 200);
      double b = n % 13 == 0 ? -a : numbers.ofMagnitude(-200, 200);
      Dyadic x = Dyadic.of(a);
      Dyadic y = Dyadic.of(b);
      assertEquals(Dyadic.of(a + b), P53.add(x, y));
      assertEquals(Dyadic.of(a - b), P53.subtract(x, y));
      assertEquals(Dyadic.of(a * b), P53.multiply(x, y));
      assertEquals(Dyadic.of(a / b), P53.divide(x, y));
      assertEquals(Dyadic.of(Math.sqrt(Math.abs(a))), P53.sqrt(P53.abs(x)));
      assertEquals(Double.compare(a, b), P53.compare(x, y));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 8})
  void operations_everyPairOfSmallOperands_areTheExactResultsRounded(int bits) {
    BinaryPrecision arithmetic = BinaryPrecision.ofBits(bits);
    int top = 1 << bits;
    for (int m = -top; m <= top; m++) {
      for (int e : new int[] {-7, -2, -1, 0, 1, 3, 20}) {
        Dyadic a = arithmetic.fromRational(BigFraction.of(bits > 5 ? m / 5 : m));
        int n = 1 + Math.floorMod(m * 7 + e, top);
        Dyadic b = arithmetic.fromRational(BigFraction.of(n)).scaleByPowerOfTwo(e);
        BigFraction x = a.toRational();
        BigFraction y = b.toRational();
        assertEquals(round(x.add(y), bits), arithmetic.add(a, b).toRational());
        assertEquals(round(y.subtract(x), bits), arithmetic.subtract(b, a).toRational());
        assertEquals(round(x.multiply(y), bits), arithmetic.multiply(a, b).toRational());
        assertEquals(round(x.divide(y), bits), arithmetic.divide(a, b).toRational());
      }
    }
  }

  private static BigFraction round(BigFraction q, int bits) {
    return ExactRounding.roundToBits(q, bits);
  }

  @Test
  void sqrt_everySmallRadicand_isTheNearest() {
    for (int bits = 2; bits <= 6; bits++) {
      BinaryPrecision arithmetic = BinaryPrecision.ofBits(bits);
      for (int m = 1; m <= 300; m++) {
        for (int e = -3; e <= 2; e++) {
          Dyadic a = Dyadic.of(BigInteger.valueOf(m), e);
          Dyadic root = arithmetic.sqrt(a);
          assertEquals(root, root.roundToPrecision(bits));
          // Nearest: the exact root lies within half a unit, on the smaller side below a power of
          // two.
          Dyadic half = Dyadic.ONE.scaleByPowerOfTwo(root.leadingExponent() - bits);
          boolean power = root.significand().equals(BigInteger.ONE);
          Dyadic low = root.subtract(power ? half.scaleByPowerOfTwo(-1) : half);
          Dyadic high = root.add(half);
          String what = "sqrt of " + a + " to " + bits + " bits gave " + root;
          assertEquals(true, low.multiply(low).compareTo(a) <= 0, what);
          assertEquals(true, high.multiply(high).compareTo(a) >= 0, what);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 60, 1_000_000_000})
  void add_operandFarBelow_decidesTiesOnly(int distance) {
    // Three bits. The grid about 4 is 4, 5, 6, 7, 8, and about 3.5 it is 3, 3.5, 4.
    BinaryPrecision arithmetic = BinaryPrecision.ofBits(3);
    for (int m = 4; m < 8; m++) {
      Dyadic a = Dyadic.of((double) m);
      Dyadic little = Dyadic.of(BigInteger.ONE, -distance);
      if (distance < 100) {
        assertEquals(round(a.add(little).toRational(), 3), arithmetic.add(a, little).toRational());
        assertEquals(
            round(a.subtract(little).toRational(), 3), arithmetic.subtract(a, little).toRational());
        assertEquals(
            round(little.subtract(a).toRational(), 3), arithmetic.subtract(little, a).toRational());
      } else {
        // Two billion bits apart: the sum must not be formed.
        assertEquals(a, arithmetic.add(a, little));
        assertEquals(a, arithmetic.subtract(a, little));
        assertEquals(a.negate(), arithmetic.subtract(little, a));
      }
    }
  }
}
