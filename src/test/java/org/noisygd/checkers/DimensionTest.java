// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.noisygd.Refused.assertRefused;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers of the algebra of symbolic dimensions. */
class DimensionTest {
  @ParameterizedTest
  @CsvSource({
    "(d1+d2)*r,         d1*r+d2*r",
    "r*d2 + d1*r,       d1*r+d2*r",
    "d1 - r,            d1-r",
    "-r + d1,           d1-r",
    "d + d,             2*d",
    "d - d,             0",
    "2*(n+1),           2*n+2",
    "(a+b)*(a-b),       a*a-b*b",
    "' d1 ',            d1",
    "1,                 1"
  })
  void parse_expression_normalForm(String text, String normalForm) {
    assertEquals(normalForm, Dimension.parse(text).toString());
    assertEquals(Dimension.parse(normalForm), Dimension.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d1+", "(d1", "d1)", "d1 d2", "1d", "d1/r", "+", "d1**r"})
  void parse_notAnExpression_throws(String text) {
    assertRefused(
        "dimension must be an expression of symbols, numbers and + - * ( ), got \"" + text + "\"",
        () -> Dimension.parse(text));
  }

  @Test
  void equals_differentSymbols_differ() {
    assertNotEquals(Dimension.parse("d1*r"), Dimension.parse("d2*r"));
  }

  @Test
  void substitute_simultaneously_noChaining() {
    Dimension a = Dimension.ofSymbol("a");
    Dimension b = Dimension.ofSymbol("b");
    assertEquals(Dimension.parse("b-a"), Dimension.parse("a-b").substitute(Map.of(a, b, b, a)));
  }
}
