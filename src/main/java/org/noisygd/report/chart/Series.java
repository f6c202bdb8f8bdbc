// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisygd.number.Require;

/**
 * One line, or one set of marks, possibly with a range per point.
 *
 * @param label the name in the legend; empty for a series that is not data, such as a line at 1
 * @param kind the style
 * @param points the points as (x, y), flat: x0, y0, x1, y1, ...; a pair with NaN breaks the line
 * @param ranges the lower and the upper end at each point, flat; empty for none. Lines have bands,
 *     marks have bars, with arrows where they leave the frame
 * @param interval the kind of range, for the caption; empty if ranges are not estimates
 */
public record Series(
    String label, Kind kind, List<Double> points, List<Double> ranges, String interval) {
  /** Copies the points. */
  public Series {
    Require.that(
        points.size() % 2 == 0, "points", "be pairs", points.size() + " numbers in " + label);
    Require.that(
        ranges.isEmpty() || ranges.size() == points.size(),
        "ranges",
        "be as many as points",
        ranges.size() + " numbers in " + label);
    points = List.copyOf(points);
    ranges = List.copyOf(ranges);
  }

  /** A series without ranges. */
  public Series(String label, Kind kind, List<Double> points) {
    this(label, kind, points, List.of(), "");
  }

  /** Returns true if its points have ranges, or would have them if there were points. */
  boolean hasRanges() {
    return !ranges.isEmpty() || !interval.isEmpty();
  }

  /** The number of points. */
  public int size() {
    return points.size() / 2;
  }

  /** The first coordinate of point k. */
  public double x(int k) {
    return points.get(2 * k);
  }

  /** The second coordinate of point k. */
  public double y(int k) {
    return points.get(2 * k + 1);
  }

  /** All coordinates on an axis, with the ranges on the vertical one. */
  DoubleStream along(boolean horizontal) {
    IntStream all = IntStream.range(0, size());
    return horizontal
        ? all.mapToDouble(this::x)
        : all.boxed().flatMapToDouble(k -> DoubleStream.of(y(k), low(k), high(k)));
  }

  /**
   * The second coordinates between two values, with their ranges clipped to these values. A figure
   * with these limits shows other points as arrows or not at all.
   */
  public static DoubleStream between(double least, double most, List<Series> series) {
    return series.stream()
        .flatMapToDouble(
            one ->
                IntStream.range(0, one.size())
                    .filter(k -> one.y(k) >= least && one.y(k) <= most)
                    .boxed()
                    .flatMapToDouble(
                        k ->
                            DoubleStream.of(
                                one.y(k),
                                Math.max(least, one.low(k)),
                                Math.min(most, one.high(k)))));
  }

  /** The lower end of the range of point k; NaN if there is none. */
  public double low(int k) {
    return ranges.isEmpty() ? Double.NaN : ranges.get(2 * k);
  }

  /** The upper end of the range of point k; NaN if there is none. */
  public double high(int k) {
    return ranges.isEmpty() ? Double.NaN : ranges.get(2 * k + 1);
  }

  /** Returns true if the x ascend strictly, so that each has one y. */
  boolean isFunction() {
    for (int k = 1; k < size(); k++) {
      if (!(x(k - 1) < x(k))) {
        return false;
      }
    }
    return true;
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
