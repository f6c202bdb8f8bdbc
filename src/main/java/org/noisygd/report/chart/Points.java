// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisygd.report.chart.Series.Kind;

/** The points of a series, gathered one by one: all with a range, or none. */
public final class Points {
  private final List<Double> points = new ArrayList<>();
  private final List<Double> ranges = new ArrayList<>();

  /** A point for each of some things. */
  public static <T extends Object> Points of(
      List<T> all, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    Points points = new Points();
    all.forEach(one -> points.add(x.applyAsDouble(one), y.applyAsDouble(one)));
    return points;
  }

  /** The ends of a line across, at one height. */
  public static Points across(double from, double to, double y) {
    return new Points().add(from, y).add(to, y);
  }

  /** Adds a point. */
  public Points add(double x, double y) {
    points.add(x);
    points.add(y);
    return this;
  }

  /** Adds a point with its range. */
  public Points add(double x, double y, double low, double high) {
    ranges.add(low);
    ranges.add(high);
    return add(x, y);
  }

  /** The line breaks here. */
  public Points gap() {
    return add(Double.NaN, Double.NaN);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return points.isEmpty();
  }

  /** Forgets the ranges if none has an end that is known. */
  public Points withoutUnknownRanges() {
    if (ranges.stream().allMatch(end -> Double.isNaN(end))) {
      ranges.clear();
    }
    return this;
  }

  /** The series of these points. */
  public Series series(String label, Kind kind) {
    return new Series(label, kind, points, ranges);
  }

  /** The series of these points where they are no data, such as a line at 1. */
  public Series guide() {
    return series("", Kind.GUIDE);
  }
}
