// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines and marks over two axes, with bands and bars for their ranges. The names of the series are
 * below the chart.
 *
 * @param id unique in the page
 * @param title one line
 * @param sentence the content, in a sentence or two
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series the series, later ones on top
 */
public record LineChart(
    String id, String title, String sentence, Axis x, Axis y, List<Series> series)
    implements Chart {
  /** Copies the list of series. */
  public LineChart {
    series = List.copyOf(series);
  }

  @Override
  public SvgPlot drawn() {
    SvgPlot frame = SvgPlot.of(x, y, 0);
    frame.axes();
    series.forEach(frame::draw);
    return frame;
  }

  /**
   * The data as CSV: a line per x, with columns named after the series, and _low and _high for
   * ranges. Of several points of a series with one x the last is kept. A series without a label is
   * not data and is omitted.
   */
  @Override
  public String csv() {
    List<String> head = new ArrayList<>(List.of(name(x.label())));
    Map<Double, Map<Integer, Double>> lines = new TreeMap<>();
    for (Series one : series.stream().filter(s -> !s.label.isEmpty()).toList()) {
      boolean ranges = one.hasRanges() || !one.interval.isEmpty();
      int at = head.size() - 1;
      for (String end : ranges ? List.of("", "_low", "_high") : List.of("")) {
        head.add(name(one.label) + end);
      }
      for (Series.Point p : one.points) {
        if (!Double.isNaN(p.x())) {
          Map<Integer, Double> line = lines.computeIfAbsent(key(p.x()), key -> new TreeMap<>());
          // Ranges that the series does not have are NaN, in columns of the series after it.
          line.putAll(Map.of(at, p.y(), at + 1, p.low(), at + 2, p.high()));
        }
      }
    }
    StringBuilder csv = new StringBuilder(Markup.csv(head));
    lines.forEach(
        (at, line) -> {
          List<String> row = new ArrayList<>();
          row.add(x.names().isEmpty() ? number(at) : x.names().get(at.intValue()));
          for (int k = 0; k < head.size() - 1; k++) {
            row.add(number(line.getOrDefault(k, Double.NaN)));
          }
          csv.append(Markup.csv(row));
        });
    return csv.toString();
  }

  /** The key of an x: the value itself, or the index of its name. */
  private double key(double at) {
    return x.names().isEmpty() ? at : Math.min(Math.floor(at), x.names().size() - 1.0);
  }

  /** A number, without a point if it is whole; empty for a NaN. */
  private static String number(double value) {
    return Double.isNaN(value)
        ? ""
        : value == Math.rint(value) && Math.abs(value) < 1e15
            ? String.valueOf((long) value)
            : String.valueOf(value);
  }

  /** A label as the name of a column. */
  private static String name(String label) {
    String name = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9:./+-]+", "_");
    return name.isEmpty() ? "name" : name.replaceAll("^_|_$", "");
  }
}
