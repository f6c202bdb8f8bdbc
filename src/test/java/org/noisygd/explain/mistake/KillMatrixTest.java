// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

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
    new ObjectMapper().readTree(CANDIDATES.resolve(file).toFile()).forEach(all::add);
    return all;
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).asText();
  }

  private List<JsonNode> kind(String kind) {
    return rows.stream().filter(r -> text(r, "kind").equals(kind)).toList();
  }

  private static List<String> named(JsonNode row) {
    List<String> codes = new ArrayList<>();
    row.path("named").forEach(c -> codes.add(c.asText()));
    return codes;
  }

  private static boolean namedRight(JsonNode row) {
    return named(row).contains(text(row, "code"));
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
    assertTrue(kind("legal").size() >= 140);
    Set<String> languages = new TreeSet<>();
    variants.stream()
        .filter(v -> text(v, "kind").equals("wrong"))
        .forEach(v -> languages.add(text(v, "language")));
    assertTrue(languages.size() >= 3, languages.toString());
  }

  @Test
  void everyWrongVariant_isKilledByACase_andNoLegalOneIs() {
    for (JsonNode row : kind("wrong")) {
      assertEquals("fail", text(row, "verdict"), text(row, "name"));
      assertTrue(row.path("killed").size() > 0, text(row, "name"));
      assertTrue(
          row.path("infinite").asBoolean()
              || row.path("ratio").asDouble() > 1
              || row.path("evidence").asDouble() > 1,
          text(row, "name"));
    }
    for (JsonNode row : kind("legal")) {
      assertEquals("pass", text(row, "verdict"), text(row, "name"));
      assertEquals(0, row.path("killed").size(), text(row, "name"));
      assertTrue(row.path("ratio").asDouble() <= 1, text(row, "name"));
      assertTrue(row.path("evidence").asDouble() <= 1, text(row, "name"));
      assertTrue(row.path("cases").asInt() > 0, text(row, "name"));
    }
  }

  @Test
  void mistakesOfTheProtocol_areNamedRightInNineteenOfTwenty() {
    List<JsonNode> coded = kind("wrong").stream().filter(r -> !text(r, "code").isEmpty()).toList();
    long right = coded.stream().filter(KillMatrixTest::namedRight).count();
    assertTrue(20 * right >= 19L * coded.size(), right + " of " + coded.size());
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
    assertEquals(kind("legal").size(), count("(\\d+) legal variants, 0 failed: none"));
    assertEquals(wrong.size(), count("(\\d+) wrong variants, 0 missed: none"));
    assertEquals(coded.size(), count("(\\d+) of the wrong ones have a code"));
    assertEquals(
        coded.stream().filter(KillMatrixTest::namedRight).count(), count("(\\d+) are named by it"));
    double largest =
        kind("legal").stream().mapToDouble(r -> r.path("ratio").asDouble()).max().orElse(0);
    Matcher told =
        Pattern.compile("Largest error/bound of a legal variant: ([\\d.e+-]+) ").matcher(page);
    assertTrue(told.find());
    assertEquals(largest, Double.parseDouble(told.group(1)), 0.005 * largest, "three digits");
  }

  /** Kills by kind of case, or by test of sample's law; in the second table, those by it alone. */
  private void countKills(boolean sample, Map<String, Integer> kills, Map<String, Integer> alone) {
    for (JsonNode row : kind("wrong")) {
      Set<String> kinds = new TreeSet<>();
      for (JsonNode killed : row.path("killed")) {
        String[] parts = killed.asText().split("/", 2);
        if (parts[0].equals("sample") == sample) {
          kinds.add(parts[1]);
        }
      }
      kinds.forEach(k -> kills.merge(k, 1, Integer::sum));
      if (kinds.size() == 1) {
        alone.merge(kinds.iterator().next(), 1, Integer::sum);
      }
    }
  }

  @Test
  void page_countsWhatEveryKindOfCaseKills() {
    for (boolean sample : new boolean[] {false, true}) {
      Map<String, Integer> kills = new TreeMap<>();
      Map<String, Integer> alone = new TreeMap<>();
      countKills(sample, kills, alone);
      assertTrue(kills.size() > 10, kills.toString());
      kills.forEach(
          (kind, count) -> {
            String told =
                alone.containsKey(kind)
                    ? "\n| " + kind + " | " + count + " | " + alone.get(kind) + " | "
                    : " " + kind + " (" + count + ")";
            assertTrue(page.contains(told), told);
          });
    }
  }

  @Test
  void page_countsTheMistakesKilledInEveryOp() {
    Map<String, Integer> ops = new TreeMap<>();
    for (JsonNode row : kind("wrong")) {
      Set<String> killing = new TreeSet<>();
      row.path("killed").forEach(k -> killing.add(k.asText().split("/", 2)[0]));
      killing.forEach(op -> ops.merge(op, 1, Integer::sum));
    }
    assertEquals(11, ops.size(), ops.toString());
    ops.forEach((op, count) -> assertTrue(page.contains("\n| " + op + " | " + count + " |\n"), op));
  }
}
