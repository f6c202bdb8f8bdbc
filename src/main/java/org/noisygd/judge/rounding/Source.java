// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.List;
import java.util.Optional;
import org.noisygd.number.Require;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding.Directed;

/** The formats that values are converted from. */
public enum Source {
  BINARY64(53),
  BINARY32(24),
  BINARY16(11),
  BFLOAT16(8);

  private final int precision;
  private final Optional<BinaryFormat> narrow;

  Source(int precision) {
    this.precision = precision;
    this.narrow = Optional.of(label()).filter(n -> precision < 53).map(BinaryFormat::named);
  }

  /** The source with a name; it must be one. */
  public static Source named(String name) {
    return Require.oneOf("from", List.of(values()), Source::label, name);
  }

  /** The protocol's name. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The bits of a significand. */
  public int precision() {
    return precision;
  }

  /** The nearest number of this format. */
  public double nearest(double x) {
    return narrow.map(f -> f.round(x, Directed.NEAREST, 0)).orElse(x);
  }

  /** Whether a double is a number of this format. */
  public boolean has(double x) {
    return Double.isFinite(x) && x == nearest(x);
  }

  /** The neighbour of a number of this format. */
  public double next(double x, boolean up) {
    double next = up ? Math.nextUp(x) : Math.nextDown(x);
    return narrow.map(f -> f.round(next, up ? Directed.UP : Directed.DOWN, 0)).orElse(next);
  }

  /** The smallest number above zero. */
  public double smallest() {
    return next(0, true);
  }

  /** The largest number. */
  public double largest() {
    return narrow.map(BinaryFormat::largest).orElse(Double.MAX_VALUE);
  }
}
