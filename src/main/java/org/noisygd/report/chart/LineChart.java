// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

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
   * The data as CSV. If all series have one y per x, it has a line per x, with columns named after
   * the series, and _low and _high for ranges. Otherwise it has a line per point, empty where a
   * line breaks. A series without a label is not data and is omitted.
   */
  @Override
  public String csv() {
    List<Series> data = series.stream().filter(one -> !one.label().isEmpty()).toList();
    return data.stream().allMatch(Series::isFunction) ? byX(data) : byPoint(data);
  }

  private String byX(List<Series> data) {
    int fields = 0;
    StringBuilder csv = new StringBuilder(name(x.label()));
    Map<Double, Map<Integer, Double>> lines = new TreeMap<>();
    for (Series one : data) {
      boolean hasRanges = one.hasRanges();
      csv.append(',').append(name(one.label()));
      if (hasRanges) {
        csv.append(',').append(name(one.label())).append("_low");
        csv.append(',').append(name(one.label())).append("_high");
      }
      for (int k = 0; k < one.size(); k++) {
        if (!Double.isNaN(one.x(k))) {
          Map<Integer, Double> line = lines.computeIfAbsent(key(one.x(k)), at -> new TreeMap<>());
          line.put(fields, one.y(k));
          if (hasRanges) {
            line.put(fields + 1, one.low(k));
            line.put(fields + 2, one.high(k));
          }
        }
      }
      fields += hasRanges ? 3 : 1;
    }
    int all = fields;
    csv.append('\n');
    lines.forEach(
        (at, line) -> {
          csv.append(text(at));
          for (int k = 0; k < all; k++) {
            csv.append(',').append(number(line.getOrDefault(k, Double.NaN)));
          }
          csv.append('\n');
        });
    return csv.toString();
  }

  private String byPoint(List<Series> data) {
    StringBuilder csv =
        new StringBuilder("series,").append(name(x.label())).append(',').append(name(y.label()));
    csv.append('\n');
    for (Series one : data) {
      for (int k = 0; k < one.size(); k++) {
        boolean breaks = Double.isNaN(one.x(k));
        csv.append(Markup.csv(one.label())).append(',').append(breaks ? "" : text(key(one.x(k))));
        csv.append(',').append(number(one.y(k))).append('\n');
      }
    }
    return csv.toString();
  }

  /** The key of an x: the value itself, or the index of its name. */
  private double key(double at) {
    return x.names().isEmpty() ? at : Math.min(Math.floor(at), x.names().size() - 1.0);
  }

  private String text(double key) {
    return x.names().isEmpty() ? number(key) : Markup.csv(x.names().get((int) key));
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
