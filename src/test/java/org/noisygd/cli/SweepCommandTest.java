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
import java.util.Map;
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

  @Test
  void commandLine_thatIsUnusable_isRefusedInOneLine() throws IOException {
    String file = specification();
    Path taken = Files.createFile(directory.resolve("taken"));
    Map.of(
            "nowhere.json",
            "nowhere.json: no such file",
            "FILE --engine x",
            "--engine must be one of in-process, spark, got x",
            "FILE --threads 0",
            "--threads must be at least 1, got 0",
            "FILE --master local",
            "--master must be used with --engine spark",
            "FILE --json FILE",
            "--json must name a file of its own",
            "FILE --json DIR/small-results.csv --out DIR",
            "--json must name a file outside of the results' folder",
            "FILE --engine spark",
            "must have Spark on the class path",
            "FILE --out " + taken,
            "--out must name a directory")
        .forEach(
            (line, complaint) -> {
              String words = line.replace("FILE", file).replace("DIR", "" + directory);
              CommandRun.assertUnusable(complaint, ("study sweep " + words).split(" "));
            });
    assertFalse(Files.exists(directory.resolve("small-results")));
  }
}
