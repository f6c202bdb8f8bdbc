// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;

class FixedPointTest {
  private static final long SEED = 20210225;

  @ParameterizedTest
  @CsvSource({"1, 4", "34, 113", "50, 167", "100, 333", "300, 997", "1000, 3322"})
  void ofDigits_someDigits_holdsThemAndTheGuardBits(int digits, int bits) {
    // bits = ceil(digits log2 10), from a table.
    assertEquals(bits + FixedPoint.GUARD_BITS, FixedPoint.ofDigits(digits).fractionBits());
  }

  /** Known answers at F = 1: halves, ties upwards. */
  @ParameterizedTest
  @CsvSource({"0,0", "1,2", "-1,-2", "0.25,1", "-0.25,0", "0.75,2", "-0.75,-1", "0.2,0", "0.3,1"})
  void fromRational_atHalves_roundsToNearestTiesUpwards(double q, int expected) {
    assertEquals(
        BigInteger.valueOf(expected), new FixedPoint(1).fromRational(Rationals.of(q)), "of " + q);
  }

  @Test
  void fromRational_randomRationals_isWithinHalfAUnit() {
    Random random = new Random(SEED);
    for (int n = 0; n < 1000; n++) {
      FixedPoint format = new FixedPoint(random.nextInt(70));
      BigFraction q =
          BigFraction.of(
              new BigInteger(80, random).subtract(BigInteger.ONE.shiftLeft(79)),
              new BigInteger(40, random).add(BigInteger.ONE));
      BigFraction error = format.toDyadic(format.fromRational(q)).toRational().subtract(q);
      BigFraction half =
          Dyadic.ONE.scaleByPowerOfTwo(-format.fractionBits()).toRational().divide(2);
      // Ties go upwards: +1/2 unit may happen, -1/2 may not.
      assertTrue(
          Rationals.compare(error, half) <= 0 && Rationals.compare(error, half.negate()) > 0,
          q + " at F = " + format.fractionBits() + ", seed " + SEED);
    }
  }

  /** Doubles of any size, below the last bit, at ties and beyond. */
  @Test
  void significand_randomDoubles_isThatOfTheRational() {
    Random random = new Random(SEED + 1);
    for (int n = 0; n < 3000; n++) {
      FixedPoint format = new FixedPoint(random.nextInt(130));
      double d =
          n % 3 == 0
              ? Math.scalb(random.nextInt(41) - 20, -format.fractionBits() - random.nextInt(4))
              : Math.scalb(random.nextGaussian(), random.nextInt(220) - 160);
      BigInteger integer = BigInteger.valueOf(format.significand(d)).shiftLeft(format.shift(d));
      assertEquals(format.fromRational(Rationals.of(d)), integer, d + " at " + format);
    }
    FixedPoint wide = new FixedPoint(1100);
    assertEquals(
        wide.fromRational(Rationals.of(Double.MIN_VALUE)),
        BigInteger.valueOf(wide.significand(Double.MIN_VALUE))
            .shiftLeft(wide.shift(Double.MIN_VALUE)));
    assertThrows(ArithmeticException.class, () -> wide.significand(Double.NaN));
  }

  @Test
  void split_longTimesAPowerOfTwo_isThatOfTheInteger() {
    Random random = new Random(SEED + 2);
    for (int n = 0; n < 3000; n++) {
      Limbs limbs = new Limbs(2 + random.nextInt(Limbs.MOST_BITS - 1));
      long v = random.nextLong() >> (10 + random.nextInt(54));
      int shift = random.nextInt(150);
      long[] expected = new long[300];
      long[] actual = new long[300];
      limbs.split(BigInteger.valueOf(v).shiftLeft(shift), expected, 0, 1, 300);
      limbs.split(v, shift, actual, 0, 1, 300);
      assertArrayEquals(expected, actual, v + " 2^" + shift + " in " + limbs);
    }
    assertThrows(
        ArithmeticException.class, () -> new Limbs(10).split(1024, 0, new long[1], 0, 1, 1));
  }

  @Test
  void round_productOfIntegers_agreesWithTheRationalRounding() {
    Random random = new Random(SEED);
    for (int bits : new int[] {0, 1, 7, 64}) {
      FixedPoint format = new FixedPoint(bits);
      for (int n = 0; n < 300; n++) {
        BigInteger v = new BigInteger(bits + 4, random).subtract(BigInteger.TWO.pow(bits + 3));
        BigFraction q = BigFraction.of(v).multiply(Rationals.powerOfTwo(-2 * bits));
        assertEquals(format.fromRational(q), format.round(v), v + ", seed " + SEED);
      }
    }
  }

  @Test
  void ofDigits_outOfRange_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> FixedPoint.ofDigits(0));
    assertThrows(
        IllegalArgumentException.class, () -> FixedPoint.ofDigits(FixedPoint.MAX_DIGITS + 1));
    assertThrows(IllegalArgumentException.class, () -> new FixedPoint(-1));
  }
}
