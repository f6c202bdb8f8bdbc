// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisygd.number.Require;

/**
 * One line, or one set of marks, possibly with a range per point.
 *
 * @param label the name in the legend; empty for a series that is not data, such as a line at 1
 * @param kind the class of its style
 * @param points the points as (x, y), flat: x0, y0, x1, y1, ...; a pair with NaN breaks the line
 * @param ranges the lower and the upper end at each point, flat; empty for none. Lines have bands,
 *     marks have bars, with arrows where they leave the frame
 * @param interval the kind of range, for the caption; empty if they are not estimates
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

  /** The second coordinate. */
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
   * The second coordinates between two values, and their ranges clipped to these values. A figure
   * with these limits shows others as arrows or not at all.
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

  /** The upper end. */
  public double high(int k) {
    return ranges.isEmpty() ? Double.NaN : ranges.get(2 * k + 1);
  }

  /** Returns true if each x has one y: the x ascend. */
  boolean isFunction() {
    for (int k = 1; k < size(); k++) {
      if (!(x(k - 1) < x(k))) {
        return false;
      }
    }
    return true;
  }

  /** The style of a series: its class in the page's style sheet. */
  public enum Kind {
    /** The first line. */
    LINE_A,
    /** The second line. */
    LINE_B,
    /** The third line. */
    LINE_C,
    /** The fourth line. */
    LINE_D,
    /** The fifth line. */
    LINE_E,
    /** The sixth line. */
    LINE_F,
    /** The seventh line. */
    LINE_G,
    /** The eighth line. */
    LINE_H,
    /** The ninth line. */
    LINE_I,
    /** The tenth line. */
    LINE_J,
    /** The eleventh line. */
    LINE_K,
    /** The twelfth line. */
    LINE_L,
    /** A thin line in the background. */
    GUIDE,
    /** A wide pale line, visible below coinciding lines that are compared with it. */
    REFERENCE,
    /** Open circles. */
    MARKS,
    /** Open squares. */
    SQUARES,
    /** Open triangles. */
    TRIANGLES,
    /** Open diamonds. */
    DIAMONDS,
    /** Discs. */
    FULL_MARKS,
    /** Full squares. */
    FULL_SQUARES,
    /** Full triangles. */
    FULL_TRIANGLES,
    /** Full diamonds. */
    FULL_DIAMONDS;

    private static final List<Kind> SHAPES = List.copyOf(EnumSet.range(MARKS, FULL_DIAMONDS));

    private static final Set<Kind> ALL_LINES =
        Collections.unmodifiableSet(EnumSet.range(LINE_A, REFERENCE));

    private static final List<Kind> LINES =
        Arrays.stream(values()).filter(kind -> kind.name().startsWith("LINE_")).toList();

    /** The kind of line k, counted from 0, modulo twelve. */
    public static Kind line(int k) {
      return LINES.get(Math.floorMod(k, LINES.size()));
    }

    /** The kind of set k of marks, counted from 0, modulo eight. */
    public static Kind marks(int k) {
      return SHAPES.get(Math.floorMod(k, SHAPES.size()));
    }

    boolean isLine() {
      return ALL_LINES.contains(this);
    }

    String style() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
