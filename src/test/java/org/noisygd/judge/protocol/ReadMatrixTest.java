// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.format.Arithmetics;

/** A cross-check: a matrix that is kept in little memory against the one that was read. */
class ReadMatrixTest {
  /** Literals that are doubles and such that are not, of every length and spelling. */
  private static final List<String> ODD =
      List.of(
          "0",
          "-0.0",
          "1",
          "+7.",
          "0.1",
          "5.684341886080802e-14",
          "0.29999999999999998",
          "0.100000000000000035",
          "0.10000000000000000555111512312578",
          "1152921504606846980",
          "1e400",
          "-1e-400",
          "1E20000",
          "-1e-20000",
          "NaN",
          "-Infinity",
          "0." + "3".repeat(2000),
          "0." + "3".repeat(5000));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary64",
        "binary32",
        "bfloat16",
        "double-double",
        "decimal:5",
        "decimal:50",
        "binary:200"
      })
  void kept_hasTheSameNumbers(String name) {
    Arithmetic<?> arithmetic = Arithmetics.named(name);
    for (List<String> literals : List.of(ODD, ODD.subList(0, ODD.size() - 1), List.of("-0.0"))) {
      List<ReadNumber> numbers =
          literals.stream().map(literal -> ReadNumber.of(literal, arithmetic)).toList();
      ReadMatrix read = new ReadMatrix(1, numbers.size(), numbers);
      ReadMatrix kept = read.kept(arithmetic);
      assertEquals(read.shape(), kept.shape());
      boolean narrow = arithmetic.unitRoundoff().doubleValue() > 1e-40;
      for (int n = 0; n < numbers.size(); n++) {
        if (narrow && literals.get(n).length() > 200) {
          assertNear(numbers.get(n), kept.get(0, n));
        } else {
          assertSame(numbers.get(n), kept.get(0, n));
        }
      }
    }
  }

  /** Thousands of digits are not kept: 60 of them are, of which half a unit is 10^-60 at most. */
  private static void assertNear(ReadNumber expected, ReadNumber kept) {
    assertTrue(kept.literal().length() < 70, kept::literal);
    assertEquals(expected.nearestDouble(), kept.nearestDouble());
    assertEquals(expected.isDouble(), kept.isDouble());
    BigDecimal off = expected.distance(kept.decimal());
    assertTrue(off.compareTo(new BigDecimal("1e-60")) <= 0, expected::literal);
  }

  private static void assertSame(ReadNumber expected, ReadNumber kept) {
    assertEquals(expected.literal(), kept.literal());
    assertEquals(
        Double.doubleToRawLongBits(expected.nearestDouble()),
        Double.doubleToRawLongBits(kept.nearestDouble()),
        expected.literal());
    assertEquals(expected.isDouble(), kept.isDouble(), expected.literal());
    assertEquals(expected.isDeclared(), kept.isDeclared(), expected.literal());
    assertEquals(expected.isVanishing(), kept.isVanishing(), expected.literal());
    assertEquals(expected.isFinite(), kept.isFinite(), expected.literal());
    if (expected.isFinite()) {
      BigDecimal third = new BigDecimal("0.33");
      assertEquals(expected.decimal(), kept.decimal());
      assertEquals(expected.distance(third), kept.distance(third));
      assertEquals(expected.printed(), kept.printed());
    }
  }
}
