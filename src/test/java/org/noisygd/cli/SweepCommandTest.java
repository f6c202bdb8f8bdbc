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
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers: what {@code study sweep} prints, writes and ends with. */
class SweepCommandTest {
  private static final String JSON =
      "{\"sweep\":\"small\",\"fixed\":{\"steps\":80,\"replicates\":4,\"reference\":\"binary64\"},"
          + "\"grid\":{\"precision\":[8,24],\"sigma\":[0.05,0.1]},"
          + "\"record\":[\"verdict\",\"driftRatio\"]}";

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
    assertTrue(run.out().startsWith("Sweep small: 4 points in 4 cells.\n4 cells to compute, "));
    assertTrue(run.out().contains("4 cells computed, 0 were there; 4 rows in " + results));
    List<String> csv = Files.readAllLines(results.resolve("results.csv"));
    assertEquals("point,precision,sigma,verdict,driftRatio", csv.get(0));
    assertEquals(5, csv.size());
    assertTrue(csv.get(4).startsWith("3,24,0.1,faithful,"), csv.get(4));
    JsonNode root = new ObjectMapper().readTree(Files.readString(json));
    assertEquals(4, root.path("results").size());
    assertEquals(0.1, root.path("results").path(3).path("sigma").doubleValue());
    JsonNode provenance =
        new ObjectMapper().readTree(Files.readString(results.resolve("provenance.json")));
    assertTrue(provenance.path("command").asText().startsWith("./verify.sh study sweep "));
    run = CommandRun.of("study", "sweep", specification());
    assertTrue(run.out().contains("0 cells computed, 4 were there"), run.out());
  }

  @Test
  void report_ofACompleteSweep_isAPageAndPictures() throws Exception {
    CommandRun run = CommandRun.of("study", "sweep", specification(), "--report");
    assertEquals(0, run.status(), run.err());
    Path results = directory.resolve("small-results");
    String page = Files.readString(results.resolve("report.html"));
    assertEquals(2, page.split("<svg").length - 1, "a map and curves");
    for (String name : List.of("map-0.svg", "curves-0.svg")) {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(results.resolve(name).toFile());
      assertEquals("svg", document.getDocumentElement().getTagName());
      assertTrue(document.getElementsByTagName("style").getLength() == 1, name);
    }
    refused("--x must be one of precision, sigma, got eta", specification(), "--x", "eta");
    refused("--y must be another axis", specification(), "--x", "sigma", "--y", "sigma");
    refused(
        "--value must be one of driftRatio, got verdict", specification(), "--value", "verdict");
  }

  private void refused(String complaint, String file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("study", "sweep", file, "--report"));
    arguments.addAll(List.of(options));
    Path out = directory.resolve("none");
    arguments.addAll(List.of("--out", out.toString()));
    refusedCommand(complaint, arguments.toArray(String[]::new));
    assertFalse(Files.exists(out), "a wrong call leaves nothing behind");
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
    refusedCommand("nowhere.json: must be a file, got none", "study", "sweep", "nowhere.json");
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
    refusedCommand("--x must be used with --report", "study", "sweep", file, "--x", "sigma");
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
