// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.number.Text;

/**
 * The sheet that a chart is drawn on: a rectangle between two axes with room for their text, and
 * series in their coordinates. Lengths are units of the view box.
 */
final class SvgPlot {
  static final int WIDTH = 480;
  static final int HEIGHT = 320;
  static final int LEFT = 64;
  static final int RIGHT = 14;
  static final int TOP = 14;
  static final int BOTTOM = 48;

  /**
   * A generous width of a character at the page's greatest size, 14: a digit of DejaVu Sans has
   * 8.91.
   */
  static final double CHARACTER = 9;

  private static final int LEGEND_ROW = 19;
  private static final int SWATCH = 32;

  /** Between two names of the legend. */
  private static final int GAP = 16;

  /** What a number on a line needs around it. */
  private static final double ROOM = 14;

  private final StringBuilder svg = new StringBuilder();
  private final Axis x;
  private final Axis y;
  private final double left;
  private final double right;
  private int height = HEIGHT;

  /** Where numbers are written on lines. */
  private final List<double[]> written = new ArrayList<>();

  /** Names of the horizontal axis for which there is no room below it. */
  private List<String> numbered = List.of();

  private SvgPlot(Axis x, Axis y, double left, double right) {
    this.x = x;
    this.y = y;
    this.left = left;
    this.right = right;
  }

  /** A frame that leaves {@code room} at its right. */
  static SvgPlot of(Axis x, Axis y, double room) {
    double longest =
        y.ticks().stream().mapToDouble(tick -> CHARACTER * y.format(tick).length()).max().orElse(0);
    return new SvgPlot(x, y, Math.max(LEFT, longest + 32), WIDTH - RIGHT - room);
  }

  double left() {
    return left;
  }

  double right() {
    return right;
  }

  double px(double value) {
    return left + x.place(value) * (right - left);
  }

