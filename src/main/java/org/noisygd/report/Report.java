// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.Markup;

/**
 * The results of a command in one model: sections, paragraphs, tables, figures and the command.
 * {@link #text}, {@link #page} and {@link #files} render it.
 *
 * <p>Parts keep the order of their addition. Figures and contents are only on the page. Legends and
 * the verdict come last in the text, where a reader looks first, and in order on the page.
 */
public final class Report {
  private final String title;
  private final String heading;
  private final List<Part> parts = new ArrayList<>();
  private final List<Part> legends = new ArrayList<>();
  private final List<Part> verdicts = new ArrayList<>();
  private final List<Consumer<Page>> onPage = new ArrayList<>();
  private final List<ResultTable> tables = new ArrayList<>();
  private final Map<String, String> sections = new LinkedHashMap<>();

  /** The contents of each file by its name, made on demand. */
  private final Map<String, Supplier<String>> files = new LinkedHashMap<>();

  /** A part as text, possibly empty; each line has its line feed. */
  private record Part(boolean isHeading, Function<Terminal, String> text) {}

  /**
   * An empty report.
   *
   * @param title the title of the page
   * @param heading the heading at the top of the page
   */
  public Report(String title, String heading) {
    this.title = title;
    this.heading = heading;
  }

  /** Adds the parts of another report. */
  public Report addAll(Report other) {
    parts.addAll(other.parts);
    legends.addAll(other.legends);
    verdicts.addAll(other.verdicts);
    onPage.addAll(other.onPage);
    return this;
  }

  /** Adds the verdict in a style such as {@code pass}. */
  public Report verdict(String style, String sentence) {
    String tag = ("p class=\"verdict " + style).strip() + "\"";
    return sentences(verdicts, style, tag, sentence);
  }

  /** Adds sentences, each on lines of its own; nothing, not even the heading, if there are none. */
  public Report list(String heading, List<String> sentences) {
    if (sentences.isEmpty()) {
      return this;
    }
    String head = heading.isEmpty() ? "" : heading + ":\n";
    String indent = heading.isEmpty() ? "" : "  ";
    inText(
        t ->
            sentences.stream()
                .map(s -> indent + t.wrapped("", s, indent.length()))
                .collect(Collectors.joining("", head, "")));
    return onPage(
        page -> {
          page.raw(heading.isEmpty() ? "" : Markup.element("p", head) + "\n").raw("<ul>\n");
          sentences.forEach(one -> page.element("li", one).raw("\n"));
          page.raw("</ul>\n");
        });
  }

  private Report sentences(List<Part> to, String style, String tag, String sentences) {
    to.add(new Part(false, t -> t.wrapped(style, sentences, 0)));
    return onPage(page -> page.element(tag, sentences).raw("\n"));
  }

  /** Adds a paragraph. */
  public Report paragraph(String sentences) {
    return sentences(parts, "", "p", sentences);
  }

  /** Adds a paragraph, omitted from the text if a note before the work has already shown it. */
  public Report paragraphToldBefore(String sentences) {
    inText(t -> t.isTogether() ? "" : t.wrapped("", sentences, 0));
    return paragraphOnPage(sentences);
  }

  /** Adds a paragraph that is only on the page. */
  public Report paragraphOnPage(String sentences) {
    return onPage(page -> page.element("p", sentences).raw("\n"));
  }

  /** Adds a paragraph on the columns of the tables below. */
  public Report legend(String sentences) {
    return sentences(legends, "", "p", sentences);
  }

  /** Adds small print, such as a fact about the machine. */
  public Report small(String sentence) {
    return sentences(parts, "small", "p class=\"small\"", sentence);
  }

  /** Adds the heading of a section. */
  public Report section(String name) {
    return section(anchor(name), name);
  }

  /**
   * Adds the heading of a section.
   *
   * @param anchor the anchor, unique in the page
   */
  public Report section(String anchor, String name) {
    parts.add(new Part(true, t -> t.paint("heading", name) + "\n"));
    return sectionOnPage(anchor, name);
  }

