// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers, and the property that a literal reads back as the number it was made from. */
class LiteralsTest {
  /** RFC 8259, section 6. */
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "0.3, 0.3",
    "0.30000000000000004, 0.30000000000000004",
    "1, 1.0",
    "-2.5, -2.5",
    "100, 100.0",
    "0, 0.0",
    "-0.0, -0.0",
    "1e16, 10000000000000000.0",
    "1e17, 1E+17",
    "1e23, 1E+23",
    "9007199254740993, 9007199254740992.0",
    "4.9e-324, 4.94065645841247E-324",
    "1.7976931348623157e308, 1.7976931348623157E+308",
    "2e-44, 2E-44",
    "0.01, 0.01"
  })
  void format_double_isShortFrom15DigitsOn(double d, String literal) {
    assertEquals(literal, Literals.format(d));
    assertEquals(d, Double.parseDouble(literal), 0.0);
  }

  @ParameterizedTest
  @CsvSource({
    "1.500, 1.5",
    "1E+3, 1000.0",
    "1E+30, 1E+30",
    "0.000, 0.0",
    "-12, -12.0",
    "123456789012345678, 123456789012345678",
    "1.2E-20, 1.2E-20"
  })
  void format_decimal_dropsTrailingZerosOnly(BigDecimal d, String literal) {
    assertEquals(literal, Literals.format(d));
    assertEquals(0, d.compareTo(new BigDecimal(literal)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void format_notANumber_throws(double d) {
    assertThrows(ArithmeticException.class, () -> Literals.format(d));
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.1", "-1e-3, -0.001", "+5, 5", ".5, 0.5", "5., 5", "1E+2, 100", "1e-999, 0"})
  void parse_decimal_isTheNearestDouble(String text, double expected) {
    assertEquals(expected, Literals.parse("x", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        "1d",
        "1f",
        "0x1p3",
        "NaN",
        "Infinity",
        "1e400",
        "1,5",
        "\u0663",
        "1e",
        "."
      })
  void parse_anythingElse_isRefused(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Literals.parse("x", text)).getMessage();
    String shown = text.isEmpty() ? "\"\"" : text;
    assertEquals("x must be a finite decimal number, got " + shown, message);
  }

  @Test
  void format_neighboursOfPowersOfTwo_readBack() {
    for (int e = -1074; e <= 1023; e++) {
      double power = Math.scalb(1.0, e);
      for (double d : new double[] {power, Math.nextUp(power), Math.nextDown(power)}) {
        if (d != 0) {
          assertReadsBack(d);
        }
      }
    }
  }

  @Property(seed = "71", tries = 5000, shrinking = ShrinkingMode.OFF)
  void format_anyDouble_readsBackAndIsAJsonNumber(@ForAll("anyBits") double d) {
    assertReadsBack(d);
  }

  @Provide
  Arbitrary<Double> anyBits() {
    return Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
  }

  private static void assertReadsBack(double d) {
    String literal = Literals.format(d);
    assertEquals(
        Double.doubleToRawLongBits(d), Double.doubleToRawLongBits(Double.parseDouble(literal)));
    assertTrue(JSON_NUMBER.matcher(literal).matches(), literal);
    // One digit fewer, from 15 on, does not.
    BigDecimal shown = new BigDecimal(literal).stripTrailingZeros();
    if (shown.precision() > 15) {
      BigDecimal shorter =
          new BigDecimal(d).round(new MathContext(shown.precision() - 1, RoundingMode.HALF_EVEN));
      assertTrue(shorter.doubleValue() != d, literal);
    }
  }
}
