// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** Cross-check: the vector kernel gives the portable kernel's integers, step by step. */
class FixedPointKernelTest {
  private static final long SEED = 20210227;
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /**
   * A random integer below 2^(F + scale) in modulus, at times an edge of the digits: 0, 1, 2, 2^n,
   * 2^n - 1, or the same digit again and again.
   */
  private static BigInteger integer(Random random, int fractionBits, int scaleBits) {
    int bits = Math.max(1, fractionBits + scaleBits);
    BigInteger v =
        switch (random.nextInt(8)) {
          case 0 -> BigInteger.ZERO;
          case 1 -> BigInteger.ONE.shiftLeft(random.nextInt(bits));
          case 2 -> BigInteger.ONE.shiftLeft(random.nextInt(bits)).subtract(BigInteger.ONE);
          case 3 -> BigInteger.valueOf(random.nextInt(3));
          case 4 -> repeated(bits, 1 + random.nextInt(51));
          default -> new BigInteger(bits, random);
        };
    return random.nextBoolean() ? v : v.negate();
  }

  /** The sum of 2^n over every period-th n: half of the base in each digit of so many bits. */
  private static BigInteger repeated(int bits, int period) {
    BigInteger v = BigInteger.ZERO;
    for (int n = period - 1; n < bits; n += period) {
      v = v.setBit(n);
    }
    return v;
  }

  private static BigInteger[] integers(Random random, int count, int bits, int scaleBits) {
    BigInteger[] integers = new BigInteger[count];
    for (int n = 0; n < count; n++) {
      integers[n] = integer(random, bits, scaleBits);
    }
    return integers;
  }

