// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.List;
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

  Source(int precision) {
    this.precision = precision;
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

  private BinaryFormat format() {
    return BinaryFormat.named(label());
  }

  /** The nearest number of this format. */
  public double nearest(double x) {
    return this == BINARY64 ? x : format().round(x, Directed.NEAREST, 0);
  }

  /** Whether a double is a number of this format. */
  public boolean has(double x) {
    return Double.isFinite(x) && x == nearest(x);
  }

  /** The neighbour of a number of this format. */
  public double next(double x, boolean up) {
    double next = up ? Math.nextUp(x) : Math.nextDown(x);
    return this == BINARY64 ? next : format().round(next, up ? Directed.UP : Directed.DOWN, 0);
  }

  /** The smallest number above zero. */
  public double smallest() {
    return next(0, true);
  }

  /** The largest number. */
  public double largest() {
    return this == BINARY64 ? Double.MAX_VALUE : format().largest();
  }
}
