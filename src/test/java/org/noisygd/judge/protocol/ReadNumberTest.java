// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.format.Arithmetics;

/** Known answers, and a property over random doubles in every way of printing. */
class ReadNumberTest {
  private static final long SEED = 20210224;

  @ParameterizedTest
  @CsvSource({
    // what it is printed from is the number: shortest, 17 digits, fixed, more digits than needed
    "binary64, 0.1, 0.1000000000000000055511151231257827021181583404541015625",
    "binary64, 0.10000000000000001, 0.1000000000000000055511151231257827021181583404541015625",
    "binary64, 0.10000000000000000555, 0.1000000000000000055511151231257827021181583404541015625",
    "binary64, 123e-2, 1.229999999999999982236431605997495353221893310546875",
    // Python prints 2^-44 so, though ...801 is the nearest of 16 digits
    "binary64, 5.684341886080802e-14, 5.684341886080801486968994140625E-14",
    // as Grisu2 prints a double whose closest 17 digits end in 93
    "binary64, 3.4302554155189492e-19, @3.4302554155189493e-19",
    // cut at 17 digits, not rounded
    "binary64, 0.29999999999999998, @0.3",
    "binary64, 0.10000000000000004, 0.100000000000000033306690738754696212708950042724609375",
    // a whole unit away
    "binary64, 9007199254740993, 9007199254740993",
    "binary64, 1.000000000000000000001, 1.000000000000000000001",
    // no double is within a unit of these: read exactly
    "binary64, 0.100000000000000035, 0.100000000000000035",
    "binary64, 0.100000000000000005553, 0.100000000000000005553",
    "binary64, 1e400, 1e400",
    "binary64, 5e-324, @4.9e-324",
    "binary32, 0.1, 0.100000001490116119384765625",
    "binary32, 0.100000001, 0.100000001490116119384765625",
    "binary32, 0.1000000001, 0.1000000001",
    "bfloat16, 0.1234, 0.1234",
    "bfloat16, 0.1236, 0.12353515625",
    "decimal:5, 0.12345, 0.12345",
    "decimal:5, 0.123459, 0.123459",
    "binary:200, 0.5, 0.5",
    // many double-doubles are printed so, with low halves as small as you like; a double is taken
    "double-double, 0.10000000000000000555111512312578,"
        + " 0.1000000000000000055511151231257827021181583404541015625",
    "double-double, 1.152921504606847e18, 1152921504606846976",
    "dyadic, 0.1, 0.1",
  })
  void of_literal_givesTheNumberThatIsMeant(String arithmetic, String literal, String value) {
    ReadNumber read = ReadNumber.of(literal, Arithmetics.named(arithmetic));
    BigDecimal expected =
        value.startsWith("@")
            ? new BigDecimal(Double.parseDouble(value.substring(1)))
            : new BigDecimal(value);
    assertEquals(0, expected.compareTo(read.decimal()), read.decimal().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "1152921504606846980,1152921504606846980",
    "3.2,3.2",
    "3.2,3.20000000000000017763568394002504646778106689453125"
  })
  void distance_doubleDoubleOrTheDoubleBesideIt_isNone(String printed, BigDecimal meant) {
    BigDecimal distance = ReadNumber.of(printed, DoubleDouble.INSTANCE).distance(meant);
    assertTrue(distance.compareTo(meant.scaleByPowerOfTen(-30)) <= 0, distance.toString());
  }

  @Test
  void of_literalFarFromEveryDeclaredNumber_isNotDeclared() {
    assertFalse(ReadNumber.of("0.100000000000000035", Binary64.INSTANCE).isDeclared());
    assertTrue(ReadNumber.of("0.1", Binary64.INSTANCE).isDeclared());
    assertFalse(ReadNumber.of("1e400", Binary64.INSTANCE).isDouble());
  }

