// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.format.Arithmetics;

/**
 * Property: sums of products, computed step by step in whole numbers as an accumulator computes
 * them, stay within the bound and come near it; so do sums in binary32.
 */
final class DotBoundsTest {
  /** Everything is a multiple of 2^-GRID. */
  private static final int GRID = 200;

  private static final BigDecimal UNIT =
      BigDecimal.ONE.divide(new BigDecimal(BigInteger.TWO.pow(GRID)));

  /** Towards zero, to a multiple of 2^place. */
  private static BigInteger cut(BigInteger a, int place) {
    BigInteger spacing = BigInteger.ONE.shiftLeft(Math.max(0, place));
    return a.divide(spacing).multiply(spacing);
  }

  private static int exponent(BigInteger a) {
    return a.abs().bitLength() - 1;
  }

  /** The sum as the protocol defines it, every cut towards zero. */
  private static BigInteger summed(BigInteger[] products, int fractionBits, int atATime) {
    BigInteger sum = BigInteger.ZERO;
    for (int from = 0; from < products.length; from += atATime) {
      int to = Math.min(products.length, from + atATime);
      int most = exponent(sum);
      for (int j = from; j < to; j++) {
        most = Math.max(most, exponent(products[j]));
      }
      BigInteger next = cut(sum, most - fractionBits);
      for (int j = from; j < to; j++) {
        next = next.add(cut(products[j], most - fractionBits));
      }
      sum = cut(next, exponent(next) - 23);
    }
    return sum;
  }

  private static BigDecimal value(BigInteger a) {
    return new BigDecimal(a).multiply(UNIT);
  }

  private static BigInteger total(BigInteger[] products, boolean absolute) {
    BigInteger sum = BigInteger.ZERO;
    for (BigInteger p : products) {
      sum = sum.add(absolute ? p.abs() : p);
    }
    return sum;
  }

  /** The error over the bound. */
  private static double ratio(String name, BigInteger[] products) {
    Accumulator a = Accumulator.named(name).orElseThrow();
    BigDecimal error =
        value(
            summed(products, a.fractionBits(), a.products())
                .subtract(total(products, false))
                .abs());
    BigDecimal bound =
        DotBounds.of(a, products.length, BigDecimal.ZERO).at(value(total(products, true)));
    return error.doubleValue() / bound.doubleValue();
  }

  @ParameterizedTest
  @CsvSource({"bfloat16*24:8, 4096", "binary16*13:32, 1000", "tf32*10:4, 64", "binary16*25:16, 7"})
  void of_accumulator_randomProducts_areWithinTheBound(String name, int terms) {
    Random random = new Random(20210221);
    for (int n = 0; n < 200; n++) {
      BigInteger[] products = new BigInteger[terms];
      boolean positive = n % 2 == 0;
      for (int j = 0; j < terms; j++) {
        // Products of two 11-bit significands, of sizes that differ by up to 2^20.
        long p = (long) (1 + random.nextInt(2047)) * (1 + random.nextInt(2047));
        BigInteger product =
            BigInteger.valueOf(p).shiftLeft(GRID - 40 + random.nextInt(n % 4 < 2 ? 20 : 2));
        products[j] = positive || random.nextBoolean() ? product : product.negate();
      }
      double ratio = ratio(name, products);
      assertTrue(ratio <= 1, name + " " + ratio);
    }
  }

  /** One large product, and then small ones that lose all but one unit each. */
  @Test
  void of_accumulator_adverseProducts_comeNearTheBound() {
    BigInteger[] products = new BigInteger[1 + 255 * 4];
    products[0] = BigInteger.ONE.shiftLeft(GRID);
    for (int j = 1; j < products.length; j++) {
      products[j] = BigInteger.ONE.shiftLeft(GRID - 10).subtract(BigInteger.ONE);
    }
    double ratio = ratio("binary16*10:4", products);
    assertTrue(ratio > 0.1 && ratio <= 1, String.valueOf(ratio));
  }

