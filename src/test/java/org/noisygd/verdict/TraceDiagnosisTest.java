// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.verdict.report.CandidateTables;

/**
 * Known answers: a right trace with one thing in it changed, and the mistake that it then tells.
 */
final class TraceDiagnosisTest {
  private static final Path RIGHT = Path.of("golden/traces/fig2a-binary64-start.jsonl");

  @TempDir private Path directory;

  private void assertNamed(String code, List<String> fields, DoubleUnaryOperator change)
      throws IOException {
    assertNamed(code, fields, 0, change);
  }

  /** The trace with the numbers of some fields changed, after a line that lacks these fields. */
  private void assertNamed(
      String code, List<String> fields, int lacking, DoubleUnaryOperator change)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(RIGHT)) {
      ObjectNode object = (ObjectNode) mapper.readTree(line);
      for (String field : fields) {
        if (lacking > 0 && lines.size() == lacking) {
          object.remove(field);
        } else if (object.has(field) && lines.size() >= lacking) {
          object.set(field, changed(object.get(field), change));
        }
      }
      lines.add(object.toString());
    }
    Path file = Files.write(directory.resolve("run.jsonl"), lines);
    TraceVerdict found = CandidateTables.judged(file);
    assertEquals(Verdict.FAIL, found.verdict());
    assertEquals(
        List.of(code),
        found.diagnosis().stream().map(d -> d.code().toString()).distinct().toList());
  }

  private static JsonNode changed(JsonNode value, DoubleUnaryOperator change) {
    if (!value.isArray()) {
      return DoubleNode.valueOf(change.applyAsDouble(value.asDouble()));
    }
    ArrayNode array = new ObjectMapper().createArrayNode();
    value.forEach(entry -> array.add(changed(entry, change)));
    return array;
  }

  @Test
  void examine_stepSizeToldWrong_isScaled() throws IOException {
    assertNamed("scaled", List.of("etaX", "etaY"), eta -> 1.001 * eta);
  }

  @Test
  void examine_noiseToldWrong_isNoiseScaled() throws IOException {
    assertNamed("noise-scaled", List.of("noiseX", "noiseY"), z -> 0.5 * z);
  }

  @Test
  void examine_noiseToldWrongAfterALineWithoutNoise_isNoiseScaled() throws IOException {
    assertNamed("noise-scaled", List.of("noiseX", "noiseY"), 6, z -> 0.5 * z);
  }

  @Test
  void examine_fewDigits_areTruncatedOutput() throws IOException {
    MathContext twelve = new MathContext(12);
    assertNamed(
        "truncated-output",
        List.of("X", "Y"),
        v -> v == 0 ? v : new BigDecimal(v).round(twelve).doubleValue());
  }

  @Test
  void examine_rightTrace_tellsNothing() throws IOException {
    TraceVerdict found = CandidateTables.judged(RIGHT);
    assertEquals(Verdict.PASS, found.verdict());
    assertTrue(found.diagnosis().isEmpty());
  }
}
