// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers: names of what is studied. */
class StudiedArithmeticTest {
  @ParameterizedTest
  @CsvSource({
    "bfloat16/stochastic, PLAIN, 0, bfloat16/stochastic",
    "bfloat16*13:32, PLAIN, 0, bfloat16*13:32",
    "momentum:0.9/mxfp4/floor/columns, MOMENTUM, 0.9, mxfp4/floor/columns",
    "decay:1e-2/bfloat16, DECAY, 0.01, bfloat16",
    "average:1/binary:10/zero, AVERAGE, 1, binary:10/zero",
    "gradients:16/e4m3, GRADIENTS, 16, e4m3"
  })
  void parse_name_isWhatItSays(String name, Method.Kind kind, double parameter, String rounds) {
    StudiedArithmetic site = StudiedArithmetic.parse(name);
    assertEquals(new Method(kind, parameter), site.method());
    assertEquals(rounds, site.arithmetic().name());
    assertEquals(name, site.name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "momentum:1/bfloat16 | momentum must be in 0..1, below 1, got 1.0",
        "average:0/bfloat16 | average must be in 0..1, above 0, got 0.0",
        "gradients:1.5/bfloat16 | gradients must be a whole number in 1..1000000, got 1.5",
        "decay:-1/bfloat16 | decay must be finite and >= 0, got -1.0",
        "decay:1/binary64 | arithmetic of decay must be a format that rounds, with nothing beside"
            + " it, got binary64",
        "average:1/bfloat16/master | arithmetic of average must be a format that rounds, with"
            + " nothing beside it, got bfloat16/master"
      })
  void parse_noName_isRefusedInOneLine(String name, String message) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> StudiedArithmetic.parse(name));
    assertEquals(message, thrown.getMessage());
  }
}
