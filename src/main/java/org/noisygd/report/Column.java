// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.Objects;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;

/**
 * A column of a {@link ResultTable}. A value has the column's type, or is null if unknown; it is
 * never NaN, nor an empty text.
 *
 * @param name the name in CSV; empty for a column that is only shown
 * @param type the type of its values: {@code Long}, {@code Double} or {@code String}
 * @param heading the heading in text and on pages; empty for a column of the file alone
 * @param style the style of heading and cells on a page: {@code number} aligns right
 */
public record Column(String name, Class<?> type, String heading, String style) {
  /** The style of numbers, aligned right. */
  public static final String NUMBER = "number";

  private static final Set<Class<?>> TYPES = Set.of(Long.class, Double.class, String.class);

  /** Checks the type. */
  public Column {
    Require.that(TYPES.contains(type), "type", "be Long, Double or String", type);
  }

  /** A column whose heading is its name. */
  public Column(String name, Class<?> type) {
    this(name, type, name, type == String.class ? "" : NUMBER);
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
  public @Nullable Object read(String field) {
    try {
      if (field.isEmpty() || type == String.class) {
        return field.isEmpty() ? null : field;
      }
      return type == Long.class ? (Object) Long.valueOf(field) : Double.valueOf(field);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must hold numbers, got " + field, e);
    }
  }
}
