// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers: the lines that a report shows. */
final class AlignedDigitsTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        // expected, actual, and the three lines
        "0.75,0.9375,0.75,0.9375,  ^",
        "-1.5,1.5,-1.5, 1.5,^",
        "1.0,1.0000001,1.0,1.0000001,        ^",
        "12.5,9.5,12.5, 9.5,^",
        "1E+20,1.5e20,1.0e20,1.5e20,  ^",
        "1.25e-9,-2.5e-10, 1.25e-9,-0.25e-9,^",
        "0.0,3.5,0.0,3.5,^",
        "2.0,2,2.0,2.0,''",
        "1.0,1e-40,1.0,1e-40,^",
        "a finite number,NaN,a finite number,NaN,''"
      })
  void of_twoLiterals_putsEqualDigitsUnderEachOther(
      String expected, String actual, String first, String second, String marker) {
    assertEquals(new AlignedDigits(first, second, marker), AlignedDigits.of(expected, actual));
  }

  @Test
  void of_literalWithAHugeExponent_isLeftAsItIs() {
    assertEquals(
        new AlignedDigits("1E+999999999", "1", "^"), AlignedDigits.of("1E+999999999", "1"));
  }
}
