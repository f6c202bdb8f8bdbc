// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.noisygd.number.Require;
import org.noisygd.number.Text;

/**
 * A function of two variables as a surface seen from above and aside, by parallel projection; its
 * patches are drawn from the farthest to the nearest, coloured by height. It is cut off at the top
 * of the vertical axis.
 *
 * @param id unique in the page
 * @param title one line
 * @param description what is to be seen, in a sentence or two
 * @param x the first variable, drawn to the lower right
 * @param y the second variable, drawn to the upper right
 * @param z the value; its range is what is shown
 * @param heights the values at a square grid of corners: rows by ascending x, each by ascending y
 * @param marks points (x, y) that are marked on the surface
 */
public record Surface(
    String id,
    String title,
    String description,
    Axis x,
    Axis y,
    Axis z,
    List<List<Double>> heights,
    List<Mark> marks)
    implements Chart {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 380;

  /** The length of the sides of the base on the sheet, and of the vertical axis. */
  private static final double SIDE = 216;

  private static final double LIFT = 128;

  /** The base's axes go down by sine and along by cosine of 27 degrees. */
  private static final double ALONG = 0.891;

  private static final double DOWN = 0.454;

  /**
   * A marked point.
   *
   * @param name what it is
   * @param x its first coordinate
   * @param y its second coordinate
   * @param z its height
   */
  public record Mark(String name, double x, double y, double z) {}

  /** Checks the shape and keeps its own copies. */
  public Surface {
    int n = heights.size();
    Require.that(n >= 2, "heights", "have two rows at least", n);
    for (List<Double> row : heights) {
      Require.that(row.size() == n, "row of heights", "have " + n + " values", row.size());
    }
    heights = heights.stream().map(List::copyOf).toList();
    marks = List.copyOf(marks);
  }

  /** The values of f at the corners of {@code cells}^2 cells. */
  public static List<List<Double>> heights(Axis x, Axis y, int cells, DoubleBinaryOperator f) {
    return IntStream.rangeClosed(0, cells)
        .mapToObj(
            i ->
                IntStream.rangeClosed(0, cells)
                    .mapToObj(
                        j -> f.applyAsDouble(x.at((double) i / cells), y.at((double) j / cells)))
                    .toList())
        .toList();
  }

  /** The place on the sheet, across, of a point given by places from 0 to 1. */
  private static double across(double atX, double atY) {
    return (WIDTH - 2 * SIDE * ALONG) / 2 + SIDE * ALONG * (atX + atY);
  }

  /** The place on the sheet, downwards. */
  private static double down(double atX, double atY, double atZ) {
    return LIFT + 28 + SIDE * DOWN * (1 + atX - atY) - LIFT * Math.max(0, Math.min(1, atZ));
  }

  @Override
  public String svg() {
    StringBuilder svg = new StringBuilder();
    box(svg);
    int cells = heights.size() - 1;
    for (int i = 0; i < cells; i++) { // x comes nearer as it grows, y goes farther
      for (int j = cells - 1; j >= 0; j--) {
        patch(svg, i, j, cells);
      }
    }
    for (Mark mark : marks) {
      double atX = across(x.place(mark.x()), y.place(mark.y()));
      double atY = down(x.place(mark.x()), y.place(mark.y()), z.place(mark.z()));
      add(svg, "<circle class=\"optimum\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>\n", atX, atY);
      add(
          svg,
          "<text class=\"halo\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
          atX,
          atY - 9,
          Markup.escape(mark.name()));
    }
    return Markup.svg(this, WIDTH, HEIGHT, svg);
  }

  /** The edges of the base and the vertical axis, with their text. */
  private void box(StringBuilder svg) {
    edge(svg, 0, 0, 1, 0, 0);
    edge(svg, 1, 0, 1, 1, 0);
    edge(svg, 0, 0, 0, 1, 0);
    edge(svg, 0, 1, 1, 1, 0);
    edge(svg, 0, 0, 0, 0, 1);
    for (double tick : x.ticks()) {
      text(
          svg, "end", across(x.place(tick), 0) - 7, down(x.place(tick), 0, 0) + 14, x.format(tick));
    }
    for (double tick : y.ticks()) {
      text(
          svg,
          "start",
          across(1, y.place(tick)) + 7,
          down(1, y.place(tick), 0) + 14,
          y.format(tick));
    }
    for (double tick : z.ticks()) {
      text(svg, "end", across(0, 0) - 7, down(0, 0, z.place(tick)) + 4, z.format(tick));
    }
    text(svg, "end", across(0.5, 0) - 34, down(0.5, 0, 0) + 30, x.label());
    text(svg, "start", across(1, 0.5) + 34, down(1, 0.5, 0) + 30, y.label());
    text(svg, "start", 4, down(0, 0, 1) - 14, z.label());
  }

  private static void edge(
      StringBuilder svg, double x1, double y1, double x2, double y2, double z2) {
    add(
        svg,
        "<path class=\"grid\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n",
        across(x1, y1),
        down(x1, y1, 0),
        across(x2, y2),
        down(x2, y2, z2));
  }

  private static void text(StringBuilder svg, String anchor, double atX, double atY, String text) {
    add(
        svg,
        "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
        anchor,
        atX,
        atY,
        Markup.escape(text));
  }

  /** A patch, cut off at the top: the corners below it, and where edges cross it. */
  private void patch(StringBuilder svg, int i, int j, int cells) {
    int[][] corners = {{i, j}, {i + 1, j}, {i + 1, j + 1}, {i, j + 1}};
    List<String> points = new ArrayList<>();
    double sum = 0;
    for (int k = 0; k < corners.length; k++) {
      int[] a = corners[k];
      int[] b = corners[(k + 1) % corners.length];
      double from = height(a[0], a[1]);
      double to = height(b[0], b[1]);
      if (from <= 1) {
        points.add(point(a, b, 0, from, cells));
        sum += from;
      }
      if (from <= 1 != to <= 1) {
        points.add(point(a, b, (1 - from) / (to - from), 1, cells));
        sum += 1;
      }
    }
    if (!points.isEmpty()) {
      String colour = Colours.SEQUENTIAL.at(Math.max(0, Math.min(1, sum / points.size())));
      add(
          svg,
          "<polygon class=\"patch\" fill=\"%s\" points=\"%s\"/>\n",
          colour,
          String.join(" ", points));
    }
  }

  /** The place on the sheet of a share of the way from one corner to another, at a height. */
  private static String point(int[] a, int[] b, double share, double height, int cells) {
    double atX = (a[0] + share * (b[0] - a[0])) / cells;
    double atY = (a[1] + share * (b[1] - a[1])) / cells;
    return Text.format("%.1f,%.1f", across(atX, atY), down(atX, atY, height));
  }

  /** The height of a corner: 0 at the bottom, 1 at the top. */
  private double height(int i, int j) {
    return z.place(heights.get(i).get(j));
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(Text.format(format, values));
  }

  @Override
  public String csv() {
    StringBuilder csv = new StringBuilder("x,y,value\n");
    int cells = heights.size() - 1;
    for (int i = 0; i <= cells; i++) {
      for (int j = 0; j <= cells; j++) {
        csv.append(x.at((double) i / cells)).append(',').append(y.at((double) j / cells));
        csv.append(',').append(heights.get(i).get(j)).append('\n');
      }
    }
    return csv.toString();
  }
}
