// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.judge.ReferenceAnswer;
import org.noisygd.report.Provenance;
import org.noisygd.verdict.report.CandidateTables;
import org.noisygd.verdict.report.VerdictJson;

/** Cross-check: a wrong update of a trace, replayed as a request, has the expected image. */
final class TraceReplayTest {
  /** X = 1, Y = 2, M = 1, no noise: X' = 1 - 1/4 (2 - 1) 2 = 1/2, Y' = 2 - 1/8 = 15/8. */
  private static final String RIGHT = "{\"t\":1,\"X\":[[0.5]],\"Y\":[[1.875]]";

  @Test
  void examine_wrongSecondUpdate_namesItsStepAndCarriesItsRequest(@TempDir Path dir)
      throws IOException {
    String noise = ",\"noiseX\":[[0.0]],\"noiseY\":[[0.0]]}\n";
    Path file = dir.resolve("trace.jsonl");
    Files.writeString(
        file,
        "{\"trace\":1,\"M\":[[1.0]],\"etaX\":0.25,\"etaY\":0.125}\n"
            + "{\"t\":0,\"X\":[[1.0]],\"Y\":[[2.0]]"
            + noise
            + RIGHT
            + noise
            + "{\"t\":2,\"X\":[[0.75]],\"Y\":[[1.875]]"
            + noise);
    TraceVerdict t = CandidateTables.judged(file);
    assertEquals(1, t.judged().failed());
    assertEquals(2, t.judged().firstFailure().orElseThrow().place().step().orElseThrow());
    String request = t.explanation().replay().orElseThrow().request();
    assertEquals(
        "{\"id\":1,\"op\":\"step\",\"M\":[[1.0]],\"X\":[[0.5]],\"Y\":[[1.875]],\"etaX\":0.25,"
            + "\"etaY\":0.125,\"noiseX\":[[0.0]],\"noiseY\":[[0.0]]}",
        request);
    // (1/2)(15/8) - 1 = -1/16: X' = 1/2 + (15/8)/64 = 0.529296875.
    String reply = ReferenceAnswer.reply("binary64", request);
    assertTrue(reply.contains("0.529296875"), reply);
    assertEquals("0.529296875", t.judged().firstFailure().orElseThrow().expected());
    String table = CandidateTables.text(100, t);
    assertTrue(table.contains(request + "\n"), table);
    assertTrue(table.contains("step 2 is the first wrong one"), table);
    assertTrue(VerdictJson.of(List.of(t), Provenance.of(List.of())).contains("\"step\" : 2"));
  }
}
