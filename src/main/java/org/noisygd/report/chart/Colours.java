// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import org.noisygd.number.Require;
import org.noisygd.number.Text;

/**
 * Colour maps, each linear between five colours in sRGB. They are the same in light and dark mode,
 * so they also choose the colour of text on them.
 *
 * <p>{@link #SEQUENTIAL} goes from dark violet over green to yellow through five points of the map
 * "viridis" of Matplotlib (S. van der Walt, N. Smith, 2015; CC0), whose lightness rises evenly.
 * {@link #DIVERGING} goes from blue over white to red through points of ColorBrewer's RdBu (C.
 * Brewer, 2002), in reverse order, so that the middle of a scale is white.
 */
public enum Colours {
  /** For quantities with a smallest value. */
  SEQUENTIAL("440154 3b528b 21918c 5ec962 fde725"),
  /** For quantities with a middle. */
  DIVERGING("2166ac 92c5de f7f7f7 f4a582 b2182b");

  private static final int INTERVALS = 4;

  /** Five colours, each as six hexadecimal digits. */
  private final String stops;

  Colours(String stops) {
    this.stops = stops;
  }

  /** The colour at a position from 0 to 1, as {@code #rrggbb}. */
  String at(double place) {
    int colour = rgb(place);
    return Text.format("#%06x", colour);
  }

  /** The colour of readable text on the colour at a position: black or white. */
  String ink(double place) {
    int c = rgb(place);
    // Luma of ITU-R BT.601, out of 255.
    double luma = 0.299 * (c >> 16 & 255) + 0.587 * (c >> 8 & 255) + 0.114 * (c & 255);
    return luma > 140 ? "#000000" : "#ffffff";
  }

  private int rgb(double place) {
    Require.that(place >= 0 && place <= 1, "place", "be from 0 to 1", place);
    double scaled = place * INTERVALS;
    int k = Math.min((int) scaled, INTERVALS - 1);
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = stop(k) >> shift & 255;
      int to = stop(k + 1) >> shift & 255;
      colour |= (int) Math.round(from + (scaled - k) * (to - from)) << shift;
    }
    return colour;
  }

  private int stop(int k) {
    return Integer.parseInt(stops.substring(7 * k, 7 * k + 6), 16);
  }
}
