// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.OneIn;
import org.noisygd.judge.protocol.Code;

/** Samplers that are wrong by construction fail, and are named by their code alone. */
class SampleNamesTest {
  private static List<SamplerPrograms> wrong() {
    return SamplerPrograms.wrong();
  }

  @OneIn(24)
  @ParameterizedTest
  @MethodSource("wrong")
  void results_wrongSampler_itsCodeAlone(SamplerPrograms program) {
    List<TestResult> failures =
        SimulatedSampler.judge(program, 1, "binary64", 5).stream().filter(r -> !r.pass()).toList();
    assertFalse(failures.isEmpty());
    List<Code> codes =
        failures.stream().map(TestResult::code).flatMap(Optional::stream).distinct().toList();
    assertEquals(program.code().stream().toList(), codes, failures::toString);
  }
}
