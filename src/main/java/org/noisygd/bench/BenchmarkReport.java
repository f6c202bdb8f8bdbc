// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.Roofline.Point;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.FiveNumbers;

/** The report of a benchmark: a table per problem, the roofline, and the targets. */
public final class BenchmarkReport {
  private BenchmarkReport() {}

  /** The report of the results. */
  public static Report of(Result result) {
    long untimed = result.rows().stream().filter(row -> row.sample() == null).count();
    Report report =
        new Report("noisygd benchmarks", "The cost of an update")
            .paragraphOnPage(
                "CPU time of one perturbed update and replicate: the median over rounds in which"
                    + " every implementation has its turn. Each was compared with the reference"
                    + " before it was timed. The unit is the double kernel, the fastest of ours in"
                    + " binary64.")
            .verdict(
                untimed == 0 ? "pass" : "fail",
                untimed == 0
                    ? "All " + result.rows().size() + " implementations agreed with the reference."
                    : untimed + " of " + result.rows().size() + " were not timed: see above.");
    facts(report, result.machine());
    facts(report, result.versions());
    result.missing().forEach((name, why) -> report.small(name + ": not here; " + why));
    parts(result.rows()).forEach((title, rows) -> report.section(title).table(table(rows)));
    result
        .roofline()
        .ifPresentOrElse(
            roofline -> roofline(report, roofline),
            () -> report.small("roofline: not measured; it needs the module jdk.incubator.vector"));
    if (!result.outcomes().isEmpty()) {
      report
          .section("Targets")
          .table(targets(result.outcomes()))
          .paragraph(summary(result.outcomes()));
    }
    return report;
  }

  private static void facts(Report report, Map<String, String> facts) {
    if (!facts.isEmpty()) {
      report.small(
          facts.entrySet().stream()
              .map(fact -> fact.getKey() + ": " + fact.getValue())
              .collect(Collectors.joining("; ")));
    }
  }

  /** The rows by part: the rows of a part were measured together. */
  private static Map<String, List<Row>> parts(List<Row> rows) {
    return rows.stream()
        .collect(Collectors.groupingBy(Row::part, LinkedHashMap::new, Collectors.toList()));
  }

  private static ResultTable table(List<Row> rows) {
    return Columns.of(rows)
        .text("", "Implementation", Row::implementation)
        .text("", "A step", Column.NUMBER, row -> timed(row) ? time(row.timed().median()) : "")
        .number("", "IQR", "%.1f%%", row -> timed(row) ? 100 * row.timed().spread() : Double.NaN)
        .text("", "In double kernels", Column.NUMBER, row -> times(overKernel(row, rows)))
        .text("", "What", BenchmarkReport::what)
        .table();
  }

  private static boolean timed(Row row) {
    return row.sample() != null;
  }

  private static String what(Row row) {
    if (!timed(row)) {
      return "not timed: " + row.why();
    }
    return (row.part().endsWith(row.problem().id()) ? "" : row.problem().id() + "; ")
        + row.description()
        + (row.replicates() == 1 ? "" : "; " + row.replicates() + " replicates");
  }

  /**
   * The time of a row over the time of the double kernel, the fastest of ours in binary64 measured
   * together with it; NaN if there is none.
   */
  private static double overKernel(Row row, List<Row> all) {
    return Row.fastest(
            all, r -> r.isOurs() && r.problem().isBinary64() && r.part().equals(row.part()))
        .filter(kernel -> timed(row))
        .map(kernel -> row.timed().ratioTo(kernel.timed()))
        .orElse(Double.NaN);
  }

  /** A time in the unit that suits its magnitude. */
  private static String time(double nanos) {
    return nanos < 1e4
        ? Text.format(nanos < 100 ? "%.1f ns" : "%.0f ns", nanos)
        : nanos < 1e7 ? Text.format("%.1f us", nanos / 1e3) : Text.format("%.1f ms", nanos / 1e6);
  }

  /** A ratio to three digits. */
  private static String times(double ratio) {
    return Double.isNaN(ratio)
        ? ""
        : Text.format(ratio >= 100 ? "%.0f" : ratio >= 10 ? "%.1f" : "%.2f", ratio);
  }

  private static void roofline(Report report, Roofline roofline) {
    if (roofline.points().isEmpty()) {
      return;
    }
    report
        .section("Roofline")
        .figure(RooflineChart.of(roofline))
        .table(points(roofline))
        .paragraph(
            Text.format(
                "An update in this form takes at least the greater of two times. By operations: the"
                    + " products in its sums, with their additions, at %.1f operations per nanosecond,"
                    + " half of them products, half sums. A kernel with more of one kind, such as"
                    + " double-double, is slower on a core with a unit for each. By bytes: M once"
                    + " for all replicates, the iterate and the noise, read from an array as large"
                    + " as the data of all updates, so from a cache if they fit. Both are measured"
                    + " on one core. Perturbing, descending, rounding and writing are not counted,"
                    + " nor are kernels of other digits.",
                roofline.operationsPerNano()));
  }

