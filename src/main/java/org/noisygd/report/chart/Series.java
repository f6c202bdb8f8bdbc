// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** One line, or one set of marks, possibly with a range per point, built point by point. */
public final class Series {
  final String label;
  final Kind kind;
  final String interval;
  final List<Point> points = new ArrayList<>();

  /**
   * A series without points.
   *
   * @param label the name in the legend; empty for a series that is not data
   * @param kind the style
   */
  public Series(String label, Kind kind) {
    this(label, kind, "");
  }

  /**
   * A series without points, whose ranges are intervals.
   *
   * @param interval the kind of interval, for the caption, such as {@code two standard errors
   *     either way}
   */
  public Series(String label, Kind kind, String interval) {
    this.label = label;
    this.kind = kind;
    this.interval = interval;
  }

  /** A guide, not data, such as a line at 1. */
  public static Series guide() {
    return new Series("", Kind.GUIDE);
  }

  /** Adds a point; one with NaN breaks the line. */
  public Series add(double x, double y) {
    return add(x, y, Double.NaN, Double.NaN);
  }

  /** Adds a point with its range; the ends are NaN if unknown. */
  public Series add(double x, double y, double low, double high) {
    points.add(new Point(x, y, low, high));
    return this;
  }

  /**
   * A point (x, y), possibly with a range. Lines have bands, marks have bars, with arrows where
   * they leave the frame.
   *
   * @param low the lower end of the range; NaN if there is none
   * @param high the upper end of the range; NaN if there is none
   */
  record Point(double x, double y, double low, double high) {
    private static final Point NONE = new Point(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** Returns true if any point has a range. */
  boolean hasRanges() {
    return points.stream().anyMatch(p -> !Double.isNaN(p.low) || !Double.isNaN(p.high));
  }

  /** Point k, or a point outside of every frame if there is none. */
  Point at(int k) {
    return k >= 0 && k < points.size() ? points.get(k) : Point.NONE;
  }

  /** All coordinates on an axis, with the ranges on the vertical one. */
  DoubleStream along(boolean horizontal) {
    return points.stream()
        .flatMapToDouble(
            p -> horizontal ? DoubleStream.of(p.x) : DoubleStream.of(p.y, p.low, p.high));
  }

  /**
   * The second coordinates between two values, with their ranges clipped to these values. A figure
   * with these limits shows other points as arrows or not at all.
   */
  public static DoubleStream between(double least, double most, List<Series> series) {
    return series.stream()
        .flatMap(one -> one.points.stream())
        .filter(p -> p.y >= least && p.y <= most)
        .flatMapToDouble(p -> DoubleStream.of(p.y, Math.max(least, p.low), Math.min(most, p.high)));
  }

  /**
   * The style of a series.
   *
   * @param style the class in the page's style sheet
   * @param isLine true for lines, false for marks
   * @param shape the path of a mark; empty for a circle, and for lines
   */
  public record Kind(String style, boolean isLine, String shape) {
    private static final List<String> MARK_NAMES =
        List.of("marks", "squares", "triangles", "diamonds");

    private static final List<String> SHAPES =
        List.of("", "m-4-4h8v8h-8Z", "m-5 4h10l-5-9Z", "m-5.5 0l5.5-5.5l5.5 5.5l-5.5 5.5Z");

    /** A thin line in the background. */
    public static final Kind GUIDE = new Kind("guide", true, "");

    /** A wide pale line, visible below coinciding lines that are compared with it. */
    public static final Kind REFERENCE = new Kind("reference", true, "");

    /** Open circles. */
    public static final Kind MARKS = marks(0);

    /** Discs. */
    public static final Kind FULL_MARKS = marks(4);

    /** The kind of line k, counted from 0, modulo twelve. */
    public static Kind line(int k) {
      return new Kind("line-" + (char) ('a' + Math.floorMod(k, 12)), true, "");
    }

    /** The kind of set k of marks, counted from 0, modulo eight: four open, then four filled. */
    public static Kind marks(int k) {
      int shape = Math.floorMod(k, MARK_NAMES.size());
      String full = Math.floorMod(k, 2 * MARK_NAMES.size()) == shape ? "" : "full-";
      return new Kind(full + MARK_NAMES.get(shape), false, SHAPES.get(shape));
    }
  }
}