  /** In units of 2^-40: u is 2^-7, 2^-9 + 2^-22, 2^-11, 2^-9 + 2^-22 and 2^-10. */
  @ParameterizedTest
  @CsvSource({
    "bfloat16*10:4, 8589934592",
    "binary16*10:4, 2147745792",
    "binary16*13:8, 536870912",
    "tf32*10:4, 2147745792",
    "tf32*12:4, 1073741824"
  })
  void named_accumulator_hasTheUnitOfItsFormatOrOfItsCuts(String name, long unit) {
    RoundingModel model = RoundingModel.named(name);
    assertEquals(unit, model.unitRoundoff().multiply(1L << 40).longValue());
    assertEquals(name, model.name());
    assertEquals(Arithmetics.named(name).name(), name);
  }

  /** The worst sums that are found keep within n roundings of each product, by the model. */
  @ParameterizedTest
  @ValueSource(strings = {"binary16*10:4", "tf32*10:4", "tf32*11:8", "bfloat16*10:256"})
  void named_accumulator_promisesWhatItsSumsKeep(String name) {
    Accumulator a = Accumulator.named(name).orElseThrow();
    double u = RoundingModel.named(name).unitRoundoff().doubleValue();
    for (int terms : new int[] {2, a.products() + 1, 20 * a.products() + 1}) {
      BigInteger[] products = new BigInteger[terms];
      products[0] = BigInteger.ONE.shiftLeft(GRID);
      for (int j = 1; j < terms; j++) {
        products[j] = BigInteger.ONE.shiftLeft(GRID - a.fractionBits()).subtract(BigInteger.ONE);
      }
      BigInteger sum = summed(products, a.fractionBits(), a.products());
      double error = value(total(products, false).subtract(sum)).doubleValue();
      double size = value(total(products, true)).doubleValue();
      assertTrue(error > 0 && error <= Math.expm1(terms * Math.log1p(u)) * size, name + terms);
    }
  }

  /** By hand: 2^-24 = 5.9604..e-8 and 2^-126 = 1.1754..e-38, rounded up. */
  @Test
  void toString_ofAModel_isItsFormula() {
    assertEquals(
        "binary32: fl(a op b) = (a op b)(1 + d) + e, |d| <= 5.97E-8, |e| <= 1.18E-38",
        RoundingModel.named("binary32").toString());
  }

  /** 1 + 4096 halves of an ulp, from the left: each addition is a tie, which goes to even. */
  @Test
  void of_binary32_sumThatStalls_isWithinTheBound() {
    float sum = 1;
    int terms = 4097;
    for (int j = 1; j < terms; j++) {
      sum += 0x1p-24f;
    }
    double exact = 1 + (terms - 1) * 0x1p-24;
    DotBounds bound =
        DotBounds.of(RoundingModel.named("binary32"), terms, BigDecimal.valueOf(2L * terms));
    double ratio = (exact - sum) / bound.at(BigDecimal.valueOf(exact)).doubleValue();
    assertTrue(ratio > 0.9 && ratio <= 1, String.valueOf(ratio));
  }

  /** By hand: c = 9/2^24, v = 2/2^24, so 1 + q = (1 + 9/2^24)(1 + 2/2^24), 512 times. */
  @Test
  void growth_ofTheReadmesExample_isThatByHand() {
    double q = Math.log1p(9 * 0x1p-24) + Math.log1p(2 * 0x1p-24);
    double growth = Math.expm1(512 * q);
    DotBounds bound =
        DotBounds.of(Accumulator.named("bfloat16*24:8").orElseThrow(), 4096, BigDecimal.ZERO);
    assertEquals(growth, bound.relative().doubleValue(), 1e-12 * growth);
    assertEquals(
        growth + (1 + growth) * 0x1p-7,
        bound.stored(RoundingModel.named("bfloat16")).relative().doubleValue(),
        1e-12);
  }

  @Test
  void additions_lastOnesMayBeFewer_isRoundedUp() {
    Accumulator a = Accumulator.named("bfloat16*24:4").orElseThrow();
    assertEquals(1, a.additions(4));
    assertEquals(2, a.additions(5));
    assertEquals(1 << 29, a.additions(Integer.MAX_VALUE));
  }

  @Test
  void named_otherForms_areNoAccumulators() {
    assertEquals(Optional.empty(), Accumulator.named("binary32"));
    assertEquals(Optional.empty(), Accumulator.named("binary32*24:8"));
    assertThrows(IllegalArgumentException.class, () -> Accumulator.named("tf32*9:8"));
    assertThrows(IllegalArgumentException.class, () -> Accumulator.named("tf32*24:3"));
  }
}
