// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;
import org.noisygd.report.chart.Markup;

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

  /** The cell on a page. */
  Page.Entry entry() {
    StringBuilder markup = new StringBuilder(Markup.escape(shown));
    details.forEach(d -> markup.append("<br>").append(Markup.element("span class=\"small\"", d)));
    return new Page.Entry(style, markup.toString());
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
