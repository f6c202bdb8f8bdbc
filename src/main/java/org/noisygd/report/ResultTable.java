// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
      Pattern.compile("(?:\"[^\"]*+(?:\"\"[^\"]*+)*+\"|(?!\")[^,\n]*)[,\n]");

  private final String name;
  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * An empty table without a file of its own.
   *
   * @throws IllegalArgumentException without columns, or with two of one name
   */
  public ResultTable(List<Column> columns) {
    this("", columns);
  }

  /**
   * An empty table.
   *
   * @param name the name of its CSV file, without {@code .csv}; empty for no file
   * @throws IllegalArgumentException without columns, or with two of one name
   */
  public ResultTable(String name, List<Column> columns) {
    this.name = name;
    this.columns = List.copyOf(columns);
    Require.that(!columns.isEmpty(), "columns", "be at least one", 0);
    List<String> names = named().map(columns::get).map(Column::name).toList();
    Require.that(names.stream().distinct().count() == names.size(), "columns", "differ", names);
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
      row.add(Cell.of(columns.get(c), values.get(c)));
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

  /** The columns. */
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

  /** The indices of the columns with a name, which are in the file. */
  private Stream<Integer> named() {
    return IntStream.range(0, columns.size()).filter(c -> !columns.get(c).name().isEmpty()).boxed();
  }

  /** The table as comma-separated values: a line of names, then a line per row. */
  public String csv() {
    return csvHead(columns) + csvRows();
  }

  private static String csvHead(List<Column> columns) {
    return line(columns.stream().map(Column::name).filter(n -> !n.isEmpty()).toList());
  }

  /** The lines below the names. */
  String csvRows() {
    List<Integer> places = named().toList();
    StringBuilder csv = new StringBuilder();
    for (List<Cell> row : rows) {
      csv.append(line(places.stream().map(c -> Column.write(row.get(c).value())).toList()));
    }
    return csv.toString();
  }

  /** The rows as JSON objects, with the named columns, in camel case; null if unknown. */
  public List<Json.Fields> objects() {
    List<Json.Fields> objects = new ArrayList<>();
    for (List<Cell> row : rows) {
      Json.Fields object = Json.object();
      named().forEach(c -> object.put(camelCase(columns.get(c).name()), row.get(c).value()));
      objects.add(object);
    }
    return objects;
  }

  private static String camelCase(String name) {
    return Pattern.compile("_(.)")
        .matcher(name)
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }

  private static String line(List<String> fields) {
    return fields.stream().map(Markup::csv).collect(Collectors.joining(",", "", "\n"));
  }

  /**
   * The table from a text of comma-separated values.
   *
   * @param columns the required columns
   * @throws IllegalArgumentException one line, if the text is not a table with these columns
   */
  public static ResultTable read(String csv, List<Column> columns) {
    String head = csvHead(columns);
    Require.that(
        csv.startsWith(head), "table", "begin with " + head.strip(), csv.split("\n", 2)[0]);
    ResultTable table = new ResultTable(columns);
    List<@Nullable Object> row = new ArrayList<>();
    Matcher field = FIELD.matcher(csv).region(head.length(), csv.length());
    int end = head.length();
    for (; end < csv.length() && field.lookingAt(); field.region(end, csv.length())) {
      end = field.end();
      Require.that(row.size() < columns.size(), "row", "have a field a column", field.group());
      String text = csv.substring(field.start(), end - 1);
      boolean quoted = text.startsWith("\"");
      String bare = quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
      row.add(columns.get(row.size()).read(bare));
      if (csv.charAt(end - 1) == '\n') {
        table.add(row);
        row.clear();
      }
    }
    Require.that(
        end == csv.length() && row.isEmpty(), "table", "end with a row", csv.substring(end));
    return table;
  }

  /** The width of each column in text: the width of its widest line, including the heading. */
  int[] widths() {
    int[] widths = new int[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = columns.get(c).heading().length();
      for (List<Cell> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).shown().length());
      }
    }
    return widths;
  }

  /**
   * The table as text, with a line feed after each line and two blanks between columns. The last
   * column, if text, is wrapped at the terminal's width.
   *
   * @param widths the widths of the columns, at least {@link #widths}
   * @param heading true for headings above the rows
   */
  String text(Terminal terminal, int[] widths, boolean heading) {
    TextLines text = new TextLines(terminal);
    if (heading) {
      text.row(columns, widths, columns.stream().map(Cell::ofHeading).toList());
    }
    rows.forEach(row -> text.row(columns, widths, row));
    return text.toString();
  }

  /** Adds the table to a page; on narrow screens each cell shows its heading, not the head. */
  void page(Page page) {
    page.raw("<table class=\"values\">\n<thead><tr>");
    for (Column column : columns) {
      entry(page, column, "th scope=\"col\"", column.style(), Markup.escape(column.heading()));
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for (List<Cell> row : rows) {
      page.raw("<tr>");
      for (int c = 0; c < row.size(); c++) {
        String label = "td data-label=\"" + Markup.escape(columns.get(c).heading()) + "\"";
        entry(page, columns.get(c), label, row.get(c).style(), row.get(c).markup());
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  private static void entry(Page page, Column column, String tag, String style, String markup) {
    if (column.isShown()) {
      String of = style.isEmpty() ? "" : " class=\"" + style + "\"";
      page.raw("<" + tag + of + ">" + markup + "</" + tag.substring(0, 2) + ">");
    }
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

    /** A value, shown as in CSV; NaN and empty text become null. */
    static Cell of(Column column, @Nullable Object given) {
      boolean none = (given instanceof Double d && d.isNaN()) || "".equals(given);
      @Nullable Object value = none ? null : given;
      Require.that(column.takes(value), column.name(), "be " + column.type(), "" + value);
      return new Cell(value, shown(column, value), column.style(), List.of());
    }

    /** The shown form; empty in a column of the file alone, which saves time. */
    private static String shown(Column column, @Nullable Object value) {
      if (!column.isShown()) {
        return "";
      }
      String none = column.type() == Column.Type.TEXT ? "" : NONE;
      return value == null ? none : Column.write(value);
    }

    /** The heading of a column. */
    static Cell ofHeading(Column column) {
      return new Cell(null, column.heading(), "small", List.of());
    }

    /** The markup of the cell. */
    String markup() {
      StringBuilder markup = new StringBuilder(Markup.escape(shown));
      details.forEach(d -> markup.append("<br>").append(Markup.element("span class=\"small\"", d)));
      return markup.toString();
    }

    /** Returns a copy with another shown form. */
    Cell shownAs(String other) {
      return new Cell(value, other, style, details);
    }

    /** Returns a copy in another style. */
    Cell styledAs(String other) {
      return new Cell(value, shown, other, details);
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

  /** Rows as lines of text. */
  private static final class TextLines {
    /** The blanks between columns. */
    private static final String GAP = "  ";

    /** Minimum width of a column of sentences; a narrower terminal breaks the lines itself. */
    private static final int LEAST = 30;

    private final Terminal terminal;
    private final StringBuilder text = new StringBuilder();

    TextLines(Terminal terminal) {
      this.terminal = terminal;
    }

    /**
     * Adds a row. The last column is wrapped if it is text; details follow below.
     *
     * @param widths the widths of the columns
     */
    void row(List<Column> columns, int[] widths, List<Cell> row) {
      int last = 0;
      for (int c = 0; c < columns.size(); c++) {
        last = columns.get(c).isShown() ? c : last;
      }
      int indent = 0;
      int[] begins = new int[columns.size()];
      for (int c = 0; c < last; c++) {
        begins[c] = indent;
        if (columns.get(c).isShown()) {
          text.append(aligned(columns.get(c), widths[c], row.get(c))).append(GAP);
          indent += widths[c] + GAP.length();
        }
      }
      Arrays.fill(begins, last, begins.length, indent);
      if (columns.get(last).isRight()) {
        text.append(aligned(columns.get(last), widths[last], row.get(last))).append('\n');
      } else {
        wrapped(row.get(last).style(), row.get(last).shown(), indent, "");
      }
      for (int c = 0; c < columns.size(); c++) {
        for (String detail : row.get(c).details()) {
          wrapped("small", detail, begins[c], " ".repeat(begins[c]));
        }
      }
    }

    private String aligned(Column column, int width, Cell cell) {
      String room = " ".repeat(Math.max(0, width - cell.shown().length()));
      String words = terminal.paint(cell.style(), cell.shown());
      return column.isRight() ? room + words : words + room;
    }

    /** Adds a sentence, wrapped with an indent; the first line needs only some blanks before it. */
    private void wrapped(String style, String sentence, int indent, String before) {
      for (String line : Terminal.wrap(sentence, Math.max(terminal.width() - indent, LEAST))) {
        text.append(before).append(terminal.paint(style, line)).append('\n');
        before = " ".repeat(indent);
      }
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
