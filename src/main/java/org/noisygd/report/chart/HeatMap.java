// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.List;
import org.noisygd.number.Require;
import org.noisygd.number.Text;

/**
 * A grid of values as coloured cells, with a scale beside it. Cells have equal widths, so along a
 * logarithmic axis equal ratios. A NaN is an empty cell; a value beyond the scale has the colour of
 * its end. Cells that are wide enough show their values: to two decimal places, or for a
 * logarithmic scale to two digits or whole.
 *
 * @param id unique in the page
 * @param title one line
 * @param sentence the content, in a sentence or two
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param scale the range of values of the colours
 * @param colours the colours of the values
 * @param rows the values: rows from the smallest y upwards, each from the smallest x on, all of one
 *     length
 */
public record HeatMap(
    String id,
    String title,
    String sentence,
    Axis x,
    Axis y,
    Axis scale,
    Colours colours,
    List<List<Double>> rows)
    implements Chart {
  /** The width of the scale: its bar, its marks and its label. */
  private static final double ROOM = 84;

  private static final int BAR = 14;

  /** Minimum width of a cell with its value: four characters. */
  private static final double WRITTEN = 4 * SvgPlot.CHARACTER;

  private static final String BEYOND = "Values beyond the scale have the colour of its end.";

  /** The number of colours along the scale's bar. */
  private static final int SHADES = 48;

  /** Checks the shape and copies the rows. */
  public HeatMap {
    Require.that(!rows.isEmpty() && !rows.get(0).isEmpty(), "rows", "hold values", rows);
    int columns = rows.get(0).size();
    for (List<Double> row : rows) {
      Require.that(row.size() == columns, "row", "have " + columns + " values", row.size());
    }
    rows = rows.stream().map(List::copyOf).toList();
  }

  @Override
  public String description() {
    return drawn().caption(sentence);
  }

  @Override
  public String svg() {
    return drawn().svg(this);
  }

  private SvgPlot drawn() {
    SvgPlot frame = SvgPlot.of(x, y, ROOM);
    frame.axes();
    double width = (frame.right() - frame.left()) / rows.get(0).size();
    double height = (double) (SvgPlot.HEIGHT - SvgPlot.TOP - SvgPlot.BOTTOM) / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < rows.get(i).size(); j++) {
        double value = rows.get(i).get(j);
        if (!Double.isNaN(value)) {
          double left = frame.left() + j * width;
          double top = SvgPlot.HEIGHT - SvgPlot.BOTTOM - (i + 1) * height;
          cell(frame, left, top, width, height, position(value));
          frame.drew(!scale.contains(value) ? BEYOND : "");
          if (width >= WRITTEN) {
            write(frame, left + width / 2, top + height / 2, value);
          }
        }
      }
    }
    scale(frame);
    return frame;
  }

  /** The position of a value on the scale, clamped to its ends. */
  private double position(double value) {
    return scale.position(Math.max(scale.min(), Math.min(scale.max(), value)));
  }

  /** A little wider than the cell, so that no seam shows between neighbours. */
  private void cell(
      SvgPlot frame, double left, double top, double width, double height, double position) {
    frame.add(
        "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>\n",
        left, top, width + 0.3, height + 0.3, colours.at(Math.max(0, Math.min(1, position))));
  }

  private void write(SvgPlot frame, double atX, double atY, double value) {
    String pattern = !scale.logarithmic() ? "%.2f" : value < 100 ? "%.2g" : "%.0f";
    String text = Text.format(pattern, value);
    frame.add(
        "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\" style=\"fill:%s\">%s</text>\n",
        atX,
        atY + 4,
        colours.ink(position(value)),
        text.matches("-0\\.0+") ? text.substring(1) : text);
  }

  private void scale(SvgPlot frame) {
    double left = frame.right() + 14;
    double whole = SvgPlot.HEIGHT - SvgPlot.TOP - SvgPlot.BOTTOM;
    for (int k = 0; k < SHADES; k++) {
      double top = SvgPlot.TOP + whole * (SHADES - 1 - k) / SHADES;
      cell(frame, left, top, BAR, whole / SHADES, (k + 0.5) / SHADES);
    }
    for (double tick : scale.ticks()) {
      double atY = SvgPlot.TOP + whole * (1 - scale.position(tick));
      frame.text("start", left + BAR + 4, atY + 4, scale.format(tick));
    }
    frame.add(
        "<text text-anchor=\"middle\" transform=\"translate(%d %.1f) rotate(-90)\">%s</text>\n",
        SvgPlot.WIDTH - 5, SvgPlot.TOP + whole / 2, Markup.escape(scale.label()));
  }

  @Override
  public String csv() {
    StringBuilder csv = new StringBuilder("x,y,value\n");
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < rows.get(i).size(); j++) {
        csv.append(middle(x, j, rows.get(i).size())).append(',');
        csv.append(middle(y, i, rows.size()))
            .append(',')
            .append(Markup.csv(rows.get(i).get(j)))
            .append('\n');
      }
    }
    return csv.toString();
  }

  /** The name of a cell, or the value at its middle. */
  private static String middle(Axis axis, int k, int cells) {
    double at = axis.at((k + 0.5) / cells);
    return axis.names().isEmpty() ? Double.toString(at) : Markup.csv(axis.format(at));
  }
}
