// SPDX-License-Identifier: Apache-2.0
package org.noisygd.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.arithmetic.Dyadic;
import org.noisygd.arithmetic.Rationals;

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
      BigFraction half = format.unit().toRational().divide(2);
      // Ties go upwards: +1/2 unit may happen, -1/2 may not.
      assertTrue(
          Rationals.compare(error, half) <= 0 && Rationals.compare(error, half.negate()) > 0,
          q + " at F = " + format.fractionBits() + ", seed " + SEED);
    }
  }

  @Test
  void fromRational_doublesOnTheGrid_isExact() {
    FixedPoint format = FixedPoint.ofDigits(34);
    for (double d : new double[] {0.1, -3.25, 0x1p-100, 0x1.fffffffffffffp-70, -0.0}) {
      assertEquals(
          Dyadic.of(d), format.toDyadic(format.fromRational(Rationals.of(d))), "double " + d);
    }
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
