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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers: what {@code study sweep} prints, writes and ends with. */
class SweepCommandTest {
  private static final String JSON =
      "{\"sweep\":\"small\",\"fixed\":{\"steps\":80,\"replicates\":4,\"reference\":\"binary64\"},"
          + "\"grid\":{\"arithmetic\":[\"bfloat16\",\"binary:24\"],\"sigma\":[0.05,0.1]}}";

  @TempDir private Path directory;

  private String specification() throws IOException {
    return Files.writeString(directory.resolve("small.json"), JSON).toString();
  }

  @Test
  void sweep_untilItIsWhole_writesResultsBesideTheSpecification() throws IOException {
    Path json = directory.resolve("small-out.json");
    CommandRun run = CommandRun.of("study", "sweep", specification(), "--json", json.toString());
    assertEquals("", run.err());
    assertEquals(0, run.status());
    Path results = directory.resolve("small-results");
    assertTrue(run.out().startsWith("Sweep small: 4 points in 2 cells.\n2 cells to compute, "));
    assertTrue(run.out().contains("2 cells computed, 0 already finished; 4 rows in " + results));
    List<String> csv = Files.readAllLines(results.resolve("results.csv"));
    assertTrue(csv.get(0).startsWith("point,arithmetic,sigma,drift_ratio,"), csv.get(0));
    assertEquals(5, csv.size());
    assertTrue(csv.get(4).matches("3,binary:24,0.1,.*,preserved,.*"), csv.get(4));
    assertTrue(Files.readString(results.resolve("report.html")).contains("<svg"));
    assertTrue(Files.exists(results.resolve("drift-ratio.svg")));
    JsonNode root = new ObjectMapper().readTree(Files.readString(json));
    assertEquals(4, root.path("results").size());
    assertEquals(0.1, root.path("results").path(3).path("sigma").doubleValue());
    JsonNode provenance =
        new ObjectMapper().readTree(Files.readString(results.resolve("provenance.json")));
    assertTrue(provenance.path("command").asText().startsWith("./verify.sh study sweep "));
    run = CommandRun.of("study", "sweep", specification());
    assertTrue(run.out().contains("0 cells computed, 2 already finished"), run.out());
  }

  private static void refusedCommand(String complaint, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.status());
    assertTrue(run.err().contains(complaint), run.err());
    assertEquals(1, run.err().lines().count());
  }

  @Test
  void commandLine_thatIsUnusable_isRefusedInOneLine() throws IOException {
    String file = specification();
    refusedCommand("nowhere.json: no such file", "study", "sweep", "nowhere.json");
    refusedCommand(
        "--engine must be one of in-process, spark, got x",
        "study",
        "sweep",
        file,
        "--engine",
        "x");
    refusedCommand("--threads must be at least 1, got 0", "study", "sweep", file, "--threads", "0");
    refusedCommand(
        "--master must be used with --engine spark", "study", "sweep", file, "--master", "local");
    refusedCommand("--json must name a file of its own", "study", "sweep", file, "--json", file);
    refusedCommand(
        "--json must name a file outside of the results' folder",
        "study",
        "sweep",
        file,
        "--json",
        file.replace(".json", "-results.csv"),
        "--out",
        directory.toString());
    refusedCommand(
        "must have Spark on the class path", "study", "sweep", file, "--engine", "spark");
    assertFalse(Files.exists(directory.resolve("small-results")));
    Path taken = Files.createFile(directory.resolve("taken"));
    refusedCommand(
        "--out must name a directory", "study", "sweep", file, "--out", taken.toString());
  }
}
