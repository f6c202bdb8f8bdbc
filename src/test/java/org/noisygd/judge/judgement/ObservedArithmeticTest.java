// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers: the arithmetic that errors fit, and where they fit none. */
class ObservedArithmeticTest {
  @ParameterizedTest
  @CsvSource({
    "0x1p-53, binary64, binary64",
    "0x1p-22, binary32, binary32",
    "0x1p-11, binary16, binary16",
    "0x1p-7, bfloat16, bfloat16",
    "0x1p-11, bfloat16, bfloat16",
    "0x1p-13, binary32, ''",
    "0x1p-52, binary32, binary64",
    "0x1p-18, binary16, ''",
    "0x1p-21, binary16, binary32",
    "0, binary64, exact",
    "0x1p-47, binary64, ''"
  })
  void of_errorsOfRightNumbers_declaredOrWider(double largest, String declared, String fits) {
    assertEquals(fits, ObservedArithmetic.of(largest, declared));
  }

  @ParameterizedTest
  @CsvSource({"0x1p-22, binary32", "0x1p-47, about 47 bits (declared binary64)", "0x1p-2, ''"})
  void ofTooLarge_errorsOfWrongNumbers_narrower(double largest, String fits) {
    assertEquals(fits, ObservedArithmetic.ofTooLarge(largest, "binary64"));
  }
}
