// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;

/** Known answers: one small report as text, as files and as a page. */
class ReportTest {
  private static final List<Series> POINT =
      List.of(new Series("", Series.Kind.MARKS).add(1.0, 1.0));

  private static final Terminal PIPE = new Terminal(40, false, false);

  private record Run(String name, double mean, long steps, String note) {}

  private static ResultTable table(Run... runs) {
    return Columns.of(List.of(runs))
        .text("run", "Run", Run::name)
        .style(run -> run.mean() < 0 ? "fail" : "pass")
        .number("mean", "Mean", "%.2f", Run::mean)
        .optional(
            "steps",
            "Steps",
            run -> run.steps() < 0 ? OptionalLong.empty() : OptionalLong.of(run.steps()))
        .number("hidden", "", "%.0f", run -> 2 * run.mean())
        .text("", "What", run -> "a sentence that is longer than its column")
        .detail(Run::note)
        .detail(run -> run.note().isEmpty() ? "" : "-> " + run.note())
        .text("note", "", Run::note)
        .table("runs");
  }

  private static Report report() {
    return new Report("page", "Runs & <more>")
        .paragraph("What was run.")
        .legend("mean: of all.")
        .section("First one")
        .table(table(new Run("a", -0.001, 1200, "\"good\", so far")))
        .section("Next")
        .table(table(new Run("long name", Double.NaN, -1, "")))
        .verdict("pass", "PASS: all.");
  }

  @Test
  void text_ofAReport_alignsTablesAndEndsWithTheVerdict() {
    assertEquals(
        """
        What was run.

        First one
        Run        Mean  Steps  What
        a          0.00  1,200  a sentence that is longer than
                                its column
                                "good", so far
                                -> "good", so far

        Next
        long name     -      -  a sentence that is longer than
                                its column

        mean: of all.

        PASS: all.
        """,
        report().text(PIPE));
  }

  @Test
  void text_detailOfAColumn_standsBelowIt_andThousandsHaveCommas() {
    ResultTable table =
        Columns.of(List.of(-1234.5))
            .text("", "Run", mean -> "a")
            .text("", "Verdict", mean -> "slowed")
            .detail(mean -> "it grows")
            .number("", "Mean", "%.1f", mean -> mean)
            .table();
    assertEquals(
        "Run  Verdict      Mean\na    slowed   -1,234.5\n     it grows\n",
        new Report("", "").table(table).text(PIPE));
  }

  @Test
  void files_ofTablesOfOneName_areOneFileWithWholeNumbers() {
    assertEquals(Set.of("runs.csv"), report().files().keySet());
    assertEquals(
        "run,mean,steps,hidden,note\n"
            + "a,-0.001,1200,-0.002,\"\"\"good\"\", so far\"\n"
            + "long name,,,,\n",
        file(report(), "runs.csv"));
  }

  private static String file(Report report, String name) {
    return Objects.requireNonNull(report.files().get(name)).get();
  }

  @Test
  void picture_colours_areNumbersOnWhiteAndFormulasMathematics() {
    Axis axis = new Axis("||X||^2", 0, 1, false);
    String svg = Page.picture(new LineChart("l", "sigma^2", "d", axis, axis, POINT));
    assertFalse(svg.contains("var("), svg);
    assertFalse(svg.contains("@media"), svg);
    assertTrue(svg.contains("svg { background: #ffffff; }"), svg);
    assertTrue(svg.contains(">‖X‖²</text>"), svg);
    assertTrue(svg.contains(">σ²</title>"), svg);
  }

  @Test
  void page_ofAReport_escapesAndNamesEachCell() {
    String page =
        report().contents().page(new Provenance("1", "17", List.of("study")), "Again the same.");
    assertTrue(page.contains("<h1>Runs &amp; &lt;more&gt;</h1>"), page);
    assertTrue(page.contains("<td data-label=\"Run\" class=\"fail\">a</td>"), page);
    assertTrue(page.contains("<td data-label=\"Mean\" class=\"number\">0.00</td>"), page);
    assertTrue(
        page.contains("column<br><span class=\"small\">&quot;good&quot;, so far</span><br>"), page);
    assertTrue(page.contains("<li><a href=\"#first-one\">First one</a></li>"), page);
    assertTrue(page.contains("<h2 id=\"first-one\">First one</h2>"), page);
    assertTrue(page.indexOf("PASS: all.") < page.indexOf("./verify.sh study"), page);
    assertFalse(page.contains("hidden"), page);
  }
}
