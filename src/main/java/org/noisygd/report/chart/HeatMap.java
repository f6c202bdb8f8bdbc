// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.List;
import org.noisygd.number.Require;
import org.noisygd.number.Text;

/**
 * A grid of values as coloured cells with names, and a scale beside it. A NaN is an empty cell; a
 * value beyond the scale has the colour of its end. Cells that are wide enough show their values to
 * two decimal places.
 *
 * <p>The colours go from blue over white in the middle of the scale to red, through points of
 * ColorBrewer's RdBu (C. Brewer, 2002) in reverse order, linear between them in sRGB. They are the
 * same in light and dark mode, so they also choose the colour of text on them.
 *
 * @param id unique in the page
 * @param title one line
 * @param sentence the content, in a sentence or two
 * @param x the axis of the columns' names
 * @param y the axis of the rows' names
 * @param scale the range of values of the colours
 * @param rows the values: rows upwards, each from the left, all of one length
 */
public record HeatMap(
    String id, String title, String sentence, Axis x, Axis y, Axis scale, List<List<Double>> rows)
    implements Chart {
  /** The width of the scale: its bar, its marks and its label. */
  private static final double ROOM = 84;

  private static final int BAR = 14; // width of the bar

  /** Minimum width of a cell with its value: four characters. */
  private static final double WRITTEN = 4 * SvgPlot.CHARACTER;

  private static final String BEYOND = "Values beyond the scale have the colour of its end.";

  /** The number of colours along the scale's bar. */
  private static final int SHADES = 48;

  private static final int[] STOPS = {0x2166ac, 0x92c5de, 0xf7f7f7, 0xf4a582, 0xb2182b};

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
  public SvgPlot drawn() {
    SvgPlot frame = SvgPlot.of(x, y, ROOM);
    frame.axes();
    double width = (frame.right - frame.left) / rows.get(0).size();
    double height = (double) (SvgPlot.HEIGHT - SvgPlot.TOP - SvgPlot.BOTTOM) / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < rows.get(i).size(); j++) {
        double value = rows.get(i).get(j);
        if (!Double.isNaN(value)) {
          double left = frame.left + j * width;
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

  /** Draws a cell, slightly wider than its space, so that no seam shows between neighbours. */
  private void cell(
      SvgPlot frame, double left, double top, double width, double height, double position) {
    frame.add(
        "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>\n",
        left, top, width + 0.3, height + 0.3, Text.format("#%06x", rgb(position)));
  }

  private void write(SvgPlot frame, double atX, double atY, double value) {
    String text = Text.format("%.2f", value);
    int c = rgb(position(value));
    // Luma of ITU-R BT.601, out of 255.
    double luma = 0.299 * (c >> 16 & 255) + 0.587 * (c >> 8 & 255) + 0.114 * (c & 255);
    frame.add(
        "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\" style=\"fill:%s\">%s</text>\n",
        atX, atY + 4, luma > 140 ? "#000000" : "#ffffff", text.equals("-0.00") ? "0.00" : text);
  }

  /** The colour at a position from 0 to 1, eight bits each of red, green and blue. */
  private static int rgb(double position) {
    double scaled = position * (STOPS.length - 1);
    int k = Math.min((int) scaled, STOPS.length - 2);
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = STOPS[k] >> shift & 255;
      int to = STOPS[k + 1] >> shift & 255;
      colour |= (int) Math.round(from + (scaled - k) * (to - from)) << shift;
    }
    return colour;
  }

  private void scale(SvgPlot frame) {
    double left = frame.right + 14;
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
        csv.append(Markup.csv(List.of(x.names().get(j), y.names().get(i), rows.get(i).get(j))));
      }
    }
    return csv.toString();
  }
}
