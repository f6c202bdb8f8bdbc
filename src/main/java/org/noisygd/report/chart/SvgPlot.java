// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.noisygd.number.Text;

/**
 * The drawing area of a chart: a frame between two axes with space for their text, and series in
 * their coordinates. Lengths are units of the view box.
 */
final class SvgPlot {
  static final int WIDTH = 480;
  static final int HEIGHT = 320;
  static final int LEFT = 64;
  static final int RIGHT = 14;
  static final int TOP = 14;
  static final int BOTTOM = 48;

  /**
   * An upper bound on the width of a character at the page's largest size, 14: a digit of DejaVu
   * Sans has 8.91.
   */
  static final double CHARACTER = 9;

  private static final String NOTHING = "Nothing is drawn: every value is left out.";

  private static final int LEGEND_ROW = 19;

  /** The height of a line of text. */
  private static final double LINE = 15;

  /** Sine and cosine of 45 degrees, rounded up. */
  private static final double SINE = 0.7072;

  /** The length of a mark without text. */
  private static final int MINOR = 4;

  private static final int SWATCH = 32; // width of a line in the legend

  /** The space between two names of the legend. */
  private static final int GAP = 16;

  private final StringBuilder svg = new StringBuilder();
  private final Axis x;
  private final Axis y;
  final double left;
  final double right;
  private int height = HEIGHT;

  /** The series with drawn points. */
  private final Set<Series> drawn = new LinkedHashSet<>();

  /** The marks of each kind of interval, such as bands. */
  private final Map<String, String> intervals = new LinkedHashMap<>();

  /** Further sentences of the caption on the drawn parts. */
  private final Set<String> notes = new LinkedHashSet<>();

  /** True if data was drawn. */
  private boolean hasData;

  /** The rotation of the names of the horizontal axis, in degrees. */
  private final int turned;

  private SvgPlot(Axis x, Axis y, double left, double right, int turned) {
    this.x = x;
    this.y = y;
    this.left = left;
    this.right = right;
    this.turned = turned;
  }

  /** A frame that leaves {@code room} at the right. */
  static SvgPlot of(Axis x, Axis y, double room) {
    double right = WIDTH - RIGHT - room;
    double left = Math.max(LEFT, longest(y) + 32);
    int many = x.names().size();
    if (many == 0 || many * (longest(x) + 2) <= right - left) {
      return new SvgPlot(x, y, left, right, 0);
    }
    double slanting = left; // large enough that no slanting name begins left of the drawing area
    for (int k = 0; k < many; k++) {
      double part = (k + 0.5) / many;
      double reach = SINE * CHARACTER * x.names().get(k).length();
      slanting = Math.max(slanting, (reach + 2 - part * right) / (1 - part));
    }
    boolean slants = many * LINE / SINE <= right - slanting;
    return new SvgPlot(x, y, slants ? slanting : left, right, slants ? 45 : 90);
  }

  /** The width of the longest text at the marks of an axis. */
  private static double longest(Axis axis) {
    return CHARACTER
        * axis.ticks().stream().mapToInt(tick -> axis.format(tick).length()).max().orElse(0);
  }

  double px(double value) {
    return left + x.position(value) * (right - left);
  }

  double py(double value) {
    return HEIGHT - BOTTOM - y.position(value) * (HEIGHT - TOP - BOTTOM);
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

  /** Adds a text rotated anticlockwise. */
  void turned(String anchor, double atX, double atY, int degrees, String text) {
    add(
        "<text text-anchor=\"%s\" transform=\"translate(%.1f %.1f) rotate(-%d)\">%s</text>\n",
        anchor, atX, atY, degrees, Markup.escape(text));
  }

  /** Adds a mark in the style and shape of a kind. */
  void mark(Series.Kind kind, double atX, double atY) {
    if (kind.shape().isEmpty()) {
      add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.0\"/>\n", kind.style(), atX, atY);
    } else {
      add("<path class=\"%s\" d=\"M%.1f %.1f%s\"/>\n", kind.style(), atX, atY, kind.shape());
    }
  }

  /** Adds a point of a line without neighbours, since no line would be visible. */
  void lone(Series.Kind kind, double atX, double atY) {
    add("<circle class=\"lone %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", kind.style(), atX, atY);
  }