  private static ResultTable points(Roofline roofline) {
    return Columns.of(roofline.points())
        .text("problem", "Problem", point -> point.row().problem().id())
        .text("implementation", "Fastest of ours", point -> point.row().implementation())
        .number("operations", "Operations", "%,.0f", Point::operations)
        .number("bytes", "Bytes", "%,.0f", Point::bytes)
        .whole("working_set", "", Point::workingSet)
        .number("bytes_per_nano", "", "", Point::bytesPerNano)
        .number("limit_by_operations", "By operations", "%.0f", Point::limitByOperations)
        .shown(point -> time(point.limitByOperations()))
        .number("limit_by_bytes", "By bytes", "%.0f", Point::limitByBytes)
        .shown(point -> time(point.limitByBytes()))
        .number("nanos_per_step", "A step", "%.0f", Point::nanos)
        .shown(point -> time(point.nanos()))
        .number("fraction", "Limit over step", "%.0f", Point::share)
        .shown(point -> Text.format("%.0f%%", 100 * point.share()))
        .table();
  }

  private static ResultTable targets(List<Target.Outcome> outcomes) {
    return Columns.of(outcomes)
        .text("", "Verdict", Target.Outcome::word)
        .style(outcome -> outcome.measured() ? outcome.met() ? "pass" : "fail" : "skipped")
        .text("", "Times as fast as", outcome -> outcome.target().text())
        .text("", "On", outcome -> outcome.target().problem().id())
        .text("", "Target", Column.NUMBER, outcome -> times(outcome.target().factor()))
        .text("", "Found", Column.NUMBER, outcome -> times(outcome.ratio()))
        .text("", "In its rounds", BenchmarkReport::range)
        .text(
            "",
            "Between",
            outcome -> outcome.measured() ? outcome.ours() + " and " + outcome.peer() : "")
        .table();
  }

  /** The smallest and the largest ratio of a round. */
  private static String range(Target.Outcome outcome) {
    @Nullable FiveNumbers ratios = outcome.ratios();
    return ratios == null ? "" : times(ratios.min()) + " to " + times(ratios.max());
  }

  private static String summary(List<Target.Outcome> outcomes) {
    long measured = outcomes.stream().filter(Target.Outcome::measured).count();
    long met = outcomes.stream().filter(o -> o.measured() && o.met()).count();
    return met
        + " met, "
        + (measured - met)
        + " missed, "
        + (outcomes.size() - measured)
        + " not measured";
  }

  /**
   * The JSON result: {@code {"rows":[{"implementation":"ours-batched","arithmetic":"binary64",
   * "d1":20,"d2":30,"r":1,"nanosPerStep":146.0}]}} and more; a row without times has {@code why}.
   */
  public static String json(Result result, Provenance provenance) {
    return Json.text(
        Json.object()
            .put("rows", result.rows().stream().map(row -> json(row, result.rows())).toList())
            .put("targets", result.outcomes().stream().map(BenchmarkReport::json).toList())
            .put(
                "roofline",
                result
                    .roofline()
                    .map(
                        roofline ->
                            Json.object()
                                .put("operationsPerNano", roofline.operationsPerNano())
                                .put("points", points(roofline).objects())))
            .put("machine", result.machine())
            .put("peers", result.versions())
            .put("missing", result.missing())
            .put("version", provenance.version())
            .put("command", provenance.command()));
  }

  private static Json.Fields json(Row row, List<Row> all) {
    Json.Fields fields =
        Json.object()
            .put("implementation", row.implementation())
            .put("arithmetic", row.problem().arithmetic())
            .put("d1", row.problem().d1())
            .put("d2", row.problem().d2())
            .put("r", row.problem().r())
            .put("part", row.part())
            .put("replicates", row.replicates())
            .put("description", row.description())
            .put("agrees", timed(row));
    if (!timed(row)) {
      return fields.put("why", row.why());
    }
    fields
        .put("nanosPerStep", row.timed().median())
        .put("interquartileRange", row.timed().spread())
        .put("rounds", row.timed().rounds());
    double over = overKernel(row, all);
    return Double.isNaN(over) ? fields : fields.put("overDouble", over);
  }

  private static Json.Fields json(Target.Outcome outcome) {
    Json.Fields fields =
        Json.object()
            .put("text", outcome.target().text())
            .put("problem", outcome.target().problem().id())
            .put("factor", outcome.target().factor())
            .put("verdict", outcome.word());
    @Nullable FiveNumbers ratios = outcome.ratios();
    return ratios != null
        ? fields
            .put("ratio", ratios.median())
            .put("leastRatio", ratios.min())
            .put("greatestRatio", ratios.max())
            .put("ours", outcome.ours())
            .put("peer", outcome.peer())
        : fields;
  }
}
