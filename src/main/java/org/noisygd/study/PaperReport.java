// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.List;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.Chart;
import org.noisygd.study.Finding.Agreement;

/** The study of the paper as one HTML page that needs nothing else. */
public final class PaperReport {
  private PaperReport() {}

  /** The page. */
  public static String of(List<PaperSection> sections, Provenance provenance) {
    Page page = new Page("noisygd: the paper's figures and claims, beside ours");
    page.element("h1", "The paper's figures and claims, beside ours").raw("\n<p>");
    page.text(
            "Liu, Li, Wei, Zhou, Zhao, \"Noisy Gradient Descent Converges to Flat Minima for Nonconvex"
                + " Matrix Factorization\" (AISTATS 2021), run anew. Each section draws what the paper"
                + " draws, then sets what it says beside what we find, and says how that is known.")
        .raw("</p>\n")
        .element("p class=\"verdict\"", PaperTable.summary(sections))
        .raw("\n<ul class=\"contents\">\n");
    for (PaperSection section : sections) {
      page.raw("<li><a href=\"#" + section.id() + "\">").text(section.title()).raw("</a></li>\n");
    }
    page.raw("</ul>\n");
    for (PaperSection section : sections) {
      page.raw("<section>\n<h2 id=\"" + section.id() + "\">")
          .text(section.title())
          .raw("</h2>\n")
          .raw(section.html());
      section.charts().forEach(chart -> figure(page, chart));
      table(page, section);
      page.raw("</section>\n");
    }
    page.command(
        provenance,
        "The same command gives the same numbers on any number of threads. The data behind"
            + " each figure are in the file of that name beside this page. "
            + PaperTable.legend(sections)
            + ".");
    return page.end();
  }

  private static void figure(Page page, Chart chart) {
    page.raw("<figure>\n")
        .raw(chart.svg())
        .raw("<figcaption><strong>")
        .text(chart.title())
        .raw(".</strong> ")
        .text(chart.description())
        .raw(" <a href=\"" + chart.id() + ".csv\">")
        .text("Data")
        .raw("</a></figcaption>\n</figure>\n");
  }

  private static void table(Page page, PaperSection section) {
    List<Finding> findings = section.findings();
    if (findings.isEmpty()) {
      return;
    }
    page.raw("<table class=\"findings\">\n<thead><tr>");
    for (String head : List.of("Figure", section.says(), "We find", "Known how", "Verdict")) {
      page.element("th scope=\"col\"", head);
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for (Finding finding : findings) {
      page.raw("<tr>")
          .cell("Figure", finding.figure(), "strong")
          .cell(section.says(), finding.says(), "")
          .cell("We find", finding.finds(), "")
          .cell("Known how", finding.how().word(), "")
          .cell("Verdict", finding.agreement().word(), style(finding.agreement()))
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  private static String style(Agreement agreement) {
    return switch (agreement) {
      case AGREES, AGREES_CORRECTED -> "pass";
      case DIFFERS -> "fail";
      case UNDECIDED, BEYOND -> "skipped";
    };
  }
}