  double py(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  /** Adds markup. */
  void add(String format, Object... values) {
    svg.append(Text.format(format, values));
  }

  void text(String anchor, double atX, double atY, String text) {
    add(
        "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
        anchor, atX, atY, Markup.escape(text));
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    add("<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", style, x1, y1, x2, y2);
  }

  /** Lines at the marks, their text and the axes' labels. */
  void axes() {
    List<Double> ticks = x.ticks();
    int every = everyHowMany(ticks);
    if (every > 1 && !x.names().isEmpty()) { // numbers below the axis, the names in the legend
      numbered = x.names();
      every = 1;
    }
    for (int k = 0; k < ticks.size(); k++) {
      double at = px(ticks.get(k));
      line("grid", at, TOP, at, HEIGHT - BOTTOM);
      if (k % every == 0) {
        String text = numbered.isEmpty() ? x.format(ticks.get(k)) : String.valueOf(k + 1);
        double half = CHARACTER * text.length() / 2;
        text("middle", Math.min(at, WIDTH - half - 1), HEIGHT - BOTTOM + 17, text);
      }
    }
    for (double tick : y.ticks()) {
      line("grid", left, py(tick), right, py(tick));
      text("end", left - 7, py(tick) + 4, y.format(tick));
    }
    text("middle", (left + right) / 2.0, HEIGHT - 8, x.label());
    add(
        "<text text-anchor=\"middle\" transform=\"translate(15 %.1f) rotate(-90)\">%s</text>\n",
        TOP + (HEIGHT - TOP - BOTTOM) / 2.0, Markup.escape(y.label()));
  }

  /** So many marks of the horizontal axis get one text that no two texts touch. */
  private int everyHowMany(List<Double> ticks) {
    double longest =
        ticks.stream().mapToDouble(tick -> CHARACTER * x.format(tick).length()).max().orElse(0);
    double apart = ticks.size() < 2 ? right - left : px(ticks.get(1)) - px(ticks.get(0));
    return Math.max(1, (int) Math.ceil((longest + 6) / Math.max(1, apart)));
  }

  /** Draws a series. */
  void draw(Series one) {
    if (one.kind().isLine()) {
      band(one);
      path(one);
      if (one.kind() == Series.Kind.CONTOUR) {
        write(one);
      }
      return;
    }
    for (int k = 0; k < one.size(); k++) {
      if (x.contains(one.x(k))) {
        bar(one, k);
      }
      if (shows(one, k)) {
        mark(one, px(one.x(k)), py(one.y(k)));
      }
    }
  }

  private void mark(Series one, double atX, double atY) {
    String style = one.kind().style();
    String shape =
        switch (one.kind()) {
          case CROSSES -> "m-4-4l8 8m-8 0l8-8";
          case SQUARES, FULL_SQUARES -> "m-4-4h8v8h-8Z";
          case TRIANGLES, FULL_TRIANGLES -> "m-5 4h10l-5-9Z";
          case DIAMONDS, FULL_DIAMONDS -> "m-5.5 0l5.5-5.5l5.5 5.5l-5.5 5.5Z";
          default -> "";
        };
    if (shape.isEmpty()) {
      double radius = one.kind() == Series.Kind.DOTS ? 1.6 : 4;
      add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", style, atX, atY, radius);
    } else {
      add("<path class=\"%s\" d=\"M%.1f %.1f%s\"/>\n", style, atX, atY, shape);
    }
  }

  /** The range of a point as a bar, its ends moved into the frame; none if it is all outside. */
  private void bar(Series one, int k) {
    double low = Math.max(y.min(), one.low(k));
    double high = Math.min(y.max(), one.high(k));
    if (low <= high) {
      add(
          "<path class=\"bars %s\" d=\"M%.1f %.1fV%.1fm-4 0h8M%.1f %.1fm-4 0h8\"/>\n",
          one.kind().style(), px(one.x(k)), py(low), py(high), px(one.x(k)), py(low));
    }
  }

  /** The ranges of a line as areas, their ends moved into the frame. */
  private void band(Series one) {
    StringBuilder path = new StringBuilder();
    List<String> upper = new ArrayList<>();
    for (int k = 0; k <= one.size(); k++) {
      boolean inside =
          k < one.size() && x.contains(one.x(k)) && one.low(k) <= y.max() && one.high(k) >= y.min();
      if (inside) {
        path.append(upper.isEmpty() ? "M" : "L").append(corner(one.x(k), one.low(k)));
        upper.add(0, "L" + corner(one.x(k), one.high(k)));
      } else if (!upper.isEmpty()) {
        path.append(String.join("", upper)).append('Z');
        upper.clear();
      }
    }
    if (path.length() > 0) {
      add("<path class=\"band %s\" d=\"%s\"/>\n", one.kind().style(), path);
    }
  }

  private String corner(double atX, double atY) {
    return Text.format("%.1f %.1f", px(atX), py(Math.max(y.min(), Math.min(y.max(), atY))));
  }

  private void path(Series one) {
    StringBuilder path = new StringBuilder();
    for (int k = 0; k < one.size(); k++) {
      if (shows(one, k)) {
        path.append(shows(one, k - 1) ? "L" : "M");
        path.append(Text.format("%.1f %.1f", px(one.x(k)), py(one.y(k))));
        if (isLone(one, k)) {
          lone(one.kind(), px(one.x(k)), py(one.y(k)));
        }
      }
    }
    add("<path class=\"%s\" d=\"%s\"/>\n", one.kind().style(), path);
  }

  /** Writes a level line's number onto it, where there is most room. */
  private void write(Series one) {
    double most = ROOM;
    double[] best = {};
    for (int k = 0; k < one.size(); k++) {
      if (shows(one, k)) {
        double atX = px(one.x(k));
        double atY = py(one.y(k));
        double room = Math.min(Math.min(atX - left, right - atX), py(y.min()) - atY);
        room = Math.min(room, atY - TOP);
        for (double[] other : written) {
          room = Math.min(room, StrictMath.hypot(atX - other[0], atY - other[1]));
        }
        if (room > most) {
          most = room;
          best = new double[] {atX, atY};
        }
      }
    }
    if (best.length > 0) {
      written.add(best);
      add(
          "<text class=\"halo\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
          best[0], best[1] + 4, Markup.escape(one.label()));
    }
  }

  private boolean isLone(Series one, int k) {
    return shows(one, k) && !shows(one, k - 1) && !shows(one, k + 1);
  }

  /** A point of a line without neighbours, of which a line would show nothing. */
  private void lone(Series.Kind kind, double atX, double atY) {
    add("<circle class=\"lone %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", kind.style(), atX, atY);
  }

  /** Whether a series has a point k, and it is inside. */
  private boolean shows(Series one, int k) {
    return k >= 0 && k < one.size() && x.contains(one.x(k)) && y.contains(one.y(k));
  }

  /** The names of the series as they are drawn, row by row below the chart. */
  void legend(List<Series> series) {
    double from = GAP / 2.0;
    for (Series one : series) {
      if (one.label().isEmpty() || one.kind() == Series.Kind.CONTOUR) {
        continue;
      }
      from = place(from, one.label());
      double middle = height - 8;
      boolean hasRanges = !one.ranges().isEmpty();
      if (!one.kind().isLine()) {
        if (hasRanges) {
          String at = Text.format("M%.1f %.1f", from + 12, middle - 7);
          add("<path class=\"bars %s\" d=\"%sm-4 0h8m-4 0v14m-4 0h8\"/>\n", one.kind().style(), at);
        }
        mark(one, from + 12, middle);
      } else {
        if (hasRanges) {
          String at = Text.format("M%.1f %.1f", from, middle - 5);
          add("<path class=\"band %s\" d=\"%sh24v10h-24Z\"/>\n", one.kind().style(), at);
        }
        if (IntStream.range(0, one.size()).allMatch(k -> isLone(one, k) || !shows(one, k))) {
          lone(one.kind(), from + 12, middle);
        } else {
          line(one.kind().style(), from, middle, from + 24, middle);
        }
      }
      text("start", from + SWATCH, middle + 4, one.label());
      from += width(one.label());
    }
  }

  private static double width(String label) {
    return SWATCH + CHARACTER * label.length() + GAP;
  }

  /** Where the next name begins: behind the last one, or in a new row. */
  private double place(double from, String label) {
    boolean isFirst = from == GAP / 2.0;
    boolean fits = from + width(label) - GAP <= WIDTH;
    if (isFirst || !fits) {
      height += LEGEND_ROW;
    }
    return fits ? from : GAP / 2.0;
  }

  /** Says what the numbers below the axis stand for, below what is there. */
  private void names() {
    double from = GAP / 2.0;
    for (int k = 0; k < numbered.size(); k++) {
      from = place(from, numbered.get(k));
      text("end", from + SWATCH - 8, height - 4, String.valueOf(k + 1));
      text("start", from + SWATCH, height - 4, numbered.get(k));
      from += width(numbered.get(k));
    }
  }

  /** The SVG element of a chart. */
  String svg(Chart chart) {
    names();
    return svg(chart, WIDTH, height + 4, svg);
  }

  /** An SVG element with its text alternative. */
  static String svg(Chart chart, int width, int height, CharSequence content) {
    return Text.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-labelledby=\"%s-t %s-d\">\n"
            + "<title id=\"%s-t\">%s</title>\n<desc id=\"%s-d\">%s</desc>\n%s</svg>\n",
        width,
        height,
        chart.id(),
        chart.id(),
        chart.id(),
        Markup.escape(chart.title()),
        chart.id(),
        Markup.escape(chart.description()),
        content);
  }
}
