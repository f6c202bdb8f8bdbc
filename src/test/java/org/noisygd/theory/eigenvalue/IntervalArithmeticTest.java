// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Rationals;

/** Known answers, and the property that every result holds what its operands can give. */
class IntervalArithmeticTest {
  private static final IntervalArithmetic THREE = IntervalArithmetic.ofDigits(3);

  private static DecimalInterval of(String lower, String upper) {
    return new DecimalInterval(new BigDecimal(lower), new BigDecimal(upper));
  }

  private static void assertIs(String lower, String upper, DecimalInterval actual) {
    assertEquals(0, new BigDecimal(lower).compareTo(actual.lower()), actual.toString());
    assertEquals(0, new BigDecimal(upper).compareTo(actual.upper()), actual.toString());
  }

  @Test
  void operations_onKnownIntervals_roundOutwards() {
    assertIs("1.00", "1.01", THREE.add(of("1", "1"), of("0.0001", "0.0001")));
    assertIs("-2", "5", THREE.subtract(of("1", "7"), of("2", "3")));
    assertIs("-12", "15", THREE.multiply(of("-4", "5"), of("2", "3")));
    assertIs("-15", "12", THREE.multiply(of("-4", "5"), of("-3", "1")));
    assertIs("12", "20", THREE.multiply(of("-5", "-4"), of("-4", "-3")));
    assertIs("-20", "15", THREE.multiply(of("-3", "4"), of("-5", "-1")));
    assertIs("1.52", "1.53", THREE.multiply(of("1.23", "1.23"), of("1.24", "1.24")));
    assertIs("0.333", "0.667", THREE.divide(of("1", "2"), of("3", "3")));
    assertIs("-2", "2", THREE.divide(of("-4", "4"), of("2", "8")));
    assertIs("-4", "-0.25", THREE.divide(of("2", "8"), of("-8", "-2")));
    assertIs("-0.5", "4", THREE.divide(of("-8", "1"), of("-4", "-2")));
    assertIs("-3", "2", THREE.negate(of("-2", "3")));
    assertIs("1.41", "1.74", THREE.sqrt(of("2", "3")));
    assertIs("0", "30", THREE.sqrt(of("0", "900")));
    assertIs("0.0031", "0.0032", IntervalArithmetic.ofDigits(2).sqrt(of("1e-5", "1e-5")));
    assertIs("3.1e7", "3.2e7", IntervalArithmetic.ofDigits(2).sqrt(of("1e15", "1e15")));
    assertIs("1.00", "1.01", THREE.sqrt(of("1.000000000000001", "1.000000000000001")));
  }

  @Test
  void conversions_encloseOrAreExact() {
    assertIs("0.333", "0.334", THREE.fromRational(q(1, 3)));
    assertIs("-0.334", "-0.333", THREE.fromRational(q(-1, 3)));
    assertEquals(q(5, 4), THREE.toRational(of("1.25", "1.250")));
    assertThrows(ArithmeticException.class, () -> THREE.toRational(of("1", "2")));
    assertIs("7", "7", THREE.of(7));
    assertTrue(THREE.isFinite(of("1", "2")));
    assertEquals("[1, 2]", THREE.print(of("1", "2")));
    assertEquals("interval:3", THREE.name());
    assertEquals(3, THREE.digits());
    assertEquals(q(1, 100), THREE.unitRoundoff());
    assertEquals(new BigDecimal("1.5"), of("1", "2").midpoint());
    assertEquals(new Interval(q(1), q(2)), of("1", "2").toInterval());
    assertEquals(new BigDecimal("3"), of("-3", "2").magnitude());
    assertEquals(new BigDecimal("3"), of("-2", "3").magnitude());
  }

  @Test
  void compare_whereUndecided_isRefused() {
    assertEquals(-1, THREE.compare(of("1", "2"), of("3", "4")));
    assertEquals(1, THREE.compare(of("3", "4"), of("1", "2")));
    assertEquals(0, THREE.compare(of("3", "3"), of("3", "3.0")));
    assertThrows(ArithmeticException.class, () -> THREE.compare(of("1", "2"), of("2", "4")));
    assertThrows(ArithmeticException.class, () -> THREE.compare(of("2", "4"), of("1", "2")));
    assertThrows(ArithmeticException.class, () -> THREE.compare(of("2", "2"), of("1", "2")));
    assertThrows(ArithmeticException.class, () -> THREE.compare(of("1", "2"), of("2", "2")));
  }

  @Test
  void impossibleOperations_areRefused() {
    assertThrows(ArithmeticException.class, () -> THREE.divide(of("1", "1"), of("0", "1")));
    assertThrows(ArithmeticException.class, () -> THREE.divide(of("1", "1"), of("-1", "0")));
    assertThrows(ArithmeticException.class, () -> THREE.divide(of("1", "1"), of("-1", "1")));
    assertThrows(ArithmeticException.class, () -> THREE.sqrt(of("-1", "1")));
    assertThrows(IllegalArgumentException.class, () -> IntervalArithmetic.ofDigits(0));
    assertEquals(1, IntervalArithmetic.ofDigits(1).digits());
    assertThrows(IllegalArgumentException.class, () -> of("2", "1"));
    assertTrue(of("1", "1.0").isPoint());
    assertFalse(of("1", "1.1").isPoint());
  }

  @Property(tries = 1000, seed = "20210416")
  void operations_onAnyIntervals_holdEveryResult(
      @ForAll @IntRange(min = -999, max = 999) int a,
      @ForAll @IntRange(min = 0, max = 50) int widthA,
      @ForAll @IntRange(min = -999, max = 999) int b,
      @ForAll @IntRange(min = 0, max = 50) int widthB) {
    DecimalInterval x = of(a + "e-1", (a + widthA) + "e-1");
    DecimalInterval y = of(b + "e-2", (b + widthB) + "e-2");
    for (BigFraction u : new BigFraction[] {q(a, 10), q(a + widthA, 10), q(2L * a + widthA, 20)}) {
      for (BigFraction v : new BigFraction[] {q(b, 100), q(b + widthB, 100)}) {
        assertHolds(THREE.add(x, y), u.add(v));
        assertHolds(THREE.subtract(x, y), u.subtract(v));
        assertHolds(THREE.multiply(x, y), u.multiply(v));
        if (b > 0 || b + widthB < 0) {
          assertHolds(THREE.divide(x, y), u.divide(v));
        }
      }
      if (a >= 0) {
        DecimalInterval root = THREE.sqrt(x);
        assertHolds(
            new DecimalInterval(
                root.lower().multiply(root.lower()), root.upper().multiply(root.upper())),
            u);
      }
    }
  }

  private static void assertHolds(DecimalInterval interval, BigFraction value) {
    assertTrue(
        Rationals.compare(Rationals.of(interval.lower()), value) <= 0
            && Rationals.compare(value, Rationals.of(interval.upper())) <= 0,
        value + " in " + interval);
  }
}
