// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;

/**
 * What stands in one column of one row.
 *
 * @param value whole, as CSV has it; null where nothing is known
 * @param shown as text and on a page
 * @param style of the cell, such as {@code pass}
 * @param details small sentences below it
 */
record Cell(@Nullable Object value, String shown, String style, List<String> details) {
  /** What is shown of a value that is not known. */
  static final String NONE = "-";

  /** A value, shown as it is in CSV; NaN and empty text stand for null. */
  static Cell of(Column column, @Nullable Object given) {
    boolean none = (given instanceof Double d && d.isNaN()) || "".equals(given);
    @Nullable Object value = none ? null : given;
    Require.that(column.takes(value), column.name(), "be " + column.type(), "" + value);
    return new Cell(value, shown(column, value), column.style(), List.of());
  }

  /** Empty in a column that is only in the file: such cells are many, and writing them costs. */
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

  /** This cell, shown in another way. */
  Cell shownAs(String other) {
    return new Cell(value, other, style, details);
  }

  /** This cell in another style. */
  Cell styledAs(String other) {
    return new Cell(value, shown, other, details);
  }

  /** This cell with one more sentence below it, unless that is empty. */
  Cell with(String sentence) {
    List<String> all = new ArrayList<>(details);
    if (!sentence.isEmpty()) {
      all.add(sentence);
    }
    return new Cell(value, shown, style, List.copyOf(all));
  }
}
