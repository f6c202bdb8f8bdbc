// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisygd.io.json.JsonText;
import org.noisygd.number.Require;
import org.noisygd.report.Column;
import org.noisygd.report.ResultFile;

/**
 * A sweep: a precision study at every point of a grid. Points are numbered in the order of the
 * grid, the last axis fastest. A cell is the set of points that differ only in their arithmetic.
 * They share a reference run, which saves time and changes no result. Cells are numbered by the
 * other axes in the same way. A cell depends on nothing but the specification and its number.
 *
 * @param name the sweep's name
 * @param fixed the options of every point
 * @param grid the axes, at least one
 */
public record Specification(String name, Map<String, Value> fixed, List<Axis> grid) {
  /** The axis whose values share a reference run. */
  static final String ARITHMETIC = "arithmetic";

  /** Maximum number of points; more would be a mistake in the grid. */
  private static final int MOST_POINTS = 1_000_000;

  /**
   * One axis of the grid.
   *
   * @param option the option of {@code study precision}, without dashes
   * @param values the values, in order and distinct
   */
  public record Axis(String option, List<Value> values) {
    /** Checks that the values differ. */
    public Axis {
      values = List.copyOf(values);
      List<String> labels = values.stream().map(Value::label).toList();
      Require.that(
          labels.stream().distinct().count() == labels.size(),
          "grid." + option,
          "hold each value once",
          labels);
    }

    /** The column of this axis in tables. */
    public Column column() {
      Class<?> numbers = values.stream().allMatch(Value::isWhole) ? Long.class : Double.class;
      boolean words = !values.stream().allMatch(Value::isNumber);
      return new Column(option, words ? String.class : numbers);
    }
  }

  /** Checks all but the points. */
  public Specification {
    Require.that(
        name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
        "sweep",
        "be a name of at most 64 letters, digits, dots, dashes and underscores",
        name);
    fixed = Collections.unmodifiableMap(new TreeMap<>(fixed));
    grid = List.copyOf(grid);
    Require.that(!grid.isEmpty(), "grid", "have an axis", "none");
    long points = 1;
    for (Axis axis : grid) {
      Require.that(
          !fixed.containsKey(axis.option()), axis.option(), "be in fixed or in grid", "both");
      points = Math.min(points * axis.values().size(), MOST_POINTS + 1L);
    }
    Require.that(points <= MOST_POINTS, "grid", "have at most 1,000,000 points", "more");
  }

  /** The number of points of the grid. */
  public int points() {
    return weight(-1);
  }

  /** The number of cells. */
  public int cells() {
    return points() / arithmetics();
  }

  /** The product of the lengths of the axes after this one. */
  private int weight(int axis) {
    return grid.stream()
        .skip(axis + 1)
        .mapToInt(one -> one.values().size())
        .reduce(1, (a, b) -> a * b);
  }

  private int arithmeticAxis() {
    return grid.stream().map(Axis::option).toList().indexOf(ARITHMETIC);
  }

  /** The number of points of each cell. */
  private int arithmetics() {
    int axis = arithmeticAxis();
    return axis < 0 ? 1 : grid.get(axis).values().size();
  }

  /** The numbers of a cell's points, ascending. */
  public List<Integer> pointsOf(int cell) {
    Require.index("cell", cell, cells());
    int weight = weight(arithmeticAxis());
    int first = cell / weight * weight * arithmetics() + cell % weight;
    return arithmeticAxis() < 0
        ? List.of(cell)
        : IntStream.range(0, arithmetics()).mapToObj(k -> first + k * weight).toList();
  }

  /** The values of a point along the axes. */
  public List<Value> along(int point) {
    Require.index("point", point, points());
    return IntStream.range(0, grid.size())
        .mapToObj(a -> grid.get(a).values().get(point / weight(a) % grid.get(a).values().size()))
        .toList();
  }

  /** All options of a point. */
  public Map<String, Value> at(int point) {
    Map<String, Value> all = new HashMap<>(fixed);
    List<Value> along = along(point);
    for (int a = 0; a < grid.size(); a++) {
      all.put(grid.get(a).option(), along.get(a));
    }
    return all;
  }

  /** The values of a point along the first axes, in words. */
  String describe(int point, int axes) {
    List<Value> along = along(point);
    return IntStream.range(0, axes)
        .mapToObj(a -> grid.get(a).option() + " " + along.get(a).label())
        .collect(Collectors.joining(", "));
  }

  /** The columns of the results: the number of the point, the axes, the results of a study. */
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("point", Long.class));
    grid.forEach(axis -> columns.add(axis.column()));
    columns.addAll(CellStudy.found(this));
    return columns;
  }

  /** The specification as one line of JSON, which reads back; equal sweeps have equal text. */
  public String canonical() {
    return "{\"sweep\":"
        + JsonText.quote(name)
        + fixed.entrySet().stream()
            .map(one -> JsonText.quote(one.getKey()) + ":" + one.getValue().json())
            .collect(Collectors.joining(",", ",\"fixed\":{", "}"))
        + grid.stream()
            .map(Specification::json)
            .collect(Collectors.joining(",", ",\"grid\":{", "}}"));
  }

  private static String json(Axis axis) {
    return axis.values().stream()
        .map(Value::json)
        .collect(Collectors.joining(",", JsonText.quote(axis.option()) + ":[", "]"));
  }

  /** The SHA-256 of the canonical text, in hexadecimal digits. */
  public String digest() {
    return sha256(canonical());
  }

  static String sha256(String text) {
    return ResultFile.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
