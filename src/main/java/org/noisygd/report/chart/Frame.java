// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.List;
import org.noisygd.number.Text;

/**
 * The sheet that a chart is drawn on: a rectangle between two axes with room for their text, and
 * series in their coordinates. Lengths are units of the view box.
 */
final class Frame {
  static final int WIDTH = 640;
  static final int HEIGHT = 400;
  static final int LEFT = 72;
  static final int RIGHT = 16;
  static final int TOP = 14;
  static final int BOTTOM = 46;

  /** A generous width of a character at the page's size of 12: a digit of DejaVu Sans has 7.64. */
  static final double CHARACTER = 7.7;

  private static final int LEGEND_ROW = 18;
  private static final int SWATCH = 32;

  private final StringBuilder svg = new StringBuilder();
  private final Axis x;
  private final Axis y;
  private final double left;
  private final double right;
  private int height = HEIGHT;

  /** Names of the horizontal axis for which there is no room below it. */
  private List<String> numbered = List.of();

  private Frame(Axis x, Axis y, double left, double right) {
    this.x = x;
    this.y = y;
    this.left = left;
    this.right = right;
  }

  /** A frame that leaves {@code room} at its right. */
  static Frame of(Axis x, Axis y, double room) {
    double longest =
        y.ticks().stream().mapToDouble(tick -> CHARACTER * y.format(tick).length()).max().orElse(0);
    return new Frame(x, y, Math.max(LEFT, longest + 38), WIDTH - RIGHT - room);
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
    switch (one.kind()) {
      case MARKS, SQUARES, TRIANGLES, CROSSES, DOTS -> marks(one);
      case BARS -> bars(one);
      case BAND -> path(one, true);
      default -> path(one, false);
    }
  }

  private void marks(Series one) {
    List<Double> points = one.points();
    for (int i = 0; i < points.size(); i += 2) {
      if (shows(points.get(i), points.get(i + 1))) {
        mark(one.kind(), px(points.get(i)), py(points.get(i + 1)));
      }
    }
  }

  private void mark(Series.Kind kind, double atX, double atY) {
    switch (kind) {
      case CROSSES ->
          add("<path class=\"crosses\" d=\"M%.1f %.1fm-4-4l8 8m-8 0l8-8\"/>\n", atX, atY);
      case DOTS -> add("<circle class=\"dots\" cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\"/>\n", atX, atY);
      case SQUARES -> add("<path class=\"marks\" d=\"M%.1f %.1fm-4-4h8v8h-8Z\"/>\n", atX, atY);
      case TRIANGLES -> add("<path class=\"marks\" d=\"M%.1f %.1fm-5 4h10l-5-9Z\"/>\n", atX, atY);
      default -> add("<circle class=\"marks\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", atX, atY);
    }
  }

  /** Bars with their ends moved into the frame; one that is all outside is not drawn. */
  private void bars(Series one) {
    List<Double> points = one.points();
    for (int i = 0; i + 3 < points.size(); i += 4) {
      double low = Math.max(y.min(), Math.min(points.get(i + 1), points.get(i + 3)));
      double high = Math.min(y.max(), Math.max(points.get(i + 1), points.get(i + 3)));
      if (x.contains(points.get(i)) && low <= high) {
        add(
            "<path class=\"bars\" d=\"M%.1f %.1fV%.1fm-4 0h8M%.1f %.1fm-4 0h8\"/>\n",
            px(points.get(i)), py(low), py(high), px(points.get(i)), py(low));
      }
    }
  }

  private void path(Series one, boolean closed) {
    List<Double> points = one.points();
    StringBuilder path = new StringBuilder();
    int drawn = 0; // points of the stretch that is being drawn
    for (int i = 0; i < points.size(); i += 2) {
      double atX = points.get(i);
      double atY = points.get(i + 1);
      if (closed) { // a corner outside is drawn at the edge
        atX = Math.max(x.min(), Math.min(x.max(), atX));
        atY = Math.max(y.min(), Math.min(y.max(), atY));
      }
      if (shows(atX, atY)) {
        path.append(Text.format("%s%.1f %.1f", drawn > 0 ? "L" : "M", px(atX), py(atY)));
        drawn++;
        if (drawn == 1 && !closed && ends(points, i + 2)) {
          lone(one.kind(), px(atX), py(atY));
        }
      } else {
        drawn = 0;
      }
    }
    add("<path class=\"%s\" d=\"%s%s\"/>\n", one.kind().style(), path, closed ? "Z" : "");
  }

  /** Whether a line does not go on to the point at i. */
  private boolean ends(List<Double> points, int i) {
    return i >= points.size() || !shows(points.get(i), points.get(i + 1));
  }

  /** A point of a line without neighbours, of which a line would show nothing. */
  private void lone(Series.Kind kind, double atX, double atY) {
    add("<circle class=\"lone %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", kind.style(), atX, atY);
  }

  private boolean shows(double atX, double atY) {
    return x.contains(atX) && y.contains(atY);
  }

  /** The names of the series, in columns below the chart, where they cover nothing. */
  void legend(List<Series> series) {
    List<Series> named = series.stream().filter(one -> !one.label().isEmpty()).toList();
    if (named.isEmpty()) {
      return;
    }
    int longest = named.stream().mapToInt(one -> one.label().length()).max().orElse(0);
    double column = SWATCH + CHARACTER * longest + 18;
    int columns = Math.max(1, (int) ((WIDTH - RIGHT - left) / column));
    for (int i = 0; i < named.size(); i++) {
      double from = left + i % columns * column;
      double middle = HEIGHT + 10 + LEGEND_ROW * (i / columns);
      Series one = named.get(i);
      switch (one.kind()) {
        case MARKS, SQUARES, TRIANGLES, CROSSES, DOTS -> mark(one.kind(), from + 12, middle);
        case BAND -> add("<path class=\"band\" d=\"M%.1f %.1fh24v10h-24Z\"/>\n", from, middle - 5);
        case BARS ->
            add(
                "<path class=\"bars\" d=\"M%.1f %.1fm-4 0h8m-4 0v12m-4 0h8\"/>\n",
                from + 12, middle - 6);
        default -> line(one.kind().style(), from, middle, from + 24, middle);
      }
      text("start", from + SWATCH, middle + 4, one.label());
    }
    height = HEIGHT + 6 + LEGEND_ROW * ((named.size() + columns - 1) / columns);
  }

  /** Says what the numbers below the axis stand for, below what is there. */
  private void names() {
    int longest = numbered.stream().mapToInt(String::length).max().orElse(0);
    double column = SWATCH + CHARACTER * longest + 18;
    int columns = Math.max(1, (int) ((WIDTH - RIGHT - left) / column));
    for (int i = 0; i < numbered.size(); i++) {
      double from = left + i % columns * column;
      double middle = height + 10 + LEGEND_ROW * (i / columns);
      text("end", from + SWATCH - 12, middle + 4, String.valueOf(i + 1));
      text("start", from + SWATCH, middle + 4, numbered.get(i));
    }
    height += LEGEND_ROW * ((numbered.size() + columns - 1) / columns);
  }

  /** The SVG element of a chart. */
  String svg(Chart chart) {
    names();
    return svg(chart, WIDTH, height, svg);
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
