// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;
import static org.noisygd.Refused.assertRefusedInALine;

import java.math.BigDecimal;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/** Known answers of the names, and what holds of every arithmetic that has one. */
class ArithmeticsTest {
  static final List<String> ARITHMETICS =
      List.of(
          ("binary64 binary32 binary16 bfloat16 tf32 double-double binary:53 "
                  + "binary:200 decimal:1 decimal:50 apfloat:30 dyadic rational")
              .split(" "));

  private static final String NAMES =
      "binary64, binary32, binary16, bfloat16, tf32, double-double, binary:P, decimal:P, IN*F:K,"
          + " dyadic, apfloat:P, rational";

  @ParameterizedTest
  @FieldSource("ARITHMETICS")
  void named_everyName_givesTheArithmeticOfThatName(String name) {
    Arithmetic<?> arithmetic = Arithmetics.named(name);
    assertEquals(name, arithmetic.name());
    assertContract(arithmetic);
  }

  /** What {@link Arithmetic} promises of each instance, on values that every one contains. */
  private static <T> void assertContract(Arithmetic<T> a) {
    assertEquals(BigFraction.ZERO, a.toRational(a.zero()));
    assertEquals(BigFraction.ONE, a.toRational(a.one()));
    assertEquals(a.unitRoundoff().equals(BigFraction.ZERO), a.isExact());
    for (double d : new double[] {0, 1, -1, 0.5, -0.25, 2, 4}) {
      T value = a.of(d == -0.25 || d == 0.5 ? d * 2 : d);
      BigFraction exact = a.toRational(value);
      assertEquals(Rationals.of(d == -0.25 || d == 0.5 ? d * 2 : d), exact);
      assertEquals(exact.doubleValue(), a.roundToDouble(value));
      assertEquals(exact.signum(), a.signum(value));
      assertEquals(exact.abs(), a.toRational(a.abs(value)));
      assertEquals(exact.negate(), a.toRational(a.negate(value)));
      assertEquals(exact, a.toRational(a.fromDecimal(new BigDecimal(a.print(value)))));
      assertEquals(exact, a.toRational(a.fromDouble(exact.doubleValue())));
      assertEquals(exact, a.toRational(a.multiply(value, a.one())));
      assertEquals(exact, a.toRational(a.add(value, a.zero())));
      assertEquals(exact, a.toRational(a.divide(value, a.one())));
      assertEquals(BigFraction.ZERO, a.toRational(a.subtract(value, value)));
      assertEquals(0, a.compare(value, value));
      assertEquals(exact.signum(), a.compare(value, a.zero()));
      assertTrue(a.isFinite(value));
    }
    assertEquals(BigFraction.of(3), a.toRational(a.sqrt(a.of(9))));
    assertEquals(BigFraction.of(3), a.toRational(a.of(3)));
    assertThrows(ArithmeticException.class, () -> a.toRational(a.fromDouble(Double.NaN)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Binary64",
        "binary:",
        "binary:+5",
        "decimal:0",
        "decimal:9999999999",
        "quad:3",
        "bfloat16/stochastic"
      })
  void named_unknown_throws(String name) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Arithmetics.named(name));
    assertEquals(
        "arithmetic must be one of " + NAMES + ", got " + (name.isEmpty() ? "\"\"" : name),
        thrown.getMessage().replaceFirst("; (did you mean|roundings are) .*", ""));
  }

  /** By hand: bfloat16 has steps of 2^-7 above 1, and a quarter of one rounds up from 3/4 on. */
  @Test
  void named_withWords_roundsEachOperationByThem() {
    for (String name : List.of("bfloat16/stochastic", "bfloat16/stochastic:2/saturate")) {
      assertEquals(name, Arithmetics.named(name, () -> 0).name());
      for (long word : new long[] {0, 0xBL << 60, 0xCL << 60, -1}) {
        double rounded = word >>> 62 == 3 ? 1 + 0x1p-7 : 1;
        assertEquals(rounded, stored(Arithmetics.named(name, () -> word)), name + " " + word);
      }
    }
    assertEquals(1.0, stored(Arithmetics.named("bfloat16/zero", () -> -1)));
    assertEquals(1.125, stored(Arithmetics.named("e4m3/up", () -> 0)));
    assertSame(Binary64.INSTANCE, Arithmetics.named("binary64", () -> 0));
  }

  private static <T> double stored(Arithmetic<T> arithmetic) {
    Matrix<T> stored =
        Matrix.of(Binary64.INSTANCE, new double[][] {{1 + 0x1p-9}}).roundTo(arithmetic);
    assertEquals(
        arithmetic.print(stored.get(0, 0)),
        arithmetic.print(arithmetic.add(arithmetic.of(1), arithmetic.of(0x1p-9))));
    return arithmetic.roundToDouble(stored.get(0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bfloat16/stochastic/store", "mxfp4/floor", "bfloat16*24:8", "bfloat16/master"})
  void named_storeWithWords_throws(String name) {
    assertRefusedInALine("arithmetic must ", () -> Arithmetics.named(name, () -> 0));
  }

  @ParameterizedTest
  @CsvSource({
    "binary:1, 'bits must be in 2..1000000, got 1'",
    "binary:1000001, 'bits must be in 2..1000000, got 1000001'",
    "decimal:100001, 'digits must be in 1..100000, got 100001'"
  })
  void named_parameterOutOfRange_throws(String name, String message) {
    assertRefused(message, () -> Arithmetics.named(name));
  }

  @Test
  void names_areThoseTaken() {
    assertEquals(NAMES, String.join(", ", Arithmetics.names()));
    assertThrows(UnsupportedOperationException.class, () -> Arithmetics.names().add("x"));
    assertEquals(
        List.of("binary32", "binary16", "bfloat16", "tf32"),
        EmulatedBinary.named().stream().map(EmulatedBinary::name).toList());
    assertSame(EmulatedBinary.BFLOAT16, Arithmetics.named("bfloat16"));
  }
}
