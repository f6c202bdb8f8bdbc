// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.crosscheck.CheckResult;
import org.noisygd.crosscheck.How;

/**
 * A verification as one HTML page that needs nothing else: style and figures are inside it, there
 * is no script, and nothing is fetched. Readable on a phone, on paper, and in the dark.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /** The page, with every figure drawn. */
  public static String of(Verification verification) {
    return of(verification, Figures.all());
  }

  static String of(Verification verification, List<LineChart> figures) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.append("<title>noisygd verification: ")
        .append(verification.verdict().word())
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n");
    page.append("<h1>Verification of the noisygd reference</h1>\n");
    page.append(
        "<p>A numerical reference for perturbed gradient descent on nonconvex matrix factorization,"
            + " checked against its own closed forms, exact arithmetic and golden data.</p>\n");
    page.append("<p class=\"verdict ")
        .append(verification.verdict().word())
        .append("\">")
        .append(escape(verification.summary()))
        .append("</p>\n<p class=\"small\">Java ")
        .append(escape(Runtime.version().toString()))
        .append("</p>\n");
    contents(page, verification);
    for (Verification.Part part : verification.parts()) {
      chapter(page, part);
    }
    page.append("<h2 id=\"figures\">Figures</h2>\n");
    for (LineChart figure : figures) {
      page.append("<figure>\n")
          .append(figure.svg())
          .append("<figcaption><strong>")
          .append(escape(figure.title()))
          .append(".</strong> ")
          .append(escape(figure.description()))
          .append("</figcaption>\n</figure>\n");
    }
    knowing(page);
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void contents(StringBuilder page, Verification verification) {
    page.append("<ul class=\"contents\">\n");
    for (Verification.Part part : verification.parts()) {
      page.append("<li><a href=\"#")
          .append(anchor(part.chapter()))
          .append("\">")
          .append(escape(part.chapter().title()))
          .append("</a></li>\n");
    }
    page.append("<li><a href=\"#figures\">Figures</a></li>\n");
    page.append("<li><a href=\"#known\">How each claim is known</a></li>\n</ul>\n");
  }

  private static String anchor(Chapter chapter) {
    return chapter.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private static void chapter(StringBuilder page, Verification.Part part) {
    page.append("<h2 id=\"")
        .append(anchor(part.chapter()))
        .append("\">")
        .append(escape(part.chapter().title()))
        .append("</h2>\n<p>")
        .append(escape(part.chapter().subject()))
        .append(
            "</p>\n<table>\n<thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Claim</th>")
        .append("<th scope=\"col\">What it says</th><th scope=\"col\">Known how</th>")
        .append("<th scope=\"col\">Cases</th></tr></thead>\n<tbody>\n");
    for (CheckResult result : part.results()) {
      String status = result.status().word();
      page.append("<tr><td data-label=\"Status\" class=\"")
          .append(status)
          .append("\">")
          .append(status)
          .append("</td><td data-label=\"Claim\"><code>")
          .append(escape(result.id()))
          .append("</code></td><td data-label=\"What it says\">")
          .append(escape(result.title()));
      detail(page, "nearest to failing: ", result.worst());
      detail(page, "why: ", result.why());
      page.append("</td><td data-label=\"Known how\">")
          .append(result.how().word())
          .append("</td><td data-label=\"Cases\" class=\"number\">")
          .append(String.format(Locale.ROOT, "%,d", result.cases()))
          .append("</td></tr>\n");
    }
    page.append("</tbody>\n</table>\n");
  }

  private static void detail(StringBuilder page, String label, String text) {
    if (!text.isEmpty()) {
      page.append("<br><span class=\"small\">")
          .append(label)
          .append(escape(text))
          .append("</span>");
    }
  }

  private static void knowing(StringBuilder page) {
    page.append("<h2 id=\"known\">How each claim is known</h2>\n<dl>\n");
    for (How how : How.values()) {
      page.append("<dt>")
          .append(how.word())
          .append("</dt><dd>")
          .append(escape(TerminalTable.meaning(how)))
          .append("</dd>\n");
    }
    page.append("</dl>\n");
  }

  /** The text with what HTML gives a meaning to made harmless. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String style() {
    try (@Nullable InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css must lie beside HtmlReport, got none");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
