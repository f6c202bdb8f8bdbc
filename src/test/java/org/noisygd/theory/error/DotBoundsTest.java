// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.AlignedSum;
import org.noisygd.number.format.Arithmetics;

/**
 * Property: sums of products, as an accumulator computes them, stay within the bound and come near
 * it; so do sums in binary32. {@code AlignedSumTest} holds the sums.
 */
final class DotBoundsTest {
  /** A sum as the protocol defines it, every cut towards zero. */
  private record Sum(Accumulator accumulator, double[] x, double[] y) {
    static Sum of(String name, double[] x, double[] y) {
      return new Sum(Accumulator.named(name).orElseThrow(), x, y);
    }

    /** One, and then terms that are cut from what an accumulator keeps beside it. */
    static Sum adverse(String name, int terms) {
      double[] x = new double[terms];
      double[] ones = new double[terms];
      Arrays.fill(ones, 1);
      Sum sum = of(name, x, ones);
      Arrays.fill(x, Math.nextDown(Math.scalb(1.0, -sum.accumulator.fractionBits())));
      x[0] = 1;
      return sum;
    }

    /** The sum of a function of the products, which are doubles. */
    private Dyadic total(DoubleUnaryOperator of) {
      return IntStream.range(0, x.length)
          .mapToObj(j -> Dyadic.of(of.applyAsDouble(x[j] * y[j])))
          .reduce(Dyadic.ZERO, Dyadic::add);
    }

    BigDecimal size() {
      return total(Math::abs).toBigDecimal();
    }

    double error() {
      AlignedSum sum = AlignedSum.named(accumulator.name()).orElseThrow();
      Dyadic computed = Dyadic.of(sum.of(x, 0, 1, y, 0, 1, x.length));
      return Math.abs(total(p -> p).subtract(computed).roundToDouble());
    }

    double errorOverBound() {
      DotBounds bound = DotBounds.of(accumulator, x.length, BigDecimal.ZERO);
      return error() / bound.at(size()).doubleValue();
    }
  }

  @ParameterizedTest
  @CsvSource({"bfloat16*24:8, 4096", "binary16*13:32, 1000", "tf32*10:4, 64", "binary16*25:16, 7"})
  void of_accumulator_randomProducts_areWithinTheBound(String name, int terms) {
    Random random = new Random(20210221);
    for (int n = 0; n < 200; n++) {
      double[] x = new double[terms];
      double[] y = new double[terms];
      for (int j = 0; j < terms; j++) {
        // Products of two 11-bit significands, of sizes that differ by up to 2^20.
        x[j] = Math.scalb(1 + random.nextInt(2047), random.nextInt(n % 4 < 2 ? 20 : 2) - 40);
        y[j] = (n % 2 == 0 || random.nextBoolean() ? 1 : -1) * (1 + random.nextInt(2047));
      }
      double ratio = Sum.of(name, x, y).errorOverBound();
      assertTrue(ratio <= 1, name + " " + ratio);
    }
  }

  /** One large product, and then small ones that lose all but one unit each. */
  @Test
  void of_accumulator_adverseProducts_comeNearTheBound() {
    double ratio = Sum.adverse("binary16*10:4", 1 + 255 * 4).errorOverBound();
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
    int atATime = Accumulator.named(name).orElseThrow().products();
    double u = RoundingModel.named(name).unitRoundoff().doubleValue();
    for (int terms : new int[] {2, atATime + 1, 20 * atATime + 1}) {
      Sum sum = Sum.adverse(name, terms);
      double most = Math.expm1(terms * Math.log1p(u)) * sum.size().doubleValue();
      assertTrue(sum.error() > 0 && sum.error() <= most, name + terms);
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
