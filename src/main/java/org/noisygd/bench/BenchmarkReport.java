// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;

/** A benchmark as one HTML page: figures of how cost grows, the targets, every row. */
public final class BenchmarkReport {
  private static final Kind[] LINES = {Kind.LINE_A, Kind.LINE_B, Kind.LINE_C, Kind.LINE_D};

  private BenchmarkReport() {}

  /** The page. */
  public static String of(Result result, Provenance provenance) {
    Page page = new Page("noisygd benchmarks");
    page.raw("<h1>What an update costs</h1>\n")
        .element(
            "p",
            "CPU time of one perturbed update and replicate, medians over rounds in which every"
                + " implementation has its turn; each was compared with the reference before it was"
                + " timed. The unit is the double kernel: the fastest of ours in binary64.")
        .raw("\n")
        .element("p class=\"small\"", provenance.command())
        .raw("\n");
    facts(page, result.machine());
    facts(page, result.versions());
    facts(page, result.missing());
    for (Scaling.Kind kind : Scaling.Kind.values()) {
      List<Scaling> some = result.scalings().stream().filter(s -> s.kind() == kind).toList();
      if (!some.isEmpty()) {
        page.figure(chart(kind, some));
      }
    }
    targets(page, result.outcomes());
    BenchmarkTable.byPart(result.rows()).forEach((title, rows) -> rows(page, title, rows));
    return page.end();
  }

  private static void facts(Page page, Map<String, String> facts) {
    facts.forEach((name, fact) -> page.element("p class=\"small\"", name + ": " + fact).raw("\n"));
  }

  /** At most four curves: ours first, then the fastest of the others at the greatest quantity. */
  static LineChart chart(Scaling.Kind kind, List<Scaling> scalings) {
    List<Scaling> shown =
        scalings.stream()
            .sorted(
                (a, b) -> {
                  int ours =
                      Boolean.compare(
                          b.implementation().startsWith("ours"),
                          a.implementation().startsWith("ours"));
                  return ours != 0 ? ours : Double.compare(last(a), last(b));
                })
            .limit(LINES.length)
            .toList();
    List<Series> series = new ArrayList<>();
    double minX = Double.POSITIVE_INFINITY;
    double maxX = 0;
    double minY = Double.POSITIVE_INFINITY;
    double maxY = 0;
    StringBuilder measured = new StringBuilder();
    for (int k = 0; k < shown.size(); k++) {
      Scaling s = shown.get(k);
      List<Double> points = new ArrayList<>();
      for (Scaling.Point point : s.points()) {
        points.add(point.quantity());
        points.add(point.cost());
        minX = Math.min(minX, point.quantity());
        maxX = Math.max(maxX, point.quantity());
        minY = Math.min(minY, point.cost());
        maxY = Math.max(maxY, point.cost());
      }
      series.add(new Series(label(s), LINES[k], points));
      series.add(new Series("", Kind.MARKS, points));
      measured
          .append(k == 0 ? "" : ", ")
          .append(s.implementation())
          .append(String.format(Locale.ROOT, " %.2f", s.measured()));
    }
    Scaling first = shown.get(0);
    List<Double> guide = guide(kind, first);
    minY = Math.min(minY, guide.get(1));
    series.add(0, new Series("exponent " + kind.expected(), Kind.GUIDE, guide));
    return new LineChart(
        "cost-" + kind.name().toLowerCase(Locale.ROOT),
        "Cost of an update against " + kind.quantity(),
        String.format(
            Locale.ROOT,
            "Counting operations gives the exponent %s (thin line); measured, by least squares: %s.",
            kind.expected(),
            measured),
        new Axis(kind.quantity(), minX / 1.2, maxX * 1.2, true),
        new Axis("cost in double kernels", minY / 2, maxY * 8, true),
        series);
  }

  private static String label(Scaling s) {
    return String.format(Locale.ROOT, "%s: %.2f", s.implementation(), s.measured());
  }

  private static double last(Scaling s) {
    return s.points().get(s.points().size() - 1).cost();
  }

  /** A power law with the expected exponent through the curve's last point. */
  private static List<Double> guide(Scaling.Kind kind, Scaling s) {
    List<Scaling.Point> points = s.points();
    Scaling.Point from = points.get(0);
    Scaling.Point to = points.get(points.size() - 1);
    double ratio = StrictMath.pow(from.quantity() / to.quantity(), kind.expected());
    return List.of(from.quantity(), to.cost() * ratio, to.quantity(), to.cost());
  }

  private static void targets(Page page, List<Target.Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    page.raw("<h2>Targets</h2>\n<table>\n<thead><tr><th scope=\"col\">Verdict</th>")
        .raw("<th scope=\"col\">Times as fast as</th><th scope=\"col\">On</th>")
        .raw("<th scope=\"col\" class=\"number\">Target</th>")
        .raw("<th scope=\"col\" class=\"number\">Found</th><th scope=\"col\">Between</th></tr>")
        .raw("</thead>\n<tbody>\n");
    for (Target.Outcome outcome : outcomes) {
      String style = outcome.measured() ? outcome.met() ? "pass" : "fail" : "skipped";
      page.raw("<tr>")
          .cell("Verdict", outcome.word(), style)
          .cell("Times as fast as", outcome.target().text(), "")
          .cell("On", outcome.target().problem().id(), "")
          .cell("Target", BenchmarkTable.times(outcome.target().factor()), "number")
          .cell("Found", BenchmarkTable.times(outcome.ratio()), "number")
          .cell("Between", outcome.ours() + ", " + outcome.peer(), "")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  /** With a space between number and unit at which no line is broken. */
  private static String together(String time) {
    return time.replace(' ', '\u00a0');
  }

  private static void rows(Page page, String title, List<Row> rows) {
    page.element("h2", title)
        .raw("\n<table>\n<thead><tr><th scope=\"col\">Implementation</th>")
        .raw("<th scope=\"col\" class=\"number\">A step</th>")
        .raw("<th scope=\"col\" class=\"number\">Spread</th>")
        .raw("<th scope=\"col\" class=\"number\">In double kernels</th>")
        .raw("<th scope=\"col\">What</th></tr></thead>\n<tbody>\n");
    for (Row row : rows) {
      boolean timed = row.sample() != null;
      String spread = timed ? String.format(Locale.ROOT, "%.1f%%", 100 * row.timed().spread()) : "";
      page.raw("<tr>")
          .cell("Implementation", row.implementation(), "")
          .cell(
              "A step", timed ? together(BenchmarkTable.time(row.timed().median())) : "", "number")
          .cell("Spread", spread, "number")
          .cell(
              "In double kernels",
              BenchmarkTable.times(BenchmarkTable.overKernel(row, rows)),
              "number")
          .cell(
              "What",
              timed ? row.description() + BenchmarkTable.batch(row) : "not timed: " + row.why(),
              "")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }
}
