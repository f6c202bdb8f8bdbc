// SPDX-License-Identifier: Apache-2.0
package org.noisygd.chart;

import java.util.List;
import java.util.Locale;
import org.noisygd.arithmetic.Require;

/**
 * How a value becomes a colour: straight lines between five colours each, in sRGB. They are the
 * same in light and dark, so what stands on them has its own colour too.
 *
 * <p>{@link #SEQUENTIAL} goes from dark violet by green to yellow through five points of the map
 * "viridis" of Matplotlib (S. van der Walt, N. Smith, 2015; CC0), whose lightness rises evenly.
 * {@link #DIVERGING} goes from blue by white to red through points of ColorBrewer's RdBu (C.
 * Brewer, 2002), read from its end, so that the middle of a scale is white.
 */
public enum Colours {
  /** For quantities with a least value. */
  SEQUENTIAL(0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725),
  /** For quantities with a middle. */
  DIVERGING(0x2166ac, 0x92c5de, 0xf7f7f7, 0xf4a582, 0xb2182b);

  private final List<Integer> stops;

  Colours(Integer... stops) {
    this.stops = List.of(stops);
  }

  /** The colour at a place from 0 to 1, as {@code #rrggbb}. */
  String at(double place) {
    int colour = rgb(place);
    return String.format(Locale.ROOT, "#%06x", colour);
  }

  /** The colour, among black and white, in which text is readable on the colour at a place. */
  String ink(double place) {
    int c = rgb(place);
    // Luma of ITU-R BT.601, out of 255.
    double luma = 0.299 * (c >> 16 & 255) + 0.587 * (c >> 8 & 255) + 0.114 * (c & 255);
    return luma > 140 ? "#000000" : "#ffffff";
  }

  private int rgb(double place) {
    Require.that(place >= 0 && place <= 1, "place", "be from 0 to 1", place);
    double scaled = place * (stops.size() - 1);
    int k = Math.min((int) scaled, stops.size() - 2);
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = stops.get(k) >> shift & 255;
      int to = stops.get(k + 1) >> shift & 255;
      colour |= (int) Math.round(from + (scaled - k) * (to - from)) << shift;
    }
    return colour;
  }
}
