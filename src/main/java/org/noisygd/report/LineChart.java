// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisygd.arithmetic.Require;

/**
 * A chart of lines and marks over two axes as one SVG element that stands alone: no script, no
 * font, nothing fetched; its colours come from the page's style and follow light and dark. Title
 * and description are its text alternative.
 *
 * @param id unique in the page
 * @param title one line
 * @param description what is to be seen, in a sentence or two
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series what is drawn, later ones on top
 */
public record LineChart(
    String id, String title, String description, Axis x, Axis y, List<Series> series) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int LEFT = 72;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 46;

  /** Keeps its own copy of the series. */
  public LineChart {
    series = List.copyOf(series);
  }

  /**
   * An axis; what lies outside its range is not drawn.
   *
   * @param label the quantity, with its unit where it has one
   * @param min the least value shown
   * @param max the greatest value shown
   * @param logarithmic whether equal lengths are equal ratios; both ends are then positive
   */
  public record Axis(String label, double min, double max, boolean logarithmic) {
    /** Checks the range. */
    public Axis {
      Require.that(
          min < max && (!logarithmic || min > 0), "axis", "have a range", min + ".." + max);
    }

    /** The place of a value, 0 at min and 1 at max. */
    double place(double value) {
      return logarithmic
          ? StrictMath.log(value / min) / StrictMath.log(max / min)
          : (value - min) / (max - min);
    }

    /** Where to put marks: powers of ten, or about six round values. */
    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      if (logarithmic) {
        int first = (int) Math.ceil(StrictMath.log10(min) - 1e-9);
        int last = (int) Math.floor(StrictMath.log10(max) + 1e-9);
        int stride = Math.max(1, (last - first + 5) / 6);
        for (int k = first; k <= last; k += stride) {
          ticks.add(StrictMath.pow(10, k));
        }
        return ticks;
      }
      double rough = (max - min) / 6;
      double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
      double step = rough / power > 5 ? 10 * power : rough / power > 2 ? 5 * power : 2 * power;
      for (double k = Math.ceil(min / step - 1e-9); k * step <= max + 1e-9 * step; k++) {
        ticks.add(k * step);
      }
      return ticks;
    }

    private String format(double tick) {
      if (logarithmic) {
        long exponent = Math.round(StrictMath.log10(tick));
        return exponent >= -2 && exponent <= 4
            ? (exponent >= 0 ? String.valueOf((long) tick) : String.valueOf(tick))
            : "1e" + exponent;
      }
      double largest = Math.max(Math.abs(min), Math.abs(max));
      if (largest < 1e-3 || largest >= 1e9) {
        return tick == 0
            ? "0"
            : String.format(Locale.ROOT, "%.2e", tick).replaceAll("\\.?0*e([+-])0?", "e$1");
      }
      String text = String.format(Locale.ROOT, "%.6f", tick).replaceAll("\\.?0+$", "");
      return text.equals("-0") ? "0" : text;
    }
  }

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
      points = List.copyOf(points);
    }
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
    /** Open circles. */
    MARKS,
    /** Crosses: what is wrong. */
    CROSSES;

    String style() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private double px(double value) {
    return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  /** The SVG element. */
  public String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " aria-labelledby=\"%s-t %s-d\">\n",
            WIDTH,
            HEIGHT,
            id,
            id));
    svg.append("<title id=\"" + id + "-t\">" + Markup.escape(title) + "</title>\n");
    svg.append("<desc id=\"" + id + "-d\">" + Markup.escape(description) + "</desc>\n");
    axes(svg);
    for (Series one : series) {
      draw(svg, one);
    }
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (double tick : x.ticks()) {
      line(svg, "grid", px(tick), TOP, px(tick), HEIGHT - BOTTOM);
      boolean atEdge = px(tick) > WIDTH - RIGHT - 20;
      text(
          svg,
          atEdge ? "end" : "middle",
          atEdge ? WIDTH - 2 : px(tick),
          HEIGHT - BOTTOM + 17,
          x.format(tick));
    }
    for (double tick : y.ticks()) {
      line(svg, "grid", LEFT, py(tick), WIDTH - RIGHT, py(tick));
      text(svg, "end", LEFT - 7, py(tick) + 4, y.format(tick));
    }
    text(svg, "middle", LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 8, x.label());
    double middle = TOP + (HEIGHT - TOP - BOTTOM) / 2.0;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text text-anchor=\"middle\" transform=\"translate(15 %.1f) rotate(-90)\">%s</text>\n",
            middle,
            Markup.escape(y.label())));
  }

  private static void line(
      StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, String anchor, double x, double y, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
            anchor,
            x,
            y,
            Markup.escape(text)));
  }

  private void draw(StringBuilder svg, Series one) {
    List<Double> points = one.points();
    if (one.kind() == Kind.MARKS || one.kind() == Kind.CROSSES) {
      for (int i = 0; i + 1 < points.size(); i += 2) {
        if (shows(points.get(i), points.get(i + 1))) {
          mark(svg, one.kind(), px(points.get(i)), py(points.get(i + 1)));
        }
      }
      return;
    }
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i + 1 < points.size(); i += 2) {
      boolean shown = shows(points.get(i), points.get(i + 1));
      if (shown) {
        path.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1f",
                drawing ? "L" : "M",
                px(points.get(i)),
                py(points.get(i + 1))));
      }
      drawing = shown;
    }
    svg.append("<path class=\"" + one.kind().style() + "\" d=\"" + path + "\"/>\n");
  }

  private static void mark(StringBuilder svg, Kind kind, double atX, double atY) {
    String format =
        kind == Kind.MARKS
            ? "<circle class=\"marks\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n"
            : "<path class=\"crosses\" d=\"M%.1f %.1fm-4-4l8 8m-8 0l8-8\"/>\n";
    svg.append(String.format(Locale.ROOT, format, atX, atY));
  }

  private boolean shows(double atX, double atY) {
    return isIn(x, atX) && isIn(y, atY);
  }

  /** A NaN, and what no logarithm has, is in no range. */
  private static boolean isIn(Axis axis, double value) {
    return value >= axis.min() - 1e-9 * Math.abs(axis.min())
        && value <= axis.max() + 1e-9 * Math.abs(axis.max());
  }

  private void legend(StringBuilder svg) {
    List<Series> named = series.stream().filter(one -> !one.label().isEmpty()).toList();
    int longest = named.stream().mapToInt(one -> one.label().length()).max().orElse(0);
    double left = WIDTH - RIGHT - 12 - 6.6 * longest - 34;
    double top = TOP + 8;
    if (!named.isEmpty()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"legend\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>\n",
              left - 8,
              top - 2,
              WIDTH - RIGHT - left,
              named.size() * 18 + 6));
    }
    for (int i = 0; i < named.size(); i++) {
      double middle = top + 10 + 18 * i;
      Series one = named.get(i);
      if (one.kind() == Kind.MARKS || one.kind() == Kind.CROSSES) {
        mark(svg, one.kind(), left + 12, middle);
      } else {
        line(svg, one.kind().style(), left, middle, left + 24, middle);
      }
      text(svg, "start", left + 32, middle + 4, one.label());
    }
  }
}
