// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.number.Require;
import org.noisygd.report.Column;
import org.noisygd.report.json.JsonText;

/**
 * What a sweep computes: a precision study at every point of a grid. Points are numbered in the
 * order of the grid, the last axis fastest. A cell is the points that differ in the axes {@code
 * together} alone; they are run beside one twin, which saves its time and changes no result. Cells
 * are numbered by the other axes in the same way. A cell depends on nothing but the specification
 * and its number.
 *
 * @param name what the sweep is called
 * @param fixed the parameters that every point has
 * @param grid the axes, at least one
 * @param together the axes, of the arithmetic alone, that are within a cell
 * @param record the quantities that are recorded
 */
public record Specification(
    String name,
    Map<Parameter, Value> fixed,
    List<GridAxis> grid,
    List<Parameter> together,
    List<Column> record) {
  /** The version of specifications and of cells' files. */
  public static final int FORMAT = 1;

  /** The most points; more are taken for a mistake. */
  private static final int MOST_POINTS = 1_000_000;

  /** Checks all that can be checked without looking at points. */
  public Specification {
    Require.that(
        name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
        "sweep",
        "be a name of at most 64 letters, digits, dots, dashes and underscores",
        name);
    fixed = Collections.unmodifiableMap(new EnumMap<>(fixed));
    grid = List.copyOf(grid);
    together = List.copyOf(together);
    record = List.copyOf(record);
    Require.that(!grid.isEmpty(), "grid", "have an axis", "none");
    long points = 1;
    for (GridAxis axis : grid) {
      String axisName = axis.parameter().word();
      Require.that(
          !fixed.containsKey(axis.parameter()), axisName, "be in fixed or in grid", "both");
      points = Math.min(points * axis.values().size(), MOST_POINTS + 1L);
    }
    Require.that(points <= MOST_POINTS, "grid", "have at most 1,000,000 points", "more");
    for (Parameter one : together) {
      Require.that(
          one.isOfSubject() && grid.stream().anyMatch(axis -> axis.parameter() == one),
          "together",
          "name axes of the arithmetic",
          one.word());
    }
    Require.that(!record.isEmpty(), "record", "name a quantity", "none");
  }

  /** How many points the grid has. */
  public int points() {
    return grid.stream().mapToInt(axis -> axis.values().size()).reduce(1, Math::multiplyExact);
  }

  /** How many cells it is cut into. */
  public int cells() {
    return grid.stream()
        .filter(axis -> !together.contains(axis.parameter()))
        .mapToInt(axis -> axis.values().size())
        .reduce(1, Math::multiplyExact);
  }

  /** The numbers of a cell's points, ascending. */
  public List<Integer> pointsOf(int cell) {
    Require.index("cell", cell, cells());
    int within = points() / cells();
    List<Integer> points = new ArrayList<>();
    for (int k = 0; k < within; k++) {
      int inCell = k;
      int ofCell = cell;
      int point = 0;
      int weight = 1;
      for (int a = grid.size() - 1; a >= 0; a--) {
        int size = grid.get(a).values().size();
        if (together.contains(grid.get(a).parameter())) {
          point += weight * (inCell % size);
          inCell /= size;
        } else {
          point += weight * (ofCell % size);
          ofCell /= size;
        }
        weight *= size;
      }
      points.add(point);
    }
    return points;
  }

  /** The values of a point along the axes. */
  public List<Value> along(int point) {
    Require.index("point", point, points());
    List<Value> values = new ArrayList<>();
    int rest = point;
    for (int a = grid.size() - 1; a >= 0; a--) {
      List<Value> axis = grid.get(a).values();
      values.add(0, axis.get(rest % axis.size()));
      rest /= axis.size();
    }
    return values;
  }

  /** All parameters of a point. */
  public Map<Parameter, Value> at(int point) {
    Map<Parameter, Value> all = new EnumMap<>(Parameter.class);
    all.putAll(fixed);
    List<Value> along = along(point);
    for (int a = 0; a < grid.size(); a++) {
      all.put(grid.get(a).parameter(), along.get(a));
    }
    return all;
  }

  /** A point in words, for messages. */
  String describe(int point) {
    List<Value> along = along(point);
    List<String> words = new ArrayList<>();
    for (int a = 0; a < along.size(); a++) {
      words.add(grid.get(a).parameter().word() + " " + along.get(a).label());
    }
    return "point " + point + " (" + String.join(", ", words) + ")";
  }

  /** The columns of the results: the number of the point, the axes, what is recorded. */
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.ofLongs("point"));
    grid.forEach(axis -> columns.add(axis.column()));
    columns.addAll(record);
    return columns;
  }

  /** The specification as one line of JSON; equal sweeps have equal text, and it reads back. */
  public String canonical() {
    StringBuilder json = new StringBuilder("{\"format\":" + FORMAT);
    json.append(",\"sweep\":").append(JsonText.quote(name)).append(",\"study\":\"precision\"");
    json.append(
        fixed.entrySet().stream()
            .map(e -> JsonText.quote(e.getKey().word()) + ":" + e.getValue().json())
            .collect(Collectors.joining(",", ",\"fixed\":{", "}")));
    json.append(
        grid.stream()
            .map(
                axis ->
                    axis.values().stream()
                        .map(Value::json)
                        .collect(
                            Collectors.joining(
                                ",", JsonText.quote(axis.parameter().word()) + ":[", "]")))
            .collect(Collectors.joining(",", ",\"grid\":{", "}")));
    json.append(words(",\"together\":[", together.stream().map(Parameter::word).toList()));
    json.append(words(",\"record\":[", record.stream().map(Column::name).toList()));
    return json.append('}').toString();
  }

  private static String words(String opening, List<String> words) {
    return words.stream().map(JsonText::quote).collect(Collectors.joining(",", opening, "]"));
  }

  /** The SHA-256 of the canonical text, in hexadecimal digits. */
  public String digest() {
    return sha256(canonical());
  }

  public static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}
