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

  private static final BinaryFormat HALF = BinaryFormat.named("binary16");

  private static final BinaryFormat BRAIN = BinaryFormat.named("bfloat16");

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
    return this == BINARY16 ? HALF : BRAIN;
  }

  /** The nearest number of this format. */
  public double nearest(double x) {
    return switch (this) {
      case BINARY64 -> x;
      case BINARY32 -> (float) x;
      case BINARY16, BFLOAT16 -> format().round(x, Directed.NEAREST, 0);
    };
  }

  /** Whether a double is a number of this format. */
  public boolean has(double x) {
    return Double.isFinite(x) && x == nearest(x);
  }

  /** The neighbour of a number of this format. */
  public double next(double x, boolean up) {
    return switch (this) {
      case BINARY64 -> up ? Math.nextUp(x) : Math.nextDown(x);
      case BINARY32 -> up ? Math.nextUp((float) x) : Math.nextDown((float) x);
      case BINARY16, BFLOAT16 ->
          up
              ? format().round(Math.nextUp(x), Directed.UP, 0)
              : format().round(Math.nextDown(x), Directed.DOWN, 0);
    };
  }

  /** The smallest number above zero. */
  public double smallest() {
    return next(0, true);
  }

  /** The largest number. */
  public double largest() {
    return switch (this) {
      case BINARY64 -> Double.MAX_VALUE;
      case BINARY32 -> Float.MAX_VALUE;
      case BINARY16, BFLOAT16 -> format().largest();
    };
  }
}
