// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.noisygd.number.Require;

/**
 * One line, or one set of marks.
 *
 * @param label what it is, for the legend; empty for none
 * @param kind the class of its style
 * @param points the points as (x, y), flat: x0, y0, x1, y1, ...; a pair with NaN breaks the line
 */
public record Series(String label, Kind kind, List<Double> points) {
  /** Keeps its own copy of the points. */
  public Series {
    Require.that(
        points.size() % 2 == 0, "points", "be pairs", points.size() + " numbers in " + label);
    points = List.copyOf(points);
  }

  /** How a series is drawn: its class in the page's style. */
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
    /** A filled area: its points are the corners. */
    BAND,
    /** Vertical bars: two points each, the lower and the upper end. */
    BARS,
    /** Small dots, for many points. */
    DOTS,
    /** Open circles. */
    MARKS,
    /** Open squares. */
    SQUARES,
    /** Open triangles. */
    TRIANGLES,
    /** Crosses: what is wrong. */
    CROSSES;

    private static final List<Kind> LINES =
        Arrays.stream(values()).filter(kind -> kind.name().startsWith("LINE_")).toList();

    /** The kind of line k, counted from 0; they come round after twelve. */
    public static Kind line(int k) {
      return LINES.get(Math.floorMod(k, LINES.size()));
    }

    String style() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
