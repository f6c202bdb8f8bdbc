// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Cross-check: the random mutations of {@code proofs-notes/kill-matrix.md} against its data. The
 * data themselves are made again, in part, by continuous integration.
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
    assertTrue(alive >= 50, counts.toString());
    assertTrue(kits.size() >= 4, kits.toString());
  }

  @Test
  void page_countsTheMutants_andHasEverySurvivor() throws IOException {
    String page = Files.readString(Path.of("proofs-notes/kill-matrix.md"));
    Map<String, int[]> counts = new HashMap<>();
    for (JsonNode mutant : read("source-mutations.json").path("mutants")) {
      String outcome = mutant.path("outcome").asText();
      if (outcome.equals("survived")) {
        assertTrue(page.contains("\n| " + mutant.path("id").asText() + " | "), mutant.toString());
      }
      for (String row : List.of(kit(mutant), "all")) {
        int[] count = counts.computeIfAbsent(row, k -> new int[2]);
        count[0] += outcome.equals("killed") ? 1 : 0;
        count[1]++;
      }
    }
    assertTrue(counts.size() > 1, counts.toString());
    counts.forEach(
        (row, count) -> {
          String start = "| " + row + " | " + count[0] + " | ";
          String end = " | " + count[1] + " |";
          assertTrue(page.lines().anyMatch(l -> l.startsWith(start) && l.endsWith(end)), row);
        });
  }
}
