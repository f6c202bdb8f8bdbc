// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of the commands, started as a user starts them. Continuous integration runs these. */
@Tag("ci")
class ResultFilesTest {
  private static final Set<String> FIGURES = Set.of("1", "2a", "2g", "3f", "4", "5", "6");

  @TempDir private Path directory;

  private JsonNode run(String... arguments) throws IOException, InterruptedException {
    Path json = directory.resolve("result.json");
    List<String> command =
        Stream.of(Stream.of("./verify.sh"), Stream.of(arguments), Stream.of("--json", "" + json))
            .flatMap(words -> words)
            .toList();
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    assertEquals(0, status, command.toString());
    return new ObjectMapper().readTree(json.toFile());
  }

  private String page() throws IOException {
    return Files.readString(directory.resolve("report.html"));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void verification_wholeReference_passes() throws Exception {
    JsonNode result = run("--out", directory.toString());
    assertEquals("pass", result.get("verdict").asText());
    assertTrue(result.get("checks").size() > 0);
    for (JsonNode check : result.get("checks")) {
      assertEquals("pass", check.get("status").asText(), "" + check);
      assertTrue(page().contains(check.get("id").asText()), "" + check);
    }
  }

  /** Without the archive every start takes twice as long. */
  @Test
  void start_twice_hasAnArchiveOfClasses() throws Exception {
    run("--only", "N.philox");
    try (Stream<Path> files = Files.list(Path.of("target", "run"))) {
      List<Path> archives = files.filter(f -> f.toString().endsWith(".jsa")).toList();
      assertTrue(archives.size() > 0);
      for (Path archive : archives) {
        assertTrue(Files.size(archive) > 0, archive.toString());
      }
    }
  }

  @Test
  void studyPaper_quick_findsNoDifferenceAndHasItsData() throws Exception {
    JsonNode result = run("study", "paper", "--quick", "--out", directory.toString());
    Set<String> figures = new TreeSet<>();
    result.get("figures").fieldNames().forEachRemaining(figures::add);
    assertTrue(figures.containsAll(FIGURES), figures.toString());
    for (JsonNode finding : result.get("findings")) {
      assertNotEquals("differs", finding.get("verdict").asText(), finding.toString());
    }
    List<String> data =
        Pattern.compile("href=\"([^\"#]+\\.csv)\"")
            .matcher(page())
            .results()
            .map(link -> link.group(1))
            .toList();
    assertEquals(count(page(), "<figure>"), data.size());
    for (String name : data) {
      assertTrue(Files.exists(directory.resolve(name)), name);
    }
  }

  /** That all of them run and agree, not how long they take. */
  @ParameterizedTest
  @CsvSource({"'bench --quick', 5", "'bench --quick --peers', 25"})
  void bench_quick_agreesWithTheReference(String command, int leastRows) throws Exception {
    JsonNode result = run(command.split(" ", -1));
    assertTrue(result.get("rows").size() >= leastRows, result.get("rows").size() + " rows");
    result
        .get("missing")
        .properties()
        .forEach(e -> assertTrue(e.getValue().asText().contains("nfixed is in 3.2"), e.toString()));
    for (JsonNode row : result.get("rows")) {
      assertTrue(row.get("agrees").asBoolean() && row.get("nanosPerStep").asDouble() > 0, "" + row);
      for (String field : List.of("implementation", "arithmetic", "d1", "d2", "r")) {
        assertTrue(row.has(field), field + " in " + row);
      }
    }
  }
}
