// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.util.List;
import java.util.Locale;
import org.noisygd.report.How;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.LineChart;
import org.noisygd.verify.check.CheckResult;

/**
 * A verification as one HTML page that needs nothing else: style and figures are inside it, there
 * is no script, and nothing is fetched. Readable on a phone, on paper, and in the dark.
 */
public final class VerificationReport {
  private VerificationReport() {}

  /** The page, with every figure drawn. */
  public static String of(Verification verification, Provenance provenance) {
    return of(verification, VerificationFigures.all(), provenance);
  }

  static String of(Verification verification, List<LineChart> figures, Provenance provenance) {
    Page page = new Page("noisygd verification: " + verification.verdict().word());
    page.raw("<h1>Verification of the noisygd reference</h1>\n")
        .element(
            "p",
            "A numerical reference for perturbed gradient descent on nonconvex matrix factorization,"
                + " checked against its own closed forms, exact arithmetic and golden data.")
        .raw("\n")
        .element(
            "p class=\"verdict " + verification.verdict().word() + "\"", verification.summary())
        .raw("\n");
    contents(page, verification);
    for (Verification.Part part : verification.parts()) {
      chapter(page, part);
    }
    page.raw("<h2 id=\"figures\">Figures</h2>\n");
    figures.forEach(page::figure);
    knowing(page);
    return page.command(provenance, "Java " + provenance.java() + ".").end();
  }

  private static void contents(Page page, Verification verification) {
    page.raw("<ul class=\"contents\">\n");
    for (Verification.Part part : verification.parts()) {
      page.raw("<li>")
          .element("a href=\"#" + anchor(part.chapter()) + "\"", part.chapter().title())
          .raw("</li>\n");
    }
    page.raw("<li><a href=\"#figures\">Figures</a></li>\n");
    page.raw("<li><a href=\"#known\">How each claim is known</a></li>\n");
    page.raw("<li><a href=\"#command\">The command</a></li>\n</ul>\n");
  }

  private static String anchor(CheckGroup chapter) {
    return chapter.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private static void chapter(Page page, Verification.Part part) {
    page.element("h2 id=\"" + anchor(part.chapter()) + "\"", part.chapter().title())
        .raw("\n")
        .element("p", sentence(part.chapter().subject()))
        .raw("\n<table>\n<thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Claim</th>")
        .raw("<th scope=\"col\">What it says</th><th scope=\"col\">Known how</th>")
        .raw("<th scope=\"col\" class=\"number\">Cases</th></tr></thead>\n<tbody>\n");
    for (CheckResult result : part.results()) {
      String status = result.status().word();
      page.raw("<tr>").cell("Status", status, status).raw("<td data-label=\"Claim\">");
      page.element("code", result.id()).raw("</td><td data-label=\"What it says\">");
      page.text(result.title());
      detail(page, "nearest to failing: ", result.worst());
      detail(page, "why: ", result.why());
      page.raw("</td>")
          .cell("Known how", result.how().word(), "")
          .cell("Cases", String.format(Locale.ROOT, "%,d", result.cases()), "number")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private static void detail(Page page, String label, String text) {
    if (!text.isEmpty()) {
      page.raw("<br>").element("span class=\"small\"", label + text);
    }
  }

  private static void knowing(Page page) {
    page.raw("<h2 id=\"known\">How each claim is known</h2>\n<dl>\n");
    for (How how : How.values()) {
      page.element("dt", how.word()).element("dd", how.meaning()).raw("\n");
    }
    page.raw("</dl>\n");
  }
}
