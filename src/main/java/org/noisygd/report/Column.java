// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;

/**
 * A column of a table: its name and what its fields are. A field is null where nothing is known,
 * else a Long, a Double or a String by the column's type.
 *
 * @param name of letters, digits and underscores, so that every reader takes it as it is
 * @param type what its fields are
 */
public record Column(String name, Type type) {
  /** What a field is. */
  public enum Type {
    /** A whole number, 64 bits with a sign. */
    LONG,
    /** A binary64 number; never NaN, which is null. */
    DOUBLE,
    /** Text. */
    TEXT
  }

  /** Checks the name. */
  public Column {
    Require.that(
        name.matches("[A-Za-z][A-Za-z0-9_]*"), "column", "have letters, digits and _", name);
  }

  /** A column of whole numbers. */
  public static Column ofLongs(String name) {
    return new Column(name, Type.LONG);
  }

  /** A column of binary64 numbers. */
  public static Column ofDoubles(String name) {
    return new Column(name, Type.DOUBLE);
  }

  /** A column of text. */
  public static Column ofText(String name) {
    return new Column(name, Type.TEXT);
  }

  /** The field as text, empty for null; numbers the same on every Java version. */
  String write(@Nullable Object field) {
    if (field == null) {
      return "";
    }
    if (field instanceof Double d) {
      return Double.isInfinite(d) ? (d > 0 ? "Infinity" : "-Infinity") : Literals.format(d);
    }
    return String.valueOf(field);
  }

  /**
   * The field that a text stands for; null for none.
   *
   * @throws IllegalArgumentException if it is not of this column's type
   */
  @Nullable Object read(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return switch (type) {
        case LONG -> Long.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case TEXT -> text;
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must hold numbers, got " + text, e);
    }
  }

  /** Whether a value can be a field of this column. */
  boolean takes(@Nullable Object field) {
    return field == null
        || switch (type) {
          case LONG -> field instanceof Long;
          case DOUBLE -> field instanceof Double d && !d.isNaN();
          case TEXT -> field instanceof String s && !s.isEmpty();
        };
  }
}
