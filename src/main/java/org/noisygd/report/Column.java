// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Literals;

/**
 * A column of a {@link ResultTable}. A value is a Long, a Double or a String by the column's type,
 * or null if unknown.
 *
 * @param name the name in CSV; empty for a column that is only shown
 * @param type the type of its values
 * @param heading the heading in text and on pages; empty for a column of the file alone
 * @param style the style of heading and cells on a page: {@code number} aligns right
 */
public record Column(String name, Type type, String heading, String style) {
  /** The style of numbers, aligned right. */
  public static final String NUMBER = "number";

  /** The types of values. */
  public enum Type {
    /** A whole number, 64 bits with a sign. */
    LONG,
    /** A binary64 number; never NaN, which is null. */
    DOUBLE,
    /** Text; never empty, which is null. */
    TEXT
  }

  /** A column whose heading is its name. */
  public Column(String name, Type type) {
    this(name, type, name, type == Type.TEXT ? "" : NUMBER);
  }

  /** Returns true if the column is shown in text and on pages. */
  boolean isShown() {
    return !heading.isEmpty();
  }

  /** Returns true if the cells are aligned right. */
  boolean isRight() {
    return style.equals(NUMBER);
  }

  /** A value as a field of CSV, empty for null; numbers the same on every Java version. */
  static String write(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double d) {
      return Double.isInfinite(d) ? (d > 0 ? "Infinity" : "-Infinity") : Literals.format(d);
    }
    return String.valueOf(value);
  }

  /**
   * The value of a field of CSV, or null if it is empty.
   *
   * @throws IllegalArgumentException if it is not of this column's type
   */
  @Nullable Object read(String field) {
    if (field.isEmpty()) {
      return null;
    }
    try {
      return switch (type) {
        case LONG -> Long.valueOf(field);
        case DOUBLE -> Double.valueOf(field);
        case TEXT -> field;
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must hold numbers, got " + field, e);
    }
  }

  /** Returns true if the value has this column's type or is null. */
  boolean takes(@Nullable Object value) {
    return value == null
        || switch (type) {
          case LONG -> value instanceof Long;
          case DOUBLE -> value instanceof Double d && !d.isNaN();
          case TEXT -> value instanceof String s && !s.isEmpty();
        };
  }
}
