// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.List;
import org.noisygd.number.Require;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BinaryFormat.Overflow;
import org.noisygd.number.format.Rounding.Directed;

/** The formats from which values are converted. */
public enum SourceFormat {
  BINARY64(new BinaryFormat("binary64", 53, -1022, Double.MAX_VALUE, Overflow.INFINITE, false)),
  BINARY32(BinaryFormat.named("binary32")),
  BINARY16(BinaryFormat.named("binary16")),
  BFLOAT16(BinaryFormat.named("bfloat16"));

  @SuppressWarnings("ImmutableEnumChecker") // all components of a format are immutable
  private final BinaryFormat format;

  SourceFormat(BinaryFormat format) {
    this.format = format;
  }

  /** The source format of this name. */
  public static SourceFormat named(String name) {
    return Require.oneOf("from", List.of(values()), SourceFormat::label, name);
  }

  /** The protocol's name. */
  public String label() {
    return format.name();
  }

  public BinaryFormat format() {
    return format;
  }

  /** The nearest number of this format. */
  public double nearest(double x) {
    return format.round(x, Directed.NEAREST, 0);
  }

  /** Returns true if a double is a number of this format. */
  public boolean has(double x) {
    return Double.isFinite(x) && x == nearest(x);
  }

  /** The neighbour of a number of this format. */
  public double next(double x, boolean up) {
    return up
        ? format.round(Math.nextUp(x), Directed.UP, 0)
        : format.round(Math.nextDown(x), Directed.DOWN, 0);
  }
}
