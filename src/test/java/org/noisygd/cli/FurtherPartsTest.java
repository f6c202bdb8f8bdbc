// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Properties of the parts of {@code study paper} beyond its figures: what they write, and where.
 */
class FurtherPartsTest {
  private static final List<String> FILES =
      List.of(
          "theorem1.csv",
          "theorem1-time.csv",
          "theorem1-constants.csv",
          "theorem1-proved.csv",
          "theorem1-proved-table.csv",
          "theorem1-lemma4.csv");

  @TempDir private Path directory;

  @Tag("exhaustive")
  @Test
  void run_quick_writesEveryPartAndNothingDiffers() throws IOException {
    Path json = directory.resolve("result.json");
    Path out = directory.resolve("out");
    String line = "study paper --quick --figure theorem1";
    CommandRun run = CommandRun.of((line + " --json " + json + " --out " + out).split(" "));
    assertEquals(0, run.status(), run.err());
    assertFalse(run.out().contains("differs"), run.out());
    String page = Files.readString(out.resolve("report.html"));
    for (String file : FILES) {
      List<String> lines = Files.readAllLines(out.resolve(file));
      assertTrue(lines.size() > 2, file);
      String name = file.replace(".csv", "");
      if (!file.contains("lemma4")) {
        assertTrue(page.contains(name.replaceFirst("-table", "")), name);
      }
    }
    assertTrue(page.contains("<h2 id=\"theorem1\">"));
    JsonNode root = new ObjectMapper().readTree(json.toFile());
    JsonNode figures = root.get("figures");
    for (JsonNode cell : figures.get("theorem1").get("cells")) {
      assertEquals(cell.has("held"), cell.get("t1").asLong() < cell.get("T1").asLong());
      if (cell.has("held")) {
        double share =
            cell.get("held").asDouble() / figures.get("theorem1").get("replicates").asInt();
        assertTrue(cell.get("lower").asDouble() <= share && share <= cell.get("upper").asDouble());
      }
    }
    JsonNode saddle = figures.get("theorem1").get("saddle");
    assertEquals(saddle.get("runs").asInt(), saddle.get("held").asInt());
    assertTrue(saddle.get("lastHit").asLong() < saddle.get("to").asLong());
  }
}