  private static FixedPointUpdate update(Random random, int d1, int d2, int r, int bits) {
    Matrix<BigFraction> m =
        Matrix.of(
            Q,
            d1,
            d2,
            (i, j) -> BigFraction.of(integer(random, bits, 0), BigInteger.ONE.shiftLeft(bits)));
    StepSizes<BigFraction> steps = StepSizes.of(Q, BigFraction.of(1, 100), BigFraction.of(1, 7));
    return FixedPointUpdate.of(new FixedPoint(bits), m, steps, r);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1",
    "1,1,1,50",
    "1,1,1,51",
    "1,1,1,52",
    "3,2,1,100",
    "9,7,3,103",
    "17,8,5,125",
    "20,30,1,125",
    "20,30,10,125",
    "20,30,1,179",
    "20,30,10,345",
    "8,16,4,400",
    "7,5,3,401",
    "20,30,3,512",
    "20,30,1,1009",
    "3,40,2,3334"
  })
  void step_randomAndEdgeIntegers_givesThePortableIntegers(int d1, int d2, int r, int bits) {
    // Entries below 1/2 and noise below 1/16 keep 20 x 30 of rank 10 within 16 bits.
    assertSameIntegers(d1, d2, r, bits, 16, -1);
  }

  /** Fewer bits before the point, so that smaller limbs do; blocks of terms and what is left. */
  @ParameterizedTest
  @CsvSource({
    "1,1,1,95",
    "20,30,1,125",
    "20,30,10,125",
    "40,31,2,125",
    "63,97,1,125",
    "260,5,3,125",
    "1,1,1,150",
    "20,30,1,178",
    "20,30,10,178",
    "63,97,1,178",
    "5,260,3,178"
  })
  void step_fewBitsBeforeThePoint_givesThePortableIntegers(int d1, int d2, int r, int bits) {
    // Entries below 1/32 keep 260 x 5 of rank 3 within 7 bits.
    assertSameIntegers(d1, d2, r, bits, 7, -5);
  }

  private static void assertSameIntegers(
      int d1, int d2, int r, int bits, int integerBits, int scaleBits) {
    Random random = new Random(SEED + 31 * bits + r);
    FixedPointUpdate update = update(random, d1, d2, r, bits);
    FixedPointKernel portable = new BigIntegerKernel(update, integerBits);
    FixedPointKernel fastest = FixedPointTrajectory.fastest().make(update, integerBits);
    BigInteger[] x = integers(random, d1 * r, bits, scaleBits);
    BigInteger[] y = integers(random, d2 * r, bits, scaleBits);
    portable.start(x, y);
    fastest.start(x, y);
    assertArrayEquals(x, fastest.x());
    double noise = Math.scalb(0.9, scaleBits - 3);
    for (int t = 0; t < 10; t++) {
      BigInteger[] noiseX = integers(random, d1 * r, bits, scaleBits - 3);
      BigInteger[] noiseY = integers(random, d2 * r, bits, scaleBits - 3);
      if (t % 4 == 3) {
        Arrays.fill(noiseX, BigInteger.ZERO);
        Arrays.fill(noiseY, BigInteger.ZERO);
      }
      if (t % 4 == 2) {
        double[] doublesX = random.doubles(d1 * r, -noise, noise).toArray();
        double[] doublesY = random.doubles(d2 * r, -noise, noise).toArray();
        assertEquals(0, portable.step(portable.form(doublesX, doublesY)));
        assertEquals(0, fastest.step(fastest.form(doublesX, doublesY)));
      } else {
        assertEquals(0, portable.step(portable.form(noiseX, noiseY)));
        assertEquals(0, fastest.step(fastest.form(noiseX, noiseY)));
      }
      String where = "step " + t + ", seed " + SEED;
      assertArrayEquals(portable.x(), fastest.x(), where);
      assertArrayEquals(portable.y(), fastest.y(), where);
      x = portable.x();
    }
  }

  /** All limbs but the top one as large as balanced digits of 47 bits can be, of one sign. */
  @ParameterizedTest
  @ValueSource(ints = {125, 178})
  void step_largestLimbs_givesThePortableIntegers(int bits) {
    BigInteger v = repeated(bits - 20, 47);
    Matrix<BigFraction> m =
        Matrix.of(Q, 1, 97, (i, j) -> BigFraction.of(v, BigInteger.ONE.shiftLeft(bits)));
    StepSizes<BigFraction> steps = StepSizes.of(Q, BigFraction.ONE, BigFraction.ONE);
    FixedPointUpdate update = FixedPointUpdate.of(new FixedPoint(bits), m, steps, 1);
    BigInteger[] y = new BigInteger[97];
    Arrays.fill(y, v);
    FixedPointKernel portable = new BigIntegerKernel(update, 7);
    FixedPointKernel fastest = FixedPointTrajectory.fastest().make(update, 7);
    for (FixedPointKernel kernel : List.of(portable, fastest)) {
      kernel.start(new BigInteger[] {v}, y);
      assertEquals(0, kernel.step(kernel.form(new double[1], new double[97])));
    }
    assertArrayEquals(portable.x(), fastest.x());
    assertArrayEquals(portable.y(), fastest.y());
  }

  /**
   * A sum that is a tie but for its lowest bit, which the first look at the high limbs leaves out.
   */
  @ParameterizedTest
  @ValueSource(ints = {51, 61, 102, 103, 125, 179, 250, 345, 512, 1009})
  void step_sumsNextToATie_roundsUpExactlyFromTheTieOn(int bits) {
    BigInteger half = BigInteger.ONE.shiftLeft(bits / 2); // times other it is 2^(F - 1)
    BigInteger other = BigInteger.ONE.shiftLeft(bits - 1 - bits / 2);
    Matrix<BigFraction> m =
        Matrix.of(
            Q,
            6,
            2,
            (i, j) -> {
              BigInteger first = i < 3 ? half : half.negate();
              BigInteger v = j == 0 ? first : BigInteger.valueOf(i % 3 - 1);
              return BigFraction.of(v, BigInteger.ONE.shiftLeft(bits));
            });
    StepSizes<BigFraction> steps = StepSizes.of(Q, BigFraction.ONE, BigFraction.ONE);
    FixedPointUpdate update = FixedPointUpdate.of(new FixedPoint(bits), m, steps, 1);
    BigInteger[] zero = new BigInteger[6];
    Arrays.fill(zero, BigInteger.ZERO);
    long[] rounded = {0, 1, 1, -1, 0, 0}; // 2^F times them: 2^(F - 1) + m, then -2^(F - 1) + m
    for (FixedPointKernel kernel :
        List.of(
            new BigIntegerKernel(update, 16),
            FixedPointTrajectory.fastest().make(update, 16),
            FixedPointTrajectory.fastest().make(update, 5))) {
      kernel.start(zero, new BigInteger[] {other, BigInteger.ONE});
      assertEquals(0, kernel.step(kernel.form(new double[6], new double[2])));
      assertArrayEquals(
          rounded, Arrays.stream(kernel.x()).mapToLong(BigInteger::longValueExact).toArray());
    }
  }

  @Test
  void fastest_moduleAdded_isNotThePortableOne() {
    FixedPointUpdate update = update(new Random(SEED), 20, 30, 1, 125);
    assertNotEquals(
        new BigIntegerKernel(update, 6).getClass(),
        FixedPointTrajectory.fastest().make(update, 6).getClass());
  }

  /** A growing iterate: the trajectory moves to wider kernels, and no bit differs. */
  @Test
  void apply_growingIterate_keepsThePortableBits() {
    Random random = new Random(SEED);
    FixedPointUpdate update = update(random, 3, 4, 2, 125);
    Matrix<BigFraction> x = FixedPointUpdateTest.thirds(random, 3, 2, 30);
    Matrix<BigFraction> y = FixedPointUpdateTest.thirds(random, 4, 2, 30);
    var start = new Factors<>(x, y);
    FixedPointTrajectory fast = FixedPointTrajectory.of(update, start);
    FixedPointTrajectory portable = FixedPointTrajectory.portable(update, start);
    for (int t = 0; t < 4; t++) {
      fast.apply(FixedPointUpdateTest.noNoise(update, 2));
      portable.apply(FixedPointUpdateTest.noNoise(update, 2));
      assertEquals(portable.iterate(), fast.iterate(), "step " + t + ", seed " + SEED);
    }
  }
}