  /** Draws the lines at the marks, their text and the axes' labels. */
  void axes() {
    List<Double> ticks = x.ticks();
    int bottom = HEIGHT - BOTTOM;
    int every = x.names().isEmpty() ? everyHowMany(ticks) : 1;
    for (int k = 0; k < ticks.size(); k++) {
      double at = px(ticks.get(k));
      line("grid", at, TOP, at, bottom);
      String text = x.format(ticks.get(k));
      if (turned > 0) {
        turned("end", at + MINOR, bottom + 14, turned, text);
      } else if (k % every == 0) {
        double half = CHARACTER * text.length() / 2;
        text("middle", Math.min(at, WIDTH - half - 1), bottom + 17, text);
      }
    }
    for (double tick : y.ticks()) {
      line("grid", left, py(tick), right, py(tick));
      text("end", left - 7, py(tick) + 4, y.format(tick));
    }
    x.minorTicks().forEach(tick -> line("minor", px(tick), bottom, px(tick), bottom - MINOR));
    y.minorTicks().forEach(tick -> line("minor", left, py(tick), left + MINOR, py(tick)));
    if (turned > 0) {
      height = bottom + 20 + (int) Math.ceil(longest(x) * (turned == 45 ? SINE : 1));
      height += x.label().isEmpty() ? 0 : LEGEND_ROW;
    }
    text("middle", (left + right) / 2.0, height - 8, x.label());
    turned("middle", 15, TOP + (HEIGHT - TOP - BOTTOM) / 2.0, 90, y.label());
  }

  /** The number of marks of the horizontal axis per text for which no two texts touch. */
  private int everyHowMany(List<Double> ticks) {
    double apart = ticks.size() < 2 ? right - left : px(ticks.get(1)) - px(ticks.get(0));
    return Math.max(1, (int) Math.ceil((longest(x) + 6) / Math.max(1, apart)));
  }

  /** Draws the points of a series in the frame, with their ranges. */
  void draw(Series one) {
    if (one.points.stream().noneMatch(this::shows)) {
      return;
    }
    drawn.add(one);
    if (!one.kind.equals(Series.Kind.GUIDE) || !one.label.isEmpty()) {
      drew("");
    }
    if (one.kind.isLine()) {
      band(one);
      path(one);
      return;
    }
    for (Series.Point p : one.points) {
      if (shows(p)) {
        bar(one, p);
        mark(one.kind, px(p.x()), py(p.y()));
      }
    }
  }

  /** Records that data was drawn, with a sentence for the caption unless empty. */
  void drew(String note) {
    hasData = true;
    if (!note.isEmpty()) {
      notes.add(note);
    }
  }

  /** A caption: a sentence, and the notes on the drawn parts. */
  String caption(String sentence) {
    StringBuilder caption = new StringBuilder(sentence);
    intervals.forEach((what, marks) -> caption.append(Text.format(" %s are %s.", marks, what)));
    notes.forEach(note -> caption.append(' ').append(note));
    return caption.toString();
  }

  /** Draws the range of a point as a bar. */
  private void bar(Series one, Series.Point p) {
    if (p.low() <= p.high()) {
      note("Bars", one);
      bar("bars " + one.kind.style(), p.x(), p.low(), p.high(), 4);
    }
  }

  private void note(String marks, Series one) {
    if (!one.interval.isEmpty()) {
      intervals.merge(
          one.interval, marks, (a, b) -> a.equals(b) || a.length() > 5 ? a : "Bands and bars");
    }
  }

  /** Draws a bar between two values; an end beyond the frame is an arrow at its edge. */
  void bar(String style, double atX, double low, double high, double half) {
    add(
        "<path class=\"%s\" d=\"M%.1f %.1fV%.1f%sM%.1f %.1f%s\"/>\n",
        style, px(atX), edge(low), edge(high), end(high, half), px(atX), edge(low), end(low, half));
  }

  private String end(double value, double half) {
    if (y.contains(value)) {
      return Text.format("m%.1f 0h%.1f", -half, 2 * half);
    }
    drew("An arrow is where an interval leaves the frame.");
    return value > y.max() ? "m-4 6l4-6l4 6" : "m-4-6l4 6l4-6";
  }

  /** The position of a value, clamped to the frame. */
  double edge(double value) {
    return py(Math.max(y.min(), Math.min(y.max(), value)));
  }

