// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.Markup;

/**
 * A self-contained HTML page: style and figures are inline, there is no script, and nothing is
 * fetched (its policy forbids both). Readable on a phone, on paper, and in dark mode.
 */
public final class Page {
  /** The heading of the section with the command. */
  static final String COMMAND = "The command";

  /** A colour of the style by its name. */
  private static final Pattern COLOUR = Pattern.compile("--[a-z]+: #[0-9a-f]+;");

  private final StringBuilder html = new StringBuilder();

  /** A page with that title. */
  public Page(String title) {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.append(
        "<meta http-equiv=\"Content-Security-Policy\""
            + " content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:\">\n");
    html.append("<title>")
        .append(Markup.escape(title))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n");
  }

  /** Adds markup. */
  public Page raw(String markup) {
    html.append(markup);
    return this;
  }

  /** Adds text. */
  public Page text(String text) {
    html.append(Markup.escape(text));
    return this;
  }

  /** Adds an element with text; {@code opening} is its tag with attributes. */
  public Page element(String opening, String text) {
    return raw(Markup.element(opening, text));
  }

  /** Adds a figure with its caption and, unless empty, a link to its data. */
  Page figure(Chart chart, String data) {
    String svg = chart.svg(); // drawn first, since this may fail
    raw("<figure>\n").raw(svg).raw("<figcaption><strong>").text(chart.title());
    raw(".</strong> ").text(chart.description());
    if (!data.isEmpty()) {
      raw(" ").element("a href=\"" + Markup.escape(data) + "\"", "Data");
    }
    return raw("</figcaption>\n</figure>\n");
  }

  /**
   * A chart as a standalone SVG file with the necessary part of the page's style: on white, with
   * colours as numbers, since converters to PDF do not resolve the names of colours.
   */
  public static String picture(Chart chart) {
    String svg = Notation.ofPage(chart.svg());
    int open = svg.indexOf('>') + 1;
    String style = style();
    String rules =
        style
            .lines()
            .filter(rule -> rule.startsWith("svg ") && !rule.startsWith("svg {"))
            .collect(Collectors.joining("\n", "svg { background: var(--back); }\n", "\n"));
    Matcher colour = COLOUR.matcher(style.substring(0, style.indexOf("@media")));
    while (colour.find()) {
      String[] named = colour.group().split(": |;", -1);
      rules = rules.replace("var(" + named[0] + ")", named[1]);
    }
    return svg.substring(0, open) + "\n<style>\n" + rules + "</style>" + svg.substring(open);
  }

  /** Adds the command that produced the page, and a sentence on its results. */
  public Page command(Provenance provenance, String sentence) {
    return element("h2 id=\"command\"", COMMAND)
        .raw("\n<pre class=\"request\">")
        .text(provenance.command())
        .raw("</pre>\n")
        .element("p class=\"small\"", "noisygd " + provenance.version() + ". " + sentence);
  }

  /** The whole page. */
  public String end() {
    return html + "</main>\n</body>\n</html>\n";
  }

  private static String style() {
    try (@Nullable InputStream in = Page.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("page.css must lie beside Page, got none");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
