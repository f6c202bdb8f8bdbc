// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.Colours;
import org.noisygd.report.chart.HeatMap;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;

/**
 * One quantity of a sweep over two axes of its grid, as a heat map and as curves; a pair of
 * pictures for each choice of values on the other axes. All pictures have one scale.
 *
 * @param specification the sweep
 * @param table its results, rows by the number of the point
 * @param x the place of the horizontal axis in the grid
 * @param y the place of the other one: rows of the map, one curve each
 * @param quantity the place of the quantity's column
 */
public record SweepFigures(
    Specification specification, ResultTable table, int x, int y, int quantity) {
  /** The most pictures. */
  private static final int MOST = 48;

  /** An interval of a drift ratio that is wider than this is marked. */
  private static final double WIDE = 1;

  /** How far curves over words are moved apart, so that bars do not cover each other. */
  private static final double APART = 0.6;

  /** The drift ratio of an arithmetic that drifts as its twin does. */
  private static final String DRIFT_RATIO = "driftRatio";

  /**
   * The figures of two axes and a quantity.
   *
   * @param xName an axis, or empty for the last one with more than one value
   * @param yName another axis, or empty for the last of the others
   * @param quantityName a recorded quantity that is a number, or empty for the first
   * @throws IllegalArgumentException if there is none of that name
   */
  public static SweepFigures of(
      Specification specification,
      ResultTable table,
      String xName,
      String yName,
      String quantityName) {
    List<GridAxis> grid = specification.grid();
    Require.that(grid.size() >= 2, "--report", "have a grid of two axes or more", grid.size());
    int x = xName.isEmpty() ? free(grid, yName) : axis(grid, "--x", xName);
    int y = yName.isEmpty() ? free(grid, grid.get(x).parameter().word()) : axis(grid, "--y", yName);
    Require.that(x != y, "--y", "be another axis than --x", grid.get(y).parameter().word());
    List<Column> columns = table.columns();
    List<String> numbers =
        IntStream.range(grid.size() + 1, columns.size())
            .mapToObj(columns::get)
            .filter(column -> column.type() != Column.Type.TEXT)
            .map(Column::name)
            .toList();
    Require.that(!numbers.isEmpty(), "--report", "have a recorded number", "none");
    String name = quantityName.isEmpty() ? numbers.get(0) : quantityName;
    Require.oneOf("--value", numbers, name);
    SweepFigures figures = new SweepFigures(specification, table, x, y, table.place(name));
    int panels = specification.points() / figures.size(x) / figures.size(y);
    Require.that(2 * panels <= MOST, "--report", "need at most " + MOST + " pictures", 2 * panels);
    return figures;
  }

  private static int axis(List<GridAxis> grid, String option, String name) {
    List<String> names = grid.stream().map(axis -> axis.parameter().word()).toList();
    return names.indexOf(Require.oneOf(option, names, name));
  }

  /** The last axis, other than the taken one, with more than one value; else another axis. */
  private static int free(List<GridAxis> grid, String taken) {
    int found = -1;
    for (int a = 0; a < grid.size(); a++) {
      boolean free = !grid.get(a).parameter().word().equals(taken);
      if (free && (found < 0 || grid.get(a).values().size() > 1)) {
        found = a;
      }
    }
    return found;
  }

  private int size(int axis) {
    return specification.grid().get(axis).values().size();
  }

  private String name(int axis) {
    return specification.grid().get(axis).parameter().word();
  }

  private List<String> labels(int axis) {
    return specification.grid().get(axis).values().stream().map(Value::label).toList();
  }

  /** The pictures, a map and curves in turn. */
  public List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    int panel = 0;
    for (int point = 0; point < specification.points(); point++) {
      if (digit(point, x) == 0 && digit(point, y) == 0) {
        charts.add(map(point, panel));
        charts.add(curves(point, panel));
        panel++;
      }
    }
    return charts;
  }

  /** The place of a point's value on an axis. */
  private int digit(int point, int axis) {
    return point / weight(axis) % size(axis);
  }

  private int weight(int axis) {
    int weight = 1;
    for (int a = axis + 1; a < specification.grid().size(); a++) {
      weight *= size(a);
    }
    return weight;
  }

  private double value(int point, int onX, int onY) {
    return number(point + onX * weight(x) + onY * weight(y), quantity);
  }

  private double number(int point, int column) {
    return table.row(point).get(column) instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }

  private String quantityName() {
    return table.columns().get(quantity).name();
  }

  /** The values of the other axes, in words. */
  private String others(int point) {
    List<String> words = new ArrayList<>();
    for (int a = 0; a < specification.grid().size(); a++) {
      if (a != x && a != y) {
        words.add(name(a) + " " + labels(a).get(digit(point, a)));
      }
    }
    return words.isEmpty() ? "" : ", at " + String.join(", ", words);
  }

  private String title(int point) {
    return quantityName() + " over " + name(x) + " and " + name(y) + others(point);
  }

  private HeatMap map(int point, int panel) {
    List<List<Double>> rows = new ArrayList<>();
    for (int j = 0; j < size(y); j++) {
      List<Double> row = new ArrayList<>();
      for (int i = 0; i < size(x); i++) {
        row.add(value(point, i, j));
      }
      rows.add(row);
    }
    return new HeatMap(
        "map-" + panel,
        title(point),
        isDrift()
            ? "White is 1, as the twin; blue is too slow, red too fast, from 2 on false balance. Hatched:"
                + " an interval wider than 1."
            : "An empty cell is a number that is not defined.",
        Axis.ofNames(name(x), labels(x)),
        Axis.ofNames(name(y), labels(y)),
        isDrift() ? new Axis(quantityName(), 0, 2, false) : scale(),
        isDrift() ? Colours.DIVERGING : Colours.SEQUENTIAL,
        rows,
        List.of(hatches(point)));
  }

  private boolean isDrift() {
    return quantityName().equals(DRIFT_RATIO);
  }

  /** An end of the interval of a drift ratio; a NaN if it is not recorded. */
  private double end(String which, int point, int onX, int onY) {
    int column = table.place(DRIFT_RATIO + which);
    return isDrift() && column >= 0
        ? number(point + onX * weight(x) + onY * weight(y), column)
        : Double.NaN;
  }

  /** Two lines across each cell whose interval is wide. */
  private Series hatches(int point) {
    Points lines = new Points();
    for (int j = 0; j < size(y); j++) {
      for (int i = 0; i < size(x); i++) {
        if (end("High", point, i, j) - end("Low", point, i, j) > WIDE) {
          lines.add(i, j + 0.5).add(i + 0.5, j + 1.0).gap();
          lines.add(i + 0.5, j).add(i + 1.0, j + 0.5).gap();
        }
      }
    }
    return lines.guide();
  }

  /** The scale over all values of the table. */
  private Axis scale() {
    return Axis.over(
        quantityName(),
        IntStream.range(0, table.size()).mapToDouble(p -> number(p, quantity)),
        false);
  }

  private LineChart curves(int point, int panel) {
    boolean ofWords = specification.grid().get(x).values().stream().anyMatch(Value::isWord);
    boolean hasIntervals =
        isDrift()
            && table.place(DRIFT_RATIO + "Low") >= 0
            && table.place(DRIFT_RATIO + "High") >= 0;
    List<Series> series = new ArrayList<>();
    for (int j = 0; j < size(y); j++) {
      Points points = hasIntervals ? Points.withInterval("intervals at 99%") : new Points();
      double aside = ofWords ? APART * ((j + 0.5) / size(y) - 0.5) : 0;
      for (int i = 0; i < size(x); i++) {
        double at = i + 0.5 + aside;
        if (hasIntervals) {
          points.add(at, value(point, i, j), end("Low", point, i, j), end("High", point, i, j));
        } else {
          points.add(at, value(point, i, j));
        }
      }
      series.add(
          points.series(
              name(y) + " " + labels(y).get(j),
              ofWords ? Series.Kind.marks(j) : Series.Kind.line(j)));
    }
    return new LineChart(
        "curves-" + panel,
        title(point),
        Text.format(
            "One for each value of %s.%s",
            name(y),
            !isDrift()
                ? ""
                : hasIntervals
                    ? " 1 is as the twin."
                    : " 1 is as the twin. A sweep that records driftRatioLow and driftRatioHigh shows"
                        + " intervals."),
        Axis.ofNames(name(x), labels(x)),
        scale(),
        series);
  }
}
