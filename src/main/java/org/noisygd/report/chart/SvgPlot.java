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

  private static final String NOTHING = "Nothing is drawn: every value is left out.";

  private static final int LEGEND_ROW = 19;
  private static final int SWATCH = 32;

  /** The space between two names of the legend. */
  private static final int GAP = 16;

  /** The space that a number on a line needs around it. */
  private static final double ROOM = 14;

  private final StringBuilder svg = new StringBuilder();
  private final Axis x;
  private final Axis y;
  private final double left;
  private final double right;
  private int height = HEIGHT;

  /** Where numbers are written on lines. */
  private final List<double[]> written = new ArrayList<>();

  /** The series of which something was drawn. */
  private final Set<Series> drawn = new LinkedHashSet<>();

  /** The marks of each interval, such as bands, by what it is. */
  private final Map<String, String> intervals = new LinkedHashMap<>();

  /** Further sentences of the caption on what was drawn. */
  private final Set<String> notes = new LinkedHashSet<>();

  /** Whether anything was drawn that is data. */
  private boolean hasData;

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

  /** How many marks of the horizontal axis share one text, so that no two texts touch. */
  private int everyHowMany(List<Double> ticks) {
    double longest =
        ticks.stream().mapToDouble(tick -> CHARACTER * x.format(tick).length()).max().orElse(0);
    double apart = ticks.size() < 2 ? right - left : px(ticks.get(1)) - px(ticks.get(0));
    return Math.max(1, (int) Math.ceil((longest + 6) / Math.max(1, apart)));
  }

  /** Draws the points of a series that are in the frame, with their ranges. */
  void draw(Series one) {
    if (IntStream.range(0, one.size()).noneMatch(k -> shows(one, k))) {
      return;
    }
    drawn.add(one);
    if (one.kind() != Series.Kind.GUIDE || !one.label().isEmpty()) {
      drew("");
    }
    if (one.kind().isLine()) {
      band(one);
      path(one);
      if (one.kind() == Series.Kind.CONTOUR) {
        write(one);
      }
      return;
    }
    for (int k = 0; k < one.size(); k++) {
      if (shows(one, k)) {
        bar(one, k);
        mark(one, px(one.x(k)), py(one.y(k)));
      }
    }
  }

  /** Notes that data was drawn, and a sentence on it for the caption, or an empty one. */
  void drew(String note) {
    hasData = true;
    if (!note.isEmpty()) {
      notes.add(note);
    }
  }

  /** A caption: a sentence, and the notes on what was drawn. */
  String caption(String sentence) {
    StringBuilder caption = new StringBuilder(sentence);
    intervals.forEach((what, marks) -> caption.append(Text.format(" %s are %s.", marks, what)));
    notes.forEach(note -> caption.append(' ').append(note));
    return caption.toString();
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

  /** The range of a point as a bar. */
  private void bar(Series one, int k) {
    if (one.low(k) <= one.high(k)) {
      note("Bars", one);
      bar("bars " + one.kind().style(), one.x(k), one.low(k), one.high(k), 4);
    }
  }

  private void note(String marks, Series one) {
    if (!one.interval().isEmpty()) {
      intervals.merge(
          one.interval(), marks, (a, b) -> a.equals(b) || a.length() > 5 ? a : "Bands and bars");
    }
  }

  /** A bar from one value to another; an end beyond the frame is an arrow at its edge. */
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

  /** The place of a value; the frame's edge for values beyond it. */
  double edge(double value) {
    return py(Math.max(y.min(), Math.min(y.max(), value)));
  }

  /** The ranges of a line as areas, their ends moved into the frame. */
  private void band(Series one) {
    StringBuilder path = new StringBuilder();
    List<String> upper = new ArrayList<>();
    for (int k = 0; k <= one.size(); k++) {
      boolean inside =
          k < one.size() && x.contains(one.x(k)) && one.low(k) <= y.max() && one.high(k) >= y.min();
      if (inside) {
        if (!y.contains(one.low(k)) || !y.contains(one.high(k))) {
          drew("A band that reaches the frame goes on beyond it.");
        }
        path.append(upper.isEmpty() ? "M" : "L").append(corner(one.x(k), one.low(k)));
        upper.add(0, "L" + corner(one.x(k), one.high(k)));
      } else if (!upper.isEmpty()) {
        path.append(String.join("", upper)).append('Z');
        upper.clear();
      }
    }
    if (path.length() > 0) {
      note("Bands", one);
      add("<path class=\"band %s\" d=\"%s\"/>\n", one.kind().style(), path);
    }
  }

  private String corner(double atX, double atY) {
    return Text.format("%.1f %.1f", px(atX), edge(atY));
  }

  private void path(Series one) {
    StringBuilder path = new StringBuilder();
    for (int k = 0; k < one.size(); k++) {
      if (shows(one, k)) {
        path.append(shows(one, k - 1) ? "L" : "M");
        path.append(Text.format("%.1f %.1f", px(one.x(k)), py(one.y(k))));
        if (isLone(one, k)) {
          bar(one, k); // its band has no width
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

  /** A point of a line without neighbours, where no line would be seen. */
  private void lone(Series.Kind kind, double atX, double atY) {
    add("<circle class=\"lone %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", kind.style(), atX, atY);
  }

  /** Whether a series has a point k, and it is inside. */
  private boolean shows(Series one, int k) {
    return k >= 0 && k < one.size() && x.contains(one.x(k)) && y.contains(one.y(k));
  }

  /** The names of the series, drawn in their styles, row by row below the chart. */
  private void legend() {
    double from = GAP / 2.0;
    for (Series one : drawn) {
      if (one.label().isEmpty() || one.kind() == Series.Kind.CONTOUR) {
        continue;
      }
      from = place(from, one.label());
      double middle = height - 8;
      boolean hasRanges = one.ranges().stream().anyMatch(end -> !Double.isNaN(end));
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

  /** Lists, below all else, what the numbers below the axis stand for. */
  private void names() {
    double from = GAP / 2.0;
    for (int k = 0; k < numbered.size(); k++) {
      from = place(from, numbered.get(k));
      text("end", from + SWATCH - 8, height - 4, String.valueOf(k + 1));
      text("start", from + SWATCH, height - 4, numbered.get(k));
      from += width(numbered.get(k));
    }
  }

  /** The SVG element of a chart: a sentence in place of an empty frame. */
  String svg(Chart chart) {
    if (!hasData) {
      String nothing = "<text text-anchor=\"start\" x=\"4\" y=\"20\">" + NOTHING + "</text>\n";
      return Markup.svg(chart, WIDTH, 30, nothing);
    }
    add("<g class=\"key\">\n");
    legend();
    names();
    add("</g>\n");
    return Markup.svg(chart, WIDTH, height + 4, svg);
  }
}
