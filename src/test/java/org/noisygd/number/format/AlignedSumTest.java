// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cross-checks of every sum against one that is computed in integers of 2^-400. */
class AlignedSumTest {
  private static final long SEED = 18;

  /** Sums are integers in units of 2^-UNIT. */
  private static final int UNIT = 400;

  private static BigInteger integer(double x) {
    return BlockOracle.Ratio.of(x).times(UNIT).num().divide(BlockOracle.Ratio.of(x).den());
  }

  /** Cut towards zero to a multiple of 2^last units. */
  private static BigInteger cut(BigInteger n, int last) {
    BigInteger size = last <= 0 ? n.abs() : n.abs().shiftRight(last).shiftLeft(last);
    return n.signum() < 0 ? size.negate() : size;
  }

  /** To binary32 (24 bits, multiples of 2^-149), towards zero or to nearest. */
  private static BigInteger toBinary32(BigInteger n, boolean nearest) {
    int last = Math.max(n.abs().bitLength() - 24, UNIT - 149);
    BigInteger low = cut(n.abs(), last);
    BigInteger rest = n.abs().subtract(low);
    int half = rest.shiftLeft(1).compareTo(BigInteger.ONE.shiftLeft(last));
    boolean up = nearest && (half > 0 || (half == 0 && low.testBit(last)));
    BigInteger size = up ? low.add(BigInteger.ONE.shiftLeft(last)) : low;
    return n.signum() < 0 ? size.negate() : size;
  }

  private static double expected(AlignedSum rule, double[] x, double[] y) {
    BigInteger total = BigInteger.ZERO;
    BigInteger sum = BigInteger.ZERO;
    for (int from = 0; from < x.length; from += rule.products()) {
      int to = Math.min(x.length, from + rule.products());
      BigInteger[] all = new BigInteger[to - from + 1];
      all[to - from] = sum;
      int top = sum.abs().bitLength();
      for (int j = from; j < to; j++) {
        all[j - from] = integer(x[j]).multiply(integer(y[j])).shiftRight(UNIT);
        top = Math.max(top, all[j - from].abs().bitLength());
      }
      sum = BigInteger.ZERO;
      for (BigInteger one : all) {
        sum = sum.add(cut(one, top - 1 - rule.fractionBits()));
      }
      sum = toBinary32(sum, false);
      if (rule.promoted() > 0 && (from + rule.products()) % rule.promoted() == 0) {
        total = toBinary32(total.add(sum), true);
        sum = BigInteger.ZERO;
      }
    }
    BigInteger result = rule.promoted() > 0 ? toBinary32(total.add(sum), true) : sum;
    return Math.scalb(result.doubleValue(), -UNIT);
  }

  private static void check(AlignedSum rule, double[] x, double[] y) {
    double actual = rule.of(x, 0, 1, y, 0, 1, x.length) + 0.0;
    assertEquals(
        expected(rule, x, y) + 0.0,
        actual,
        () -> rule + " of " + Arrays.toString(x) + " and " + Arrays.toString(y));
  }

  @Test
  void of_randomProducts_isTheIntegersSum() {
    Random random = new Random(SEED);
    BinaryFormat[] operands = {
      BinaryFormat.named("e4m3"), BinaryFormat.named("bfloat16"), BinaryFormat.named("binary32")
    };
    for (int n = 0; n < 100_000; n++) {
      BinaryFormat in = operands[n % operands.length];
      int k = 1 + random.nextInt(random.nextInt(4) == 0 ? 64 : 8);
      int promoted = random.nextBoolean() ? 0 : k * (1 + random.nextInt(4));
      AlignedSum rule = new AlignedSum(in, 1 + random.nextInt(40), k, promoted);
      int terms = 1 + random.nextInt(40);
      int spread = 1 + random.nextInt(in.precision() > 8 ? 60 : 8);
      double[] x = new double[terms];
      double[] y = new double[terms];
      for (int j = 0; j < terms; j++) {
        x[j] = operand(in, random, spread);
        y[j] = operand(in, random, spread);
        if (j > 0 && random.nextInt(5) == 0) { // what nearly cancels
          x[j] = x[j - 1];
          y[j] = -y[j - 1];
        }
      }
      check(rule, x, y);
    }
  }

  private static double operand(BinaryFormat in, Random random, int spread) {
    double v = Math.scalb(random.nextGaussian(), -random.nextInt(spread));
    return random.nextInt(12) == 0 ? 0 : in.round(v, Rounding.Directed.NEAREST, 0);
  }

  /** One and a number at, above or below where the cut begins, of either sign: 120 sums. */
  @Test
  void of_productsAtTheCut_isTheIntegersSum() {
    BinaryFormat in = BinaryFormat.named("binary32");
    int sums = 0;
    for (int f : new int[] {13, 22, 23, 24, 25}) {
      for (int distance = f - 1; distance <= f + 1; distance++) {
        double place = Math.scalb(1.0, -distance);
        for (double small :
            new double[] {
              place, Math.nextDown((float) place), Math.nextUp((float) place), 1.5 * place
            }) {
          for (int sign = -1; sign <= 1; sign += 2) {
            double[] x = {1, sign * small, sign * small, 1, sign * small, -1};
            check(new AlignedSum(in, f, 3, 0), x, new double[] {1, 1, 1, 1, 1, 1});
            sums++;
          }
        }
      }
    }
    assertEquals(120, sums);
  }

  /** By hand: 1 and 15 times 2^-14, cut to 13 bits, is 1; with promotion of every two, more. */
  @Test
  void of_thirteenBits_losesTheTail() {
    double[] x = new double[16];
    double[] ones = new double[16];
    Arrays.fill(x, 0x1p-14);
    Arrays.fill(ones, 1);
    x[0] = 1;
    double cut = AlignedSum.named("bfloat16*13:2").orElseThrow().of(x, 0, 1, ones, 0, 1, 16);
    double kept = AlignedSum.named("bfloat16*13:2:2").orElseThrow().of(x, 0, 1, ones, 0, 1, 16);
    assertEquals(1, cut);
    assertEquals(1 + 14 * 0x1p-14, kept);
  }

  @Test
  void of_strides_takesColumns() {
    AlignedSum rule = AlignedSum.named("bfloat16*24:8").orElseThrow();
    double[] x = {1, 100, 2, 100, 3, 100};
    double[] y = {9, 4, 5, 6};
    assertEquals(4 + 10 + 18, rule.of(x, 0, 2, y, 1, 1, 3));
    assertTrue(Double.isNaN(rule.of(new double[] {Double.NaN}, 0, 1, y, 0, 1, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "bfloat16*0:8, 'F must be in 1..40, got 0'",
    "bfloat16*13:0, 'K must be in 1..256, got 0'",
    "bfloat16*13:8:12, 'N must be a multiple of K, got 12'",
    "float8*13:8, 'format must be one of binary32, binary16, bfloat16, tf32, e4m3, e4m3-ieee,"
        + " e5m2, e2m1, e2m3, e3m2, got float8; did you mean e4m3 or e5m2?'"
  })
  void named_beyondItsLimits_isRefusedInOneLine(String name, String message) {
    assertRefused(message, () -> AlignedSum.named(name));
  }
}