  /** Draws the ranges of a line as areas, clipped to the frame. */
  private void band(Series one) {
    StringBuilder path = new StringBuilder();
    List<String> upper = new ArrayList<>();
    for (int k = 0; k <= one.points.size(); k++) {
      Series.Point p = one.at(k);
      if (x.contains(p.x()) && p.low() <= y.max() && p.high() >= y.min()) {
        if (!y.contains(p.low()) || !y.contains(p.high())) {
          drew("A band that reaches the frame goes on beyond it.");
        }
        path.append(upper.isEmpty() ? "M" : "L").append(corner(p.x(), p.low()));
        upper.add(0, "L" + corner(p.x(), p.high()));
      } else if (!upper.isEmpty()) {
        path.append(String.join("", upper)).append('Z');
        upper.clear();
      }
    }
    if (path.length() > 0) {
      note("Bands", one);
      add("<path class=\"band %s\" d=\"%s\"/>\n", one.kind.style(), path);
    }
  }

  private String corner(double atX, double atY) {
    return Text.format("%.1f %.1f", px(atX), edge(atY));
  }

  private void path(Series one) {
    StringBuilder path = new StringBuilder();
    for (int k = 0; k < one.points.size(); k++) {
      Series.Point p = one.at(k);
      if (shows(p)) {
        path.append(shows(one.at(k - 1)) ? "L" : "M");
        path.append(Text.format("%.1f %.1f", px(p.x()), py(p.y())));
        if (isLone(one, k)) {
          bar(one, p); // its band has no width
          lone(one.kind, px(p.x()), py(p.y()));
        }
      }
    }
    add("<path class=\"%s\" d=\"%s\"/>\n", one.kind.style(), path);
  }

  private boolean isLone(Series one, int k) {
    return shows(one.at(k)) && !shows(one.at(k - 1)) && !shows(one.at(k + 1));
  }

  /** Returns true if a point is inside the frame. */
  private boolean shows(Series.Point p) {
    return x.contains(p.x()) && y.contains(p.y());
  }

  /** Draws the names and styles of the series, row by row below the chart. */
  private void legend() {
    double from = GAP / 2.0;
    for (Series one : drawn) {
      if (one.label.isEmpty()) {
        continue;
      }
      from = legendStart(from, one.label);
      double middle = height - 8;
      boolean isLine = one.kind.isLine();
      if (one.hasRanges()) {
        String at = Text.format("M%.1f %.1f", from + (isLine ? 0 : 12), middle - (isLine ? 5 : 7));
        String path = at + (isLine ? "h24v10h-24Z" : "m-4 0h8m-4 0v14m-4 0h8");
        add("<path class=\"%s %s\" d=\"%s\"/>\n", isLine ? "band" : "bars", one.kind.style(), path);
      }
      if (!isLine) {
        mark(one.kind, from + 12, middle);
      } else if (IntStream.range(0, one.points.size())
          .allMatch(k -> isLone(one, k) || !shows(one.at(k)))) {
        lone(one.kind, from + 12, middle);
      } else {
        line(one.kind.style(), from, middle, from + 24, middle);
      }
      text("start", from + SWATCH, middle + 4, one.label);
      from += width(one.label);
    }
  }

  private static double width(String label) {
    return SWATCH + CHARACTER * label.length() + GAP;
  }

  /** The start of the next name: after the last name, or in a new row. */
  private double legendStart(double from, String label) {
    boolean isFirst = from == GAP / 2.0;
    boolean fits = from + width(label) - GAP <= WIDTH;
    if (isFirst || !fits) {
      height += LEGEND_ROW;
    }
    return fits ? from : GAP / 2.0;
  }

  /** The SVG element of a chart with its text alternative; a sentence for an empty frame. */
  String svg(Chart chart) {
    if (hasData) {
      add("<g class=\"key\">\n");
      legend();
      add("</g>\n");
    } else {
      svg.setLength(0);
      height = 26;
      add("<text text-anchor=\"start\" x=\"4\" y=\"20\">%s</text>\n", NOTHING);
    }
    return Text.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-labelledby=\"%3$s-t %3$s-d\">\n"
            + "<title id=\"%3$s-t\">%4$s</title>\n<desc id=\"%3$s-d\">%5$s</desc>\n%6$s</svg>\n",
        WIDTH,
        height + 4,
        chart.id(),
        Markup.escape(chart.title()),
        Markup.escape(chart.description()),
        svg);
  }
}
