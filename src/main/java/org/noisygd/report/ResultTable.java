// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    return IntStream.range(0, columns.size())
        .filter(c -> columns.get(c).name().equals(column))
        .findFirst()
        .orElse(-1);
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
    for (List<String> fields : CsvReader.read(csv.substring(head.length()))) {
      Require.that(fields.size() == columns.size(), "row", "have a field a column", fields);
      List<@Nullable Object> row = new ArrayList<>();
      for (int c = 0; c < fields.size(); c++) {
        row.add(columns.get(c).read(fields.get(c)));
      }
      table.add(row);
    }
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
   * column, if text, is wrapped at the terminal's width; columns below it follow, each on its own
   * lines.
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

  /** Adds the table to a page; on a narrow screen each cell shows its heading. */
  void page(Page page) {
    List<Integer> shown =
        IntStream.range(0, columns.size()).filter(c -> columns.get(c).isShown()).boxed().toList();
    page.raw("<table class=\"values\">\n<thead><tr>");
    shown.forEach(c -> page.head(columns.get(c).heading(), columns.get(c).style()));
    page.raw("</tr></thead>\n<tbody>\n");
    for (List<Cell> row : rows) {
      page.raw("<tr>");
      shown.forEach(c -> page.cell(columns.get(c).heading(), row.get(c)));
      page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResultTable that
        && columns.equals(that.columns)
        && size() == that.size()
        && IntStream.range(0, size()).allMatch(r -> row(r).equals(that.row(r)));
  }

  @Override
  public int hashCode() {
    return Objects.hash(columns, csvRows());
  }

  @Override
  public String toString() {
    return csv();
  }

  /** Reads comma-separated values as in RFC 4180, with line feeds. */
  private static final class CsvReader {
    private final String text;
    private int at;

    private CsvReader(String text) {
      this.text = text;
    }

    /**
     * The fields of each line.
     *
     * @throws IllegalArgumentException one line, if the last line or a quoted field has no end
     */
    static List<List<String>> read(String text) {
      CsvReader reader = new CsvReader(text);
      List<List<String>> lines = new ArrayList<>();
      while (reader.at < text.length()) {
        lines.add(reader.line());
      }
      return lines;
    }

    private List<String> line() {
      List<String> fields = new ArrayList<>();
      char end;
      do {
        String field = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
        fields.add(field);
        Require.that(at < text.length(), "table", "end with a line feed", field);
        end = text.charAt(at++);
        Require.that(end == ',' || end == '\n', "field", "end with a comma or a line", end);
      } while (end == ',');
      return fields;
    }

    private String plain() {
      int from = at;
      while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
        at++;
      }
      return text.substring(from, at);
    }

    private String quoted() {
      StringBuilder field = new StringBuilder();
      while (true) {
        int from = at + 1;
        int to = text.indexOf('"', from);
        Require.that(to >= 0, "quoted field", "be closed", text.substring(from));
        field.append(text, from, to);
        at = to + 1;
        if (at == text.length() || text.charAt(at) != '"') {
          return field.toString();
        }
        field.append('"'); // two quotes stand for one
      }
    }
  }
}
