// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers: the arithmetic that errors fit, and where they fit none. */
class ObservedArithmeticTest {
  @ParameterizedTest
  @CsvSource({
    "0x1p-53, binary64, binary64",
    "0x1p-22, binary32, binary32",
    "0, exact, exact",
    "0x1p-47, '', about 47 bits (declared binary64)",
    "0x1p-2, '', ''"
  })
  void of_aLargestError_isTheArithmetic(double largest, String fits, String fitsTooLarge) {
    assertEquals(fits, ObservedArithmetic.of(largest));
    assertEquals(fitsTooLarge, ObservedArithmetic.ofTooLarge(largest, "binary64"));
  }
}
