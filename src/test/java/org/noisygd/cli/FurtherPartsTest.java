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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.study.rules.ComparedRule;

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
          "theorem1-lemma4.csv",
          "noise-anisotropy.csv",
          "noise-tails-limit.csv",
          "noise-tails-escape.csv",
          "noise-decay-table.csv",
          "noise-decay.csv",
          "rules.csv",
          "rules-2c.csv",
          "rules-misfit.csv",
          "rules-course.csv",
          "rules-walk.csv");

  @TempDir private Path directory;

  @Tag("exhaustive")
  @Test
  void run_quick_writesEveryPartAndNothingDiffers() throws IOException {
    Path json = directory.resolve("result.json");
    Path out = directory.resolve("out");
    String line = "study paper --quick --figure theorem1 --figure noise --figure rules";
    CommandRun run = CommandRun.of((line + " --json " + json + " --out " + out).split(" "));
    assertEquals(0, run.status(), run.err());
    assertFalse(run.out().contains("differs"), run.out());
    String page = Files.readString(out.resolve("report.html"));
    for (String file : FILES) {
      List<String> lines = Files.readAllLines(out.resolve(file));
      assertTrue(lines.size() > 2, file);
      String name = file.replace(".csv", "");
      if (!file.contains("limit") && !file.contains("escape") && !file.contains("lemma4")) {
        assertTrue(page.contains(name.replaceFirst("-anisotropy|-table", "")), name);
      }
    }
    for (String section : List.of("theorem1", "noise", "rules")) {
      assertTrue(page.contains("<h2 id=\"" + section + "\">"), section);
    }
    JsonNode root = new ObjectMapper().readTree(json.toFile());
    JsonNode figures = root.get("figures");
    Set<String> rules = new HashSet<>();
    figures.get("rules").get("2a").fieldNames().forEachRemaining(rules::add);
    for (ComparedRule rule : ComparedRule.values()) {
      assertTrue(rules.contains(rule.label()), rule.label());
      JsonNode ratio = figures.get("rules").get("2a").get(rule.label()).get("ratio");
      assertTrue(ratio.get("q1").asDouble() <= ratio.get("q3").asDouble());
    }
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
    assertEquals(3, figures.get("noise").get("tails").size());
    assertEquals(4, figures.get("noise").get("anisotropy").size());
    assertEquals(8, figures.get("noise").get("decay").size());
  }
}
