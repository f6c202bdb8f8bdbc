// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisygd.report.chart.Series.Kind;

/** A builder of the points of a series. */
public final class Points {
  private final List<Series.Point> points = new ArrayList<>();
  private final String interval;

  /** An empty series without intervals. */
  public Points() {
    this("");
  }

  private Points(String interval) {
    this.interval = interval;
  }

  /**
   * An empty series with intervals.
   *
   * @param interval the kind of interval, for the caption, such as {@code two standard errors
   *     either way}
   */
  public static Points withInterval(String interval) {
    return new Points(interval);
  }

  /** One point per element. */
  public static <T> Points of(List<T> all, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    Points points = new Points();
    all.forEach(one -> points.add(x.applyAsDouble(one), y.applyAsDouble(one)));
    return points;
  }

  /** The ends of a horizontal line. */
  public static Points across(double from, double to, double y) {
    return new Points().add(from, y).add(to, y);
  }

  /** The ends of a horizontal strip from 0 on, between two heights. */
  public static Points strip(double to, double low, double high) {
    double middle = (low + high) / 2;
    return new Points().add(0, middle, low, high).add(to, middle, low, high);
  }

  /** Adds a point. */
  public Points add(double x, double y) {
    return add(x, y, Double.NaN, Double.NaN);
  }

  /** Adds a point with its interval; the ends are NaN if unknown. */
  public Points add(double x, double y, double low, double high) {
    points.add(new Series.Point(x, y, low, high));
    return this;
  }

  /** The series of these points. */
  public Series series(String label, Kind kind) {
    return new Series(label, kind, points, interval);
  }

  /** The series of these points as a guide, not as data, such as a line at 1. */
  public Series guide() {
    return series("", Kind.GUIDE);
  }
}
