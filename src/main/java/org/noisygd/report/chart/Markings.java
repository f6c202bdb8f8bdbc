// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import org.noisygd.number.Text;

/** Consecutive markup of texts, lines and marks. Lengths are units of the view box. */
class Markings {
  private final StringBuilder svg = new StringBuilder();

  /** All markup so far. */
  CharSequence markup() {
    return svg;
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
}