  private static String anchor(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  /** Adds the heading of a section that is only on the page. */
  public Report sectionOnPage(String anchor, String name) {
    sections.put(anchor, name);
    return onPage(page -> page.element("h2 id=\"" + Markup.escape(anchor) + "\"", name).raw("\n"));
  }

  /** Adds links to all sections of the report. */
  public Report contents() {
    return onPage(
        page -> {
          Map<String, String> all = new LinkedHashMap<>(sections);
          all.put("command", Page.COMMAND);
          page.raw("<ul class=\"contents\">\n");
          all.forEach(
              (anchor, name) -> {
                String link = "a href=\"#" + Markup.escape(anchor) + "\"";
                page.raw("<li>").element(link, name).raw("</li>\n");
              });
          page.raw("</ul>\n");
        });
  }

  /**
   * Adds a table. Its rows also go to the file of its name, after the rows of other tables of that
   * name. In text, tables with the same columns have the same widths, and only the first of
   * consecutive ones shows headings.
   */
  public Report table(ResultTable table) {
    boolean first =
        tables.isEmpty() || !tables.get(tables.size() - 1).columns().equals(table.columns());
    tables.add(table);
    inText(t -> table.text(t, widths(table), first));
    return tableOnPage(table);
  }

  /** Adds a table to the page and to its file, not to the text. */
  public Report tableOnPage(ResultTable table) {
    return file(table).onPage(table::page);
  }

  /** Adds a table only to its file. */
  public Report file(ResultTable table) {
    if (!table.name().isEmpty()) {
      String name = table.name() + ".csv";
      @Nullable Supplier<String> before = files.get(name);
      files.put(name, before == null ? table::csv : () -> before.get() + table.csvRows());
    }
    return this;
  }

  private int[] widths(ResultTable table) {
    int[] widths = table.widths();
    for (ResultTable other : tables) {
      if (other.columns().equals(table.columns())) {
        Arrays.setAll(widths, c -> Math.max(widths[c], other.widths()[c]));
      }
    }
    return widths;
  }

  /** Adds a figure that is only on the page. */
  public Report figure(Chart chart) {
    return onPage(page -> page.figure(chart, ""));
  }

  /**
   * Adds a figure that is made when drawn, with a link to its data, and the files of both. If it
   * cannot be made, the page gives the reason, and there are no files.
   */
  public Report figureWithData(String id, Supplier<? extends Chart> chart) {
    String file = id + ".csv";
    Require.that(!files.containsKey(file), "figure", "have a name of its own", id);
    files.put(file, () -> chart.get().csv());
    files.put(id + ".svg", () -> Page.picture(chart.get()));
    return onPage(
        page -> {
          try {
            page.figure(chart.get(), file);
          } catch (IllegalArgumentException e) {
            page.element("p", "The figure " + id + " could not be drawn: " + e.getMessage());
          }
        });
  }

  /** Adds preformatted text, such as a specification. */
  public Report listing(String text) {
    inText(t -> text);
    return onPage(page -> page.raw("<pre class=\"request\">").text(text).raw("</pre>\n"));
  }

  private void inText(Function<Terminal, String> text) {
    parts.add(new Part(false, text));
  }

  /** Adds a part of the page alone. */
  public Report onPage(Consumer<Page> page) {
    onPage.add(page);
    return this;
  }

  /** Clears the line of progress and prints the report. */
  public void print(Terminal terminal) {
    terminal.print(text(terminal));
  }

  /** The text, with a line feed after each line and a blank line between parts. */
  public String text(Terminal terminal) {
    StringBuilder text = new StringBuilder();
    boolean together = true;
    for (Part part : Stream.of(parts, legends, verdicts).flatMap(List::stream).toList()) {
      String shown = part.text().apply(terminal);
      if (!shown.isEmpty()) {
        text.append(together ? "" : "\n").append(shown);
        together = part.isHeading();
      }
    }
    return text.toString();
  }

  /**
   * The page, with typeset formulas.
   *
   * @param sentence a sentence below the command on its results
   */
  public String page(Provenance provenance, String sentence) {
    Page page = new Page(title);
    page.element("h1", heading).raw("\n");
    onPage.forEach(part -> part.accept(page));
    return Notation.ofPage(page.command(provenance, sentence).end());
  }

  /**
   * The suppliers of the texts of the CSV files and SVG figures, by file name, in order of
   * addition. A figure that cannot be drawn throws an {@link IllegalArgumentException}, one line.
   */
  public Map<String, Supplier<String>> files() {
    return Collections.unmodifiableMap(files);
  }
}
