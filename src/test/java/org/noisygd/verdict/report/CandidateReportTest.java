// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.Verdict.Program;

/** Known answers: what is said first of images that do not follow their law. */
final class CandidateReportTest {
  private static String text(int failedTests) {
    List<TestResult> samples =
        IntStream.range(0, failedTests)
            .mapToObj(
                n ->
                    TestResult.plainFailure("test " + n, "saw it")
                        .pointing(Optional.of(Code.NOISE_DISTRIBUTION)))
            .toList();
    Explanation explanation =
        new Explanation(
            "",
            List.of(Diagnosis.of(Ops.SAMPLE, Code.NOISE_DISTRIBUTION.of("its mean is 1"))),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            true);
    Program mine = new Program("mine", "binary64", "");
    List<String> no = List.of();
    return CandidateTables.text(
        100, new CandidateVerdict(mine, 1, List.of(), samples, no, no, explanation));
  }

  @Test
  void text_ofManyFailedTests_hasTheDiagnosisFirst_andFourOfThem() {
    String text = text(14);
    assertTrue(text.contains("noise-distribution: its mean is 1"), text);
    assertTrue(text.indexOf("noise-distribution") < text.indexOf("  test 0: saw it"), text);
    assertEquals(4, text.lines().filter(line -> line.startsWith("  test ")).count(), text);
    assertTrue(text.contains("  and 10 more, which --json FILE has\n"), text);
  }

  @Test
  void text_ofFourFailedTests_speaksOfNoMore() {
    String text = text(4);
    assertTrue(text.contains("  test 3: saw it"), text);
    assertFalse(text.contains(" more, which"), text);
  }
}
