// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.number.Require;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding.Directed;

/** The formats from which values are converted. */
public enum SourceFormat {
  BINARY64,
  BINARY32,
  BINARY16,
  BFLOAT16;

  private static final Map<SourceFormat, BinaryFormat> NARROW =
      Stream.of(BINARY32, BINARY16, BFLOAT16)
          .collect(Collectors.toMap(s -> s, s -> BinaryFormat.named(s.label())));

  /** The source format of this name. */
  public static SourceFormat named(String name) {
    return Require.oneOf("from", List.of(values()), SourceFormat::label, name);
  }

  /** The protocol's name. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public int precision() {
    return narrow().map(BinaryFormat::precision).orElse(53);
  }

  /** The nearest number of this format. */
  public double nearest(double x) {
    return narrow().map(f -> f.round(x, Directed.NEAREST, 0)).orElse(x);
  }

  /** Returns true if a double is a number of this format. */
  public boolean has(double x) {
    return Double.isFinite(x) && x == nearest(x);
  }

  /** The neighbour of a number of this format. */
  public double next(double x, boolean up) {
    double next = up ? Math.nextUp(x) : Math.nextDown(x);
    return narrow().map(f -> f.round(next, up ? Directed.UP : Directed.DOWN, 0)).orElse(next);
  }

  public double smallest() {
    return next(0, true);
  }

  public double largest() {
    return narrow().map(BinaryFormat::largest).orElse(Double.MAX_VALUE);
  }

  private Optional<BinaryFormat> narrow() {
    return Optional.ofNullable(NARROW.get(this));
  }
}
