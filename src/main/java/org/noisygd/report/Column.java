// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.Objects;
import java.util.function.Function;
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
    LONG(Long.class, Long::valueOf),
    /** A binary64 number; never NaN, which is null. */
    DOUBLE(Double.class, Double::valueOf),
    /** Text; never empty, which is null. */
    TEXT(String.class, text -> text);

    private final Class<?> values;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final Function<String, Object> reader;

    Type(Class<?> values, Function<String, Object> reader) {
      this.values = values;
      this.reader = reader;
    }
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
    return value instanceof Double d && Double.isFinite(d)
        ? Literals.format(d)
        : Objects.toString(value, "");
  }

  /**
   * The value of a field of CSV, or null if it is empty.
   *
   * @throws IllegalArgumentException if it is not of this column's type
   */
  @Nullable Object read(String field) {
    try {
      return field.isEmpty() ? null : type.reader.apply(field);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must hold numbers, got " + field, e);
    }
  }

  /** Returns true if the value, known and not NaN, has this column's type. */
  boolean takes(Object value) {
    return type.values.isInstance(value);
  }
}
