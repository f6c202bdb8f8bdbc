// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Cross-check: {@code proofs-notes/kill-matrix.md} against its data and the table of variants, its
 * numbers counted anew. The data themselves are made again, in part, by continuous integration.
 */
class KillMatrixTest {
  private static final Path CANDIDATES = Path.of("src/candidates");

  private List<JsonNode> variants = List.of();
  private List<JsonNode> rows = List.of();
  private String page = "";

  @BeforeEach
  void read() throws IOException {
    variants = list("variants.json");
    rows = list("kill-matrix.json");
    page = Files.readString(Path.of("proofs-notes/kill-matrix.md"));
  }

  private static List<JsonNode> list(String file) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    read(file).forEach(all::add);
    return all;
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).asText();
  }

  private List<JsonNode> kind(String kind) {
    return rows.stream().filter(r -> text(r, "kind").equals(kind)).toList();
  }

  private static boolean namedRight(JsonNode row) {
    return row.path("named").toString().contains("\"" + text(row, "code") + "\"");
  }

  @Test
  void everyVariant_hasItsRow_andNothingElseHas() {
    assertEquals(
        variants.stream().map(v -> text(v, "name")).toList(),
        rows.stream().map(r -> text(r, "name")).toList());
    for (int n = 0; n < rows.size(); n++) {
      assertEquals(text(variants.get(n), "kind"), text(rows.get(n), "kind"));
      assertEquals(text(variants.get(n), "code"), text(rows.get(n), "code"));
    }
    assertEquals(
        rows.size(), new HashSet<>(rows.stream().map(r -> text(r, "name")).toList()).size());
  }

  @Test
  void variants_areManyAndOfManyLanguages() {
    assertTrue(rows.size() <= 450, "a new row takes the place of another");
    assertTrue(kind("wrong").size() >= 250);
    assertTrue(kind("correct").size() >= 140);
    Set<String> languages = new TreeSet<>();
    variants.stream()
        .filter(v -> text(v, "kind").equals("wrong"))
        .forEach(v -> languages.add(text(v, "language")));
    assertTrue(languages.size() >= 3, languages.toString());
  }

  @Test
  void everyWrongVariant_isKilledByACase_andNoCorrectOneIs() {
    for (JsonNode row : kind("wrong")) {
      assertEquals("fail", text(row, "verdict"), text(row, "name"));
      assertTrue(row.path("killed").size() > 0, text(row, "name"));
      assertTrue(
          row.path("infinite").asBoolean()
              || row.path("ratio").asDouble() > 1
              || row.path("evidence").asDouble() > 1,
          text(row, "name"));
    }
    for (JsonNode row : kind("correct")) {
      assertEquals("pass", text(row, "verdict"), text(row, "name"));
      assertEquals(0, row.path("killed").size(), text(row, "name"));
      assertTrue(row.path("ratio").asDouble() <= 1, text(row, "name"));
      assertTrue(row.path("evidence").asDouble() <= 1, text(row, "name"));
      assertTrue(row.path("cases").asInt() > 0, text(row, "name"));
    }
  }

  private int count(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertTrue(matcher.find(), pattern);
    return Integer.parseInt(matcher.group(1));
  }

  @Test
  void page_countsRight() {
    List<JsonNode> wrong = kind("wrong");
    List<JsonNode> coded = wrong.stream().filter(r -> !text(r, "code").isEmpty()).toList();
    assertEquals(kind("correct").size(), count("(\\d+) correct variants, 0 failed: none"));
    assertEquals(wrong.size(), count("(\\d+) wrong variants, 0 missed: none"));
    assertEquals(coded.size(), count("(\\d+) of the wrong ones have a code"));
    long right = coded.stream().filter(KillMatrixTest::namedRight).count();
    assertEquals(right, count("(\\d+) are named by it"));
    assertTrue(20 * right >= 19L * coded.size(), right + " of " + coded.size());
    double largest =
        kind("correct").stream().mapToDouble(r -> r.path("ratio").asDouble()).max().orElse(0);
    Matcher told =
        Pattern.compile("Largest error/bound of a correct variant: ([\\d.e+-]+) ").matcher(page);
    assertTrue(told.find());
    assertEquals(largest, Double.parseDouble(told.group(1)), 0.005 * largest, "three digits");
  }

  /** The parts of what kills each wrong variant: the op, or the kind of case or test of sample. */
  private Map<String, List<Set<String>>> killers(int part) {
    Map<String, List<Set<String>>> killers = new TreeMap<>();
    for (JsonNode row : kind("wrong")) {
      Map<String, Set<String>> one = new TreeMap<>();
      for (JsonNode killed : row.path("killed")) {
        String[] parts = killed.asText().split("/", 2);
        String table = part == 0 ? "op" : parts[0].equals("sample") ? "sample" : "case";
        one.computeIfAbsent(table, k -> new TreeSet<>()).add(parts[part]);
      }
      one.forEach((k, names) -> killers.computeIfAbsent(k, t -> new ArrayList<>()).add(names));
    }
    return killers;
  }

  @Test
  void page_countsWhatEveryKindOfCaseAndEveryOpKills() {
    Map<String, List<Set<String>>> all = killers(1);
    all.putAll(killers(0));
    assertEquals(Set.of("case", "op", "sample"), all.keySet());
    all.forEach(
        (table, killers) -> {
          Set<String> names = new TreeSet<>();
          killers.forEach(names::addAll);
          assertTrue(names.size() > 10, names.toString());
          for (String name : names) {
            long count = killers.stream().filter(k -> k.contains(name)).count();
            long alone = killers.stream().filter(k -> k.equals(Set.of(name))).count();
            String told =
                table.equals("op")
                    ? "\n| " + name + " | " + count + " |\n"
                    : "\n| " + name + " | " + count + " | " + alone + " | ";
            assertEquals(table.equals("op") || alone > 0, page.contains(told), told);
          }
        });
  }

  private static JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(CANDIDATES.resolve(file).toFile());
  }

  private static String kit(JsonNode mutant) {
    String id = text(mutant, "id");
    return id.substring(0, id.lastIndexOf('-'));
  }

  private static String key(String kit, JsonNode row) {
    return kit + "\n" + text(row, "before") + "\n" + text(row, "after");
  }

  /** The random mutations: each is killed, or explained and on the page, which counts them. */
  @Test
  void everyMutant_isKilledOrExplained_andCounted() throws IOException {
    Set<String> explained = new HashSet<>();
    for (JsonNode e : read("equivalent_mutants.json")) {
      if (!text(e, "why").isBlank()) {
        explained.add(key(text(e, "kit"), e));
      }
    }
    Map<String, int[]> counts = new TreeMap<>();
    Set<String> outcomes = Set.of("killed", "survived", "broken", "stillborn");
    for (JsonNode mutant : read("source-mutations.json").path("mutants")) {
      String outcome = text(mutant, "outcome");
      assertTrue(outcomes.contains(outcome), outcome);
      assertTrue(!outcome.equals("killed") || mutant.path("failed").asInt() > 0, mutant.toString());
      if (outcome.equals("survived")) {
        assertTrue(explained.contains(key(kit(mutant), mutant)), mutant.toString());
        assertTrue(page.contains("\n| " + text(mutant, "id") + " | "), mutant.toString());
      }
      for (String row : List.of(kit(mutant), "all")) {
        int[] count = counts.computeIfAbsent(row, k -> new int[3]);
        count[0] += outcome.equals("killed") ? 1 : 0;
        count[1]++;
        count[2] += outcome.equals("stillborn") ? 0 : 1;
      }
    }
    assertTrue(counts.size() > 4 && counts.get("all")[2] >= 50, counts.keySet().toString());
    counts.forEach(
        (row, count) -> {
          String start = "| " + row + " | " + count[0] + " | ";
          String end = " | " + count[1] + " |";
          assertTrue(page.lines().anyMatch(l -> l.startsWith(start) && l.endsWith(end)), row);
        });
  }
}
