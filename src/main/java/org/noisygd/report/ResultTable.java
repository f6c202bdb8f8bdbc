// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;
import org.noisygd.report.chart.Markup;

/**
 * A table of results. Text, CSV and a page's table come from the same columns. Text and pages show
 * a number in its column's format; CSV keeps all digits.
 *
 * <p>{@link Columns} builds a table of objects, with a function per column. {@link #add} adds rows
 * of values to a table with given columns. A table is not thread-safe while a thread adds to it.
 *
 * <p>CSV follows RFC 4180, with line feeds. An unknown value is null in {@link #row}, an empty
 * field in CSV, and a dash in text and on pages. The CSV text reads back as the same table.
 */
public final class ResultTable {
  /** A field of CSV, in quotes or plain, and the comma or the line feed after it. */
  private static final Pattern FIELD =
      Pattern.compile("\\G(\"[^\"]*+(?:\"\"[^\"]*+)*+\"|(?!\")[^,\n]*)([,\n])");

  /** The blanks between columns of text. */
  private static final String GAP = "  ";

  private final String name;
  private final List<Column> columns;

  /** The indices of the columns with a name, which are in the file. */
  private final List<Integer> named;

  /** The indices of the columns with a heading, which are in text and on pages. */
  private final List<Integer> shown;

  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param name the name of its CSV file, without {@code .csv}; empty for no file
   * @throws IllegalArgumentException without columns, or with two of one name
   */
  public ResultTable(String name, List<Column> columns) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.named = where(columns, column -> !column.name().isEmpty());
    this.shown = where(columns, Column::isShown);
    Require.that(!columns.isEmpty(), "columns", "be at least one", 0);
    List<String> names = named.stream().map(c -> columns.get(c).name()).toList();
    Require.that(names.stream().distinct().count() == names.size(), "columns", "differ", names);
  }

  private static List<Integer> where(List<Column> columns, Predicate<Column> holds) {
    return IntStream.range(0, columns.size())
        .filter(c -> holds.test(columns.get(c)))
        .boxed()
        .toList();
  }

  /**
   * Adds a row.
   *
   * @param values one per column, of its type; NaN becomes null
   */
  public ResultTable add(List<? extends @Nullable Object> values) {
    requireOneEach(values);
    List<Cell> row = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      row.add(Cell.of(columns.get(c), values.get(c), Column::write));
    }
    rows.add(row);
    return this;
  }

  /** Adds a row of cells with their own shown forms. */
  void addCells(List<Cell> row) {
    requireOneEach(row);
    rows.add(List.copyOf(row));
  }

  private void requireOneEach(List<?> row) {
    Require.that(row.size() == columns.size(), "row", "have " + columns.size() + " fields", row);
  }

  /** The name of its CSV file, without {@code .csv}, or empty if it has none. */
  public String name() {
    return name;
  }

  /** The columns, in order. */
  public List<Column> columns() {
    return columns;
  }

  /** The number of rows. */
  public int size() {
    return rows.size();
  }

  /** The values of a row; null if unknown. */
  public List<@Nullable Object> row(int index) {
    List<@Nullable Object> values = new ArrayList<>();
    rows.get(index).forEach(cell -> values.add(cell.value()));
    return Collections.unmodifiableList(values);
  }

  /** The index of the column of that name, or -1 if there is none. */
  public int place(String column) {
    return columns.stream().map(Column::name).toList().indexOf(column);
  }

  /** The table as comma-separated values: a line of names, then a line per row. */
  public String csv() {
    return csvHead() + csvRows();
  }

  private String csvHead() {
    return csvLine(c -> columns.get(c).name());
  }

  /** The lines below the names. */
  String csvRows() {
    return rows.stream()
        .map(row -> csvLine(c -> Column.write(row.get(c).value())))
        .collect(Collectors.joining());
  }

  private String csvLine(Function<Integer, String> field) {
    return Markup.csv(named.stream().map(field).toList());
  }

  /** The rows as JSON objects, with the named columns, in camel case; null if unknown. */
  public List<Json.Fields> objects() {
    List<Json.Fields> objects = new ArrayList<>();
    for (List<Cell> row : rows) {
      Json.Fields object = Json.object();
      named.forEach(c -> object.put(camelCase(columns.get(c).name()), row.get(c).value()));
      objects.add(object);
    }
    return objects;
  }

  private static String camelCase(String name) {
    return Pattern.compile("_(.)")
        .matcher(name)
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }

  /**
   * The table from a text of comma-separated values.
   *
   * @param columns the required columns
   * @throws IllegalArgumentException one line, if the text is not a table with these columns
   */
  public static ResultTable read(String csv, List<Column> columns) {
    ResultTable table = new ResultTable("", columns);
    String head = table.csvHead();
    Require.that(
        csv.startsWith(head), "table", "begin with " + head.strip(), csv.split("\n", 2)[0]);
    List<@Nullable Object> row = new ArrayList<>();
    Matcher field = FIELD.matcher(csv).region(head.length(), csv.length());
    int end = head.length();
    for (; field.find(); end = field.end()) {
      Require.that(row.size() < columns.size(), "row", "have a field a column", field.group());
      row.add(columns.get(row.size()).read(unquoted(Objects.toString(field.group(1), ""))));
      if ("\n".equals(field.group(2))) {
        table.add(row);
        row.clear();
      }
    }
    Require.that(
        end == csv.length() && row.isEmpty(), "table", "end with a row", csv.substring(end));
    return table;
  }

  private static String unquoted(String field) {
    return field.startsWith("\"")
        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
        : field;
  }

  /** The width of each column in text: the width of its widest line, including the heading. */
  int[] widths() {
    return IntStream.range(0, columns.size())
        .map(
            c ->
                rows.stream()
                    .mapToInt(row -> row.get(c).shown().length())
                    .reduce(columns.get(c).heading().length(), Math::max))
        .toArray();
  }

  /**
   * The table as text, with a line feed after each line and two blanks between columns. The last
   * column, if text, is wrapped at the terminal's width.
   *
   * @param widths the widths of the columns, at least {@link #widths}
   * @param heading true for headings above the rows
   */
  String text(Terminal terminal, int[] widths, boolean heading) {
    StringBuilder text = new StringBuilder();
    if (heading) {
      List<Cell> head =
          columns.stream().map(c -> new Cell(null, c.heading(), "small", List.of())).toList();
      text.append(line(terminal, widths, head));
    }
    rows.forEach(row -> text.append(line(terminal, widths, row)));
    return text.toString();
  }

  /** A row as text, with the details of its cells on lines below. */
  private String line(Terminal terminal, int[] widths, List<Cell> row) {
    StringBuilder line = new StringBuilder();
    StringBuilder details = new StringBuilder();
    int indent = 0;
    for (int c : shown) {
      Cell cell = row.get(c);
      boolean last = c == shown.get(shown.size() - 1);
      if (last && !columns.get(c).isRight()) {
        line.append(terminal.wrapped(cell.style(), cell.shown(), indent));
      } else {
        String room = " ".repeat(Math.max(0, widths[c] - cell.shown().length()));
        String words = terminal.paint(cell.style(), cell.shown());
        line.append(columns.get(c).isRight() ? room + words : words + room);
        line.append(last ? "\n" : GAP);
      }
      for (String detail : cell.details()) {
        details.append(" ".repeat(indent)).append(terminal.wrapped("small", detail, indent));
      }
      indent += widths[c] + GAP.length();
    }
    return line.append(details).toString();
  }

  /** Adds the table to a page; on narrow screens each cell shows its heading, not the head. */
  void page(Page page) {
    page.raw("<table class=\"values\">\n<thead><tr>");
    for (int c : shown) {
      Column column = columns.get(c);
      entry(page, "th scope=\"col\"", column.style(), Markup.escape(column.heading()));
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for (List<Cell> row : rows) {
      page.raw("<tr>");
      for (int c : shown) {
        String label = "td data-label=\"" + Markup.escape(columns.get(c).heading()) + "\"";
        entry(page, label, row.get(c).style(), row.get(c).markup());
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  private static void entry(Page page, String tag, String style, String markup) {
    String of = style.isEmpty() ? "" : " class=\"" + style + "\"";
    page.raw("<" + tag + of + ">" + markup + "</" + tag.substring(0, 2) + ">");
  }

  /**
   * A cell of a table: one column of one row.
   *
   * @param value the full value, as in CSV, or null if unknown
   * @param shown the form in text and on a page
   * @param style the style of the cell, such as {@code pass}
   * @param details small sentences below the cell
   */
  record Cell(@Nullable Object value, String shown, String style, List<String> details) {
    /** The text of an unknown value. */
    static final String NONE = "-";

    /**
     * A value; NaN and empty text become null.
     *
     * @param shown the shown form of a known value; it is not asked in a column of the file alone
     */
    static Cell of(Column column, @Nullable Object given, Function<Object, String> shown) {
      if (given == null || given.equals(Double.NaN) || given.equals("")) {
        boolean blank = !column.isShown() || column.type() == String.class;
        return new Cell(null, blank ? "" : NONE, column.style(), List.of());
      }
      boolean fits = column.type().isInstance(given);
      Require.that(fits, column.name(), "be a " + column.type().getSimpleName(), given);
      String text = column.isShown() ? shown.apply(given) : "";
      return new Cell(given, text, column.style(), List.of());
    }

    /** The markup of the cell. */
    String markup() {
      StringBuilder markup = new StringBuilder(Markup.escape(shown));
      details.forEach(d -> markup.append("<br>").append(Markup.element("span class=\"small\"", d)));
      return markup.toString();
    }

    /** Returns a copy with one more sentence below, unless the sentence is empty. */
    Cell with(String sentence) {
      List<String> all = new ArrayList<>(details);
      if (!sentence.isEmpty()) {
        all.add(sentence);
      }
      return new Cell(value, shown, style, List.copyOf(all));
    }
  }
}
