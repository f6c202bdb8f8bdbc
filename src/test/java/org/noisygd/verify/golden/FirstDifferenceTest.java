// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers. */
class FirstDifferenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'t':0,'X':[[1.5,2.5],[3.5,4.5]]} | {'t':0,'X':[[1.5,2.5],[3.5,4.6]]} | line 1, X[1][1]: expected 4.5, got 4.6",
        "{'a':1}~{'b':{'c':[10,20]},'d':7} | {'a':1}~{'b':{'c':[10,21]},'d':7} | line 2, b.c[1]: expected 20, got 21",
        "{'b':{'c':[10,20]},'d':7} | {'b':{'c':[10,20]},'d':8} | line 1, d: expected 7, got 8",
        "{'a':'x{[','d':7} | {'a':'x{[','d':9} | line 1, d: expected 7, got 9",
        "plain text~more | plain text~mire | line 2: expected more, got mire",
        "{'a':1}~ | {'a':1} | line 1: expected the end of the line, got the end of the file",
        "{'a':1} | {'a':1}x | line 1: expected the end of the file, got x",
      })
  void between_differentFiles_saysLinePlaceAndValues(String expected, String actual, String says) {
    assertEquals(says, FirstDifference.between(bytes(expected), bytes(actual)).toString());
  }

  @Test
  void between_equalFiles_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> FirstDifference.between(bytes("same"), bytes("same")));
  }

  private static byte[] bytes(String text) {
    return text.replace('~', '\n').replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
