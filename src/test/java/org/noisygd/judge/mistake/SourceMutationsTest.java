// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Cross-check: {@code proofs-notes/source-mutations.md} against its data. The data themselves are
 * made again, in part, by continuous integration.
 */
class SourceMutationsTest {
  private static final Path CANDIDATES = Path.of("src/candidates");

  private static JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(CANDIDATES.resolve(file).toFile());
  }

  private static String kit(JsonNode mutant) {
    String id = mutant.path("id").asText();
    return id.substring(0, id.lastIndexOf('-'));
  }

  private static String key(String kit, JsonNode row) {
    return kit + "\n" + row.path("before").asText() + "\n" + row.path("after").asText();
  }

  @Test
  void everyMutant_isKilledOrExplained() throws IOException {
    Map<String, String> reasons = new HashMap<>();
    for (JsonNode e : read("equivalent_mutants.json")) {
      reasons.put(key(e.path("kit").asText(), e), e.path("why").asText());
    }
    Map<String, Integer> counts = new HashMap<>();
    Set<String> kits = new HashSet<>();
    for (JsonNode mutant : read("source-mutations.json").path("mutants")) {
      String outcome = mutant.path("outcome").asText();
      counts.merge(outcome, 1, Integer::sum);
      kits.add(kit(mutant));
      switch (outcome) {
        case "survived" ->
            assertFalse(
                reasons.getOrDefault(key(kit(mutant), mutant), "").isBlank(), mutant.toString());
        case "killed" -> assertTrue(mutant.path("failed").asInt() > 0, mutant.toString());
        default -> assertTrue(Set.of("broken", "stillborn").contains(outcome), outcome);
      }
    }
    int alive =
        counts.values().stream().mapToInt(n -> n).sum() - counts.getOrDefault("stillborn", 0);
    assertTrue(alive >= 200, counts.toString());
    assertTrue(kits.size() >= 4, kits.toString());
  }

  @Test
  void page_hasEveryMutantAndCountsThem() throws IOException {
    String page = Files.readString(Path.of("proofs-notes/source-mutations.md"));
    int all = 0;
    int killed = 0;
    for (JsonNode mutant : read("source-mutations.json").path("mutants")) {
      String start =
          "\n| " + mutant.path("id").asText() + " | " + mutant.path("line").asInt() + " | ";
      int at = page.indexOf(start);
      assertTrue(at >= 0, start);
      String line = page.substring(at + 1, page.indexOf('\n', at + 1));
      assertTrue(line.contains(" | " + mutant.path("outcome").asText() + " | "), line);
      all++;
      killed += mutant.path("outcome").asText().equals("killed") ? 1 : 0;
    }
    String total = page.lines().filter(l -> l.startsWith("| all | ")).findFirst().orElse("");
    assertTrue(total.startsWith("| all | " + killed + " |"), total);
    assertEquals(all, Integer.parseInt(total.replaceAll(".*\\| (\\d+) \\|$", "$1")));
  }
}
