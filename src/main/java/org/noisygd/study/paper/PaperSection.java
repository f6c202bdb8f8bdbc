// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.noisygd.report.Columns;
import org.noisygd.report.Report;
import org.noisygd.report.chart.Chart;

/**
 * One part of the study of the paper.
 *
 * @param id the anchor, unique in the page
 * @param title the title of the section
 * @param claimHeading the heading of the claims: {@link #PAPER} or {@link #THEORY}
 * @param text the function that adds the text above the figures, and the files of further tables
 * @param charts the figures; the data of each are written to a file named by its id
 * @param figures the JSON results, by the names that {@code --figure} takes
 * @param findings the claims beside our results
 */
public record PaperSection(
    String id,
    String title,
    String claimHeading,
    Consumer<Report> text,
    List<? extends Chart> charts,
    Map<String, ? extends Object> figures,
    List<Finding> findings) {
  /** The heading of claims of the paper. */
  public static final String PAPER = "The paper says";

  /** The heading of claims of theory. */
  public static final String THEORY = "Theory says";

  /** Keeps its own copies of the lists. */
  public PaperSection {
    charts = List.copyOf(charts);
    findings = List.copyOf(findings);
  }

  /** Adds the section to the report: text, figures, findings. */
  void addTo(Report report) {
    report.section(id, title);
    text.accept(report);
    charts.forEach(chart -> report.figureWithData(chart.id(), () -> chart));
    if (!findings.isEmpty()) {
      report.table(
          Columns.of(findings)
              .text("", "Figure", Finding::figure)
              .style(finding -> "strong")
              .text("", "Verdict", finding -> finding.agreement().word())
              .style(finding -> finding.agreement().style())
              .text("", "Known how", finding -> finding.how().word())
              .text("", claimHeading, Finding::claim)
              .detail(finding -> "-> " + finding.ours())
              .table());
    }
  }
}