  @Test
  void of_negativeZero_keepsItsSign() {
    for (Arithmetic<?> arithmetic :
        new Arithmetic<?>[] {Binary64.INSTANCE, Arithmetics.named("binary32")}) {
      double zero = ReadNumber.of("-0.0", arithmetic).nearestDouble();
      assertEquals(Double.NEGATIVE_INFINITY, 1 / zero);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void of_nonFiniteWord_keepsItsKind(String word) {
    ReadNumber read = ReadNumber.of(word, Binary64.INSTANCE);
    assertFalse(read.isFinite());
    assertEquals(Double.parseDouble(word), read.nearestDouble());
    assertThrows(ArithmeticException.class, read::decimal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1d", "0x1p0", "1e", "--1", "1 ", ".", "nan", "1e+", "1e1.5", "1.2.3", "+-1", "1_000",
        "\u0661"
      })
  void of_otherText_isRefusedOnOneLine(String text) {
    NumberFormatException e =
        assertThrows(NumberFormatException.class, () -> ReadNumber.of(text, Binary64.INSTANCE));
    assertEquals(1, String.valueOf(e.getMessage()).lines().count());
  }

  /** The literals of a double that are common, and those of more digits that are cut or rounded. */
  private static Set<String> literals(double d) {
    BigDecimal exact = new BigDecimal(d);
    Set<String> literals = new HashSet<>();
    literals.addAll(List.of(Binary64.INSTANCE.print(d), Double.toString(d), exact.toString()));
    for (int digits = 17; digits <= 20; digits++) {
      for (RoundingMode mode : List.of(RoundingMode.FLOOR, RoundingMode.CEILING)) {
        literals.add(exact.round(new MathContext(digits, mode)).toString());
      }
    }
    return literals;
  }

  /** Property: each literal that Java's own reader reads as a double is read as this double. */
  @Test
  void of_randomDouble_isReadBackFromEveryLiteralWithinAUnit() {
    Random random = new Random(SEED);
    int away = 0;
    for (int n = 0; n < 20_000; n++) {
      double d =
          switch (n % 8) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> Math.scalb(1.0, random.nextInt(2000) - 1000);
            default -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(140) - 70);
          };
      for (String literal : Double.isFinite(d) ? literals(d) : Set.<String>of()) {
        if (Double.parseDouble(literal) == d) {
          ReadNumber read = ReadNumber.of(literal, Binary64.INSTANCE);
          assertTrue(read.isDouble() && read.isDeclared(), literal + ", seed " + SEED);
          assertEquals(d, read.nearestDouble(), literal + ", seed " + SEED);
          assertEquals(d, read.in(Binary64.INSTANCE), literal);
          int digits = new BigDecimal(literal).precision();
          boolean isNearest =
              new BigDecimal(d).round(new MathContext(digits)).toString().equals(literal);
          away += isNearest ? 0 : 1;
        }
      }
    }
    assertTrue(away > 50_000, away + " literals that are not the closest");
  }

  /** Known answers, and bounded work: what took long would not end within the test's time. */
  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "bfloat16", "binary:113", "decimal:34"})
  void of_numberFarFromOne_isReadAtOnce(String name) {
    Arithmetic<?> arithmetic = Arithmetics.named(name);
    for (String huge : new String[] {"1e10001", "1e999999999", "1e9999999999999999999999"}) {
      assertFalse(ReadNumber.of(huge, arithmetic).isFinite());
      assertEquals(Double.NEGATIVE_INFINITY, ReadNumber.of("-" + huge, arithmetic).nearestDouble());
    }
    ReadNumber tiny = ReadNumber.of("-1e-999999999", arithmetic);
    assertTrue(tiny.isVanishing() && tiny.isFinite() && tiny.decimal().signum() < 0);
    assertFalse(ReadNumber.of("1e-9999", arithmetic).isVanishing());
    ReadNumber zero = ReadNumber.of("-0e999999999", arithmetic);
    assertEquals(-0.0, zero.nearestDouble());
    assertEquals(0, zero.printed().signum());
    ReadNumber padded =
        ReadNumber.of("0." + "0".repeat(1_000_000) + "5e1000001", Binary64.INSTANCE);
    assertEquals(5.0, padded.nearestDouble());
  }

  /** Digits beyond those that are kept still tell a number from its neighbours. */
  @ParameterizedTest
  @ValueSource(strings = {"binary64", "binary32", "binary:113", "decimal:34"})
  void of_millionDigits_isBesideTheNumber(String name) {
    Arithmetic<?> arithmetic = Arithmetics.named(name);
    String zeros = "0".repeat(1_000_000);
    BigDecimal half = new BigDecimal("0.5");
    ReadNumber exact = ReadNumber.of("0.5" + zeros, arithmetic);
    assertTrue(exact.isDeclared() && exact.decimal().compareTo(half) == 0);
    ReadNumber above = ReadNumber.of("0.5" + zeros + "1", arithmetic);
    assertTrue(!above.isDeclared() && above.decimal().compareTo(half) > 0);
    BigDecimal off = above.decimal().subtract(half);
    assertTrue(off.compareTo(BigDecimal.ONE.scaleByPowerOfTen(-1_000)) < 0, off.toString());
    ReadNumber below = ReadNumber.of("-0.4" + "9".repeat(1_000_000), arithmetic);
    assertTrue(below.decimal().compareTo(half.negate()) > 0);
    assertTrue(below.literal().length() < 100);
  }
}
