// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;

/**
 * Comma-separated values as in RFC 4180, with line feeds: a head of names, then a line a row. An
 * empty field is one that is not known; infinite numbers are {@code Infinity} and {@code
 * -Infinity}. What is written reads back as the same table.
 */
public final class Csv {
  private Csv() {}

  /** The whole table, each line ended by a line feed. */
  public static String of(ResultTable table) {
    StringBuilder csv = new StringBuilder(head(table.columns()));
    for (int r = 0; r < table.size(); r++) {
      List<@Nullable Object> row = table.row(r);
      for (int c = 0; c < row.size(); c++) {
        csv.append(c == 0 ? "" : ",").append(quoted(table.columns().get(c).write(row.get(c))));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private static String head(List<Column> columns) {
    return String.join(",", columns.stream().map(Column::name).toList()) + "\n";
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
  }

  /**
   * The table that a text holds.
   *
   * @param columns what its columns must be
   * @throws IllegalArgumentException one line, if the text is no table with these columns
   */
  public static ResultTable read(String csv, List<Column> columns) {
    String head = head(columns);
    Require.that(
        csv.startsWith(head), "table", "begin with " + head.strip(), csv.split("\n", 2)[0]);
    ResultTable table = new ResultTable(columns);
    int at = head.length();
    List<String> fields = new ArrayList<>();
    while (at < csv.length()) {
      StringBuilder field = new StringBuilder();
      at = field(csv, at, field);
      fields.add(field.toString());
      Require.that(at < csv.length(), "table", "end with a line feed", field);
      char next = csv.charAt(at++);
      Require.that(next == ',' || next == '\n', "field", "end with a comma or a line", next);
      if (next == '\n') {
        table.add(typed(columns, fields));
        fields.clear();
      }
    }
    Require.that(fields.isEmpty(), "table", "end with a line feed", fields);
    return table;
  }

  private static List<@Nullable Object> typed(List<Column> columns, List<String> fields) {
    Require.that(fields.size() == columns.size(), "row", "have a field a column", fields);
    List<@Nullable Object> row = new ArrayList<>();
    for (int c = 0; c < fields.size(); c++) {
      row.add(columns.get(c).read(fields.get(c)));
    }
    return row;
  }

  /** Reads one field from a place on; the place after it. */
  private static int field(String csv, int from, StringBuilder field) {
    int at = from;
    if (csv.charAt(at) != '"') {
      while (at < csv.length() && csv.charAt(at) != ',' && csv.charAt(at) != '\n') {
        field.append(csv.charAt(at++));
      }
      return at;
    }
    at++;
    while (true) {
      Require.that(at < csv.length(), "quoted field", "be closed", field);
      char c = csv.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at < csv.length() && csv.charAt(at) == '"') {
        field.append('"');
        at++;
      } else {
        return at;
      }
    }
  }
}
