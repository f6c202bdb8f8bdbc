// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.Arrays;
import java.util.List;

/** The layout of rows of a {@link ResultTable} as lines of text. */
final class TextLines {
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
   * Adds a row. The last column beside others is wrapped if it is text; details and columns with a
   * mark follow below.
   *
   * @param widths the widths of the columns
   */
  void row(List<Column> columns, int[] widths, List<Cell> row) {
    int last = 0;
    for (int c = 0; c < columns.size(); c++) {
      last = columns.get(c).isShown() && columns.get(c).mark().isEmpty() ? c : last;
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
      wrapped(row.get(last).style(), "", row.get(last).shown(), indent, 0);
    }
    for (int c = 0; c < columns.size(); c++) {
      for (String detail : row.get(c).details()) {
        wrapped("small", "", detail, begins[c], begins[c]);
      }
      String mark = columns.get(c).mark();
      if (!mark.isEmpty() && !row.get(c).shown().isEmpty()) {
        wrapped(row.get(c).style(), mark, row.get(c).shown(), indent, indent);
      }
    }
  }

  private String aligned(Column column, int width, Cell cell) {
    String room = " ".repeat(Math.max(0, width - cell.shown().length()));
    String words = terminal.paint(cell.style(), cell.shown());
    return column.isRight() ? room + words : words + room;
  }

  /** Adds a sentence, wrapped with an indent; the first line still needs {@code lacking} blanks. */
  private void wrapped(String style, String mark, String sentence, int indent, int lacking) {
    int width = Math.max(terminal.width() - indent - mark.length(), LEAST);
    String before = " ".repeat(lacking) + mark;
    for (String line : Terminal.wrap(sentence, width)) {
      text.append(before).append(terminal.paint(style, line)).append('\n');
      before = " ".repeat(indent + mark.length());
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
