// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Text;
import org.noisygd.report.ResultTable.Cell;

/**
 * The columns of a {@link ResultTable} with one row per object: for each column the name in the
 * file, the heading, and the function from an object to the value.
 *
 * <pre>
 *   Columns.of(results)
 *       .text("arithmetic", "Arithmetic", Row::arithmetic)
 *       .number("mean", "Mean", "%.5g", Row::mean)
 *       .text("verdict", "Verdict", row -&gt; row.verdict().word())
 *       .style(row -&gt; row.verdict().style())
 *       .table("results");
 * </pre>
 *
 * <p>A column without a name is only shown; a column without a heading is only in the file. {@link
 * #shown}, {@link #style} and {@link #detail} refine the preceding column.
 */
public final class Columns<R> {
  private final List<R> rows;
  private final List<Column> columns = new ArrayList<>();

  /** The cells of each row, one per column. */
  private final List<List<Cell>> cells = new ArrayList<>();

  private Columns(List<R> rows) {
    this.rows = rows;
    rows.forEach(row -> cells.add(new ArrayList<>()));
  }

  /** Begins a table with one row per object. */
  public static <R> Columns<R> of(Collection<? extends R> rows) {
    return new Columns<>(List.copyOf(rows));
  }

  /** Adds a column of text, aligned left. */
  public Columns<R> text(String name, String heading, Function<R, String> value) {
    return text(name, heading, "", value);
  }

  /** Adds a column of text in one style; {@code number} aligns right. */
  public Columns<R> text(String name, String heading, String style, Function<R, String> value) {
    return column(new Column(name, String.class, heading, style), value, String::valueOf);
  }

  /** Adds a column of text whose heading is also its name in the file. */
  public Columns<R> words(String heading, Function<R, String> value) {
    return text(heading, heading, value);
  }

  /** Adds a column of whole numbers, shown with commas between thousands. */
  public Columns<R> whole(String name, String heading, ToLongFunction<R> value) {
    return optional(name, heading, row -> OptionalLong.of(value.applyAsLong(row)));
  }

  /** Adds a column of whole numbers, possibly missing in some rows. */
  public Columns<R> optional(String name, String heading, Function<R, OptionalLong> value) {
    return column(
        new Column(name, Long.class, heading, Column.NUMBER),
        row -> value.apply(row).isPresent() ? (Long) value.apply(row).getAsLong() : null,
        v -> Text.format("%,d", v));
  }

  /** Adds a column of numbers, shown in a format; NaN means unknown. */
  public Columns<R> number(String name, String heading, String format, ToDoubleFunction<R> value) {
    return column(
        new Column(name, Double.class, heading, Column.NUMBER),
        row -> (Double) value.applyAsDouble(row),
        v -> format(format, (Double) v));
  }

  private Columns<R> column(
      Column column,
      Function<R, ? extends @Nullable Object> value,
      Function<Object, String> shown) {
    columns.add(column);
    for (int r = 0; r < cells.size(); r++) {
      cells.get(r).add(Cell.of(column, value.apply(rows.get(r)), shown));
    }
    return this;
  }

  /**
   * A number in a format, with commas between thousands; inf, or a dash for NaN. A zero has no
   * sign.
   */
  public static String format(String format, double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? Cell.NONE : value < 0 ? "-inf" : "inf";
    }
    String text = Text.format(format.replaceFirst("%([.]\\d+f)", "%,$1"), value);
    return text.matches("-[0.]+%?") ? text.substring(1) : text;
  }

  /** Changes the shown form of the last column. */
  public Columns<R> shown(Function<R, String> shown) {
    return refine(
        (cell, row) -> new Cell(cell.value(), shown.apply(row), cell.style(), cell.details()));
  }

  /** Styles the cells of the last column: {@code pass}, {@code fail}, {@code strong} and so on. */
  public Columns<R> style(Function<R, String> style) {
    return refine(
        (cell, row) -> new Cell(cell.value(), cell.shown(), style.apply(row), cell.details()));
  }

  /** Adds a small sentence below each cell of the last column, unless empty. */
  public Columns<R> detail(Function<R, String> sentence) {
    return refine((cell, row) -> cell.with(sentence.apply(row)));
  }

  private Columns<R> refine(BiFunction<Cell, R, Cell> change) {
    int last = columns.size() - 1;
    for (int r = 0; r < cells.size(); r++) {
      cells.get(r).set(last, change.apply(cells.get(r).get(last), rows.get(r)));
    }
    return this;
  }

  /** The table, without a file of its own. */
  public ResultTable table() {
    return table("");
  }

  /**
   * The table.
   *
   * @param name the name of its CSV file, without {@code .csv}
   */
  public ResultTable table(String name) {
    ResultTable table = new ResultTable(name, columns);
    cells.forEach(table::addCells);
    return table;
  }
}
