// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;

/**
 * Rows under named and typed columns. It can be added to, and read; not by several threads while
 * one adds.
 */
public final class ResultTable {
  private final List<Column> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @throws IllegalArgumentException without columns, or with two of one name
   */
  public ResultTable(List<Column> columns) {
    this.columns = List.copyOf(columns);
    Require.that(!columns.isEmpty(), "columns", "be at least one", 0);
    long names = columns.stream().map(Column::name).distinct().count();
    Require.that(names == columns.size(), "columns", "have names of their own", names);
  }

  /**
   * Adds a row.
   *
   * @param fields one a column, of its type; NaN stands for null
   */
  public void add(List<? extends @Nullable Object> fields) {
    Require.that(
        fields.size() == columns.size(), "row", "have " + columns.size() + " fields", fields);
    List<@Nullable Object> row = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      @Nullable Object given = fields.get(c);
      @Nullable Object field = given instanceof Double d && d.isNaN() ? null : given;
      Column column = columns.get(c);
      Require.that(column.takes(field), column.name(), "be " + column.type(), "" + field);
      row.add(field);
    }
    rows.add(Collections.unmodifiableList(row));
  }

  /** The columns. */
  public List<Column> columns() {
    return columns;
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** The fields of a row. */
  public List<@Nullable Object> row(int index) {
    return rows.get(index);
  }

  /** The place of the column of that name; -1 if there is none. */
  public int place(String name) {
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).name().equals(name)) {
        return c;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResultTable that
        && columns.equals(that.columns)
        && rows.equals(that.rows);
  }

  @Override
  public int hashCode() {
    return Objects.hash(columns, rows);
  }

  @Override
  public String toString() {
    return Csv.of(this);
  }
}
