// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.noisygd.bench.workload.Problem;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;

/** Known answers: a result made by hand, as table, JSON and page. */
class BenchmarkReportTest {
  private static final Problem SMALL = Problem.binary64(20, 30, 1);
  private static final Problem MANY = new Problem("decimal:50", 20, 30, 1);
  private static final Provenance PROVENANCE =
      new Provenance("0.1", "21", List.of("bench", "--only", "<a&b>"));

  private static final Terminal WIDE = new Terminal(200, false, false);

  private static Row row(Problem part, Problem problem, String name, int replicates, double nanos) {
    return new Row(
        part.id(),
        name,
        "what " + name + " is",
        problem,
        replicates,
        new RoundTimes(List.of(nanos, nanos * 0.5, nanos * 2)),
        "");
  }

  private static Result result() {
    return result(Optional.empty());
  }

  private static Result result(Optional<Roofline.Ceilings> ceilings) {
    List<Row> rows = new ArrayList<>();
    rows.add(row(SMALL, SMALL, "ours-batched", 64, 50));
    rows.add(row(SMALL, SMALL, "eigen-gram", 1, 150));
    rows.add(row(MANY, SMALL, "ours-batched", 64, 40));
    rows.add(row(MANY, MANY, "ours-fixed", 1, 4000));
    rows.add(new Row(MANY.id(), "flint-<x>", "FLINT", MANY, 1, null, "differs by 1e-3 & more"));
    Target eigen = new Target("Eigen", SMALL, List.of("eigen-gram"), 1.3);
    Target absent = new Target("NumPy", SMALL, List.of("numpy-natural"), 60);
    return new Result(
        rows,
        List.of(eigen.judge(rows), absent.judge(rows)),
        ceilings.map(measured -> Roofline.of(rows, measured)),
        Map.of("cpu", "a <cpu>"),
        Map.of("eigen", "Eigen 3.4.0"),
        Map.of("mpmath", "needs python3-mpmath"));
  }

  private static JsonNode find(JsonNode rows, String part, String arithmetic, String name) {
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> row.get("part").asText().equals(part))
        .filter(row -> row.get("arithmetic").asText().equals(arithmetic))
        .filter(row -> row.get("implementation").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + name));
  }

  @Test
  void json_handMadeResult_holdsEveryNumber() throws IOException {
    JsonNode root = new ObjectMapper().readTree(BenchmarkReport.json(result(), PROVENANCE));
    JsonNode rows = root.get("rows");
    assertEquals(5, rows.size());
    JsonNode eigen = find(rows, SMALL.id(), "binary64", "eigen-gram");
    assertEquals(150, eigen.get("nanosPerStep").asDouble());
    assertEquals(3, eigen.get("overDouble").asDouble());
    assertEquals(List.of(150.0, 75.0, 300.0), doubles(eigen.get("rounds")));
    // Quartiles of 75, 150, 300 are 112.5 and 225.
    assertEquals(0.75, eigen.get("interquartileRange").asDouble());
    assertTrue(eigen.get("agrees").asBoolean());
    // In its own rounds the double kernel took 40.
    JsonNode fixed = find(rows, MANY.id(), "decimal:50", "ours-fixed");
    assertEquals(100, fixed.get("overDouble").asDouble());
    JsonNode wrong = find(rows, MANY.id(), "decimal:50", "flint-<x>");
    assertFalse(wrong.get("agrees").asBoolean());
    assertEquals("differs by 1e-3 & more", wrong.get("why").asText());
    assertFalse(wrong.has("nanosPerStep"));
    assertEquals("met", root.get("targets").get(0).get("verdict").asText());
    assertEquals(3, root.get("targets").get(0).get("ratio").asDouble());
    assertEquals("not measured", root.get("targets").get(1).get("verdict").asText());
    assertFalse(root.get("targets").get(1).has("ratio"));
    assertEquals("a <cpu>", root.get("machine").get("cpu").asText());
    assertEquals("needs python3-mpmath", root.get("missing").get("mpmath").asText());
    assertEquals("./verify.sh bench --only '<a&b>'", root.get("command").asText());
  }

  private static List<Double> doubles(JsonNode array) {
    List<Double> all = new ArrayList<>();
    array.forEach(node -> all.add(node.asDouble()));
    return all;
  }

  @Test
  void html_handMadeResult_showsEveryRowAndEscapes() {
    String page = BenchmarkReport.of(result()).page(PROVENANCE, "");
    assertTrue(page.startsWith("<!DOCTYPE html>"), page.substring(0, 40));
    assertTrue(page.contains("&lt;a&amp;b&gt;"));
    assertTrue(page.contains("a &lt;cpu&gt;"));
    assertTrue(page.contains("flint-&lt;x&gt;"));
    assertTrue(page.contains("not timed: differs by 1e-3 &amp; more"));
    assertFalse(page.contains("flint-<x>"));
    for (String part : List.of(SMALL.id(), MANY.id())) {
      assertTrue(page.contains(">" + part + "</h2>"), part);
    }
    assertEquals(1, count(page, ">met<"));
    assertEquals(1, count(page, ">not measured<"));
  }

  @Test
  void report_withCeilings_hasTheRoofline() throws IOException {
    Roofline.Ceilings ceilings =
        new Roofline.Ceilings() {
          @Override
          public double operationsPerNano() {
            return 100;
          }

          @Override
          public double bytesPerNano(long size) {
            return size > 100_000 ? 25 : 50;
          }
        };
    Result result = result(Optional.of(ceilings));
    Report report = BenchmarkReport.of(result);
    String page = report.page(PROVENANCE, "");
    assertEquals(1, count(page, "limit, read from 130 KiB"));
    assertEquals(1, count(page, "limit, read from 23 KiB"));
    assertFalse(page.contains("roofline: not measured"));
    // 1300 terms of 2 operations take 26 ns; in residual form 3 * 600 of them 36 ns. Of 50: 72%.
    assertTrue(report.text(WIDE).matches("(?s).* 3,600 +875 +36.0 ns +35.0 ns +50.0 ns +72%.*"));
    JsonNode roofline =
        new ObjectMapper().readTree(BenchmarkReport.json(result, PROVENANCE)).get("roofline");
    assertEquals(100, roofline.get("operationsPerNano").asDouble());
    assertEquals(2, roofline.get("points").size());
    assertEquals(0.72, roofline.get("points").get(0).get("fraction").asDouble());
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }
}
