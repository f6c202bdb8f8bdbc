// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.StringJoiner;
import java.util.function.Function;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;

/**
 * A builder of one JSON object as text with reproducible bytes: no blanks, fields in the order
 * given, numbers by {@link Literals}. A literal that changes in a round trip through double is
 * written as a string, so that no reader loses digits unnoticed.
 */
public final class JsonText {
  private final StringBuilder text = new StringBuilder("{");
  private boolean first = true;

  /** Adds a field with a string. */
  public JsonText string(String name, String value) {
    return raw(name, quote(value));
  }

  /** Adds a field with an integer. */
  public JsonText integer(String name, long value) {
    return raw(name, Long.toString(value));
  }

  /** Adds a field with a double, printed to round-trip. */
  public JsonText number(String name, double value) {
    return raw(name, Literals.format(value));
  }

  /** Adds a field with a number of any arithmetic. */
  public <T> JsonText number(String name, Arithmetic<T> arithmetic, T value) {
    return raw(name, literal(arithmetic.print(value)));
  }

  /** Adds a field with a matrix. */
  public <T> JsonText matrix(String name, Matrix<T> matrix) {
    return raw(name, rows(matrix, a -> literal(matrix.arithmetic().print(a))));
  }

  /** Adds a field with JSON text. */
  public JsonText raw(String name, String json) {
    text.append(first ? "" : ",").append(quote(name)).append(':').append(json);
    first = false;
    return this;
  }

  /** A matrix as an array of rows, each entry by the function. */
  public static <T> String rows(Matrix<T> matrix, Function<T, String> entry) {
    return rows(matrix.rows(), matrix.columns(), (i, j) -> entry.apply(matrix.get(i, j)));
  }

  /** Texts as a list of rows, in brackets. */
  public static String rows(int rows, int columns, Matrix.Entry<String> entry) {
    StringJoiner all = new StringJoiner(",", "[", "]");
    for (int i = 0; i < rows; i++) {
      StringJoiner row = new StringJoiner(",", "[", "]");
      for (int j = 0; j < columns; j++) {
        row.add(entry.at(i, j));
      }
      all.add(row.toString());
    }
    return all.toString();
  }

  /**
   * A decimal literal as a JSON number if reading it into a double keeps every digit, else quoted.
   */
  private static String literal(String literal) {
    long digits = literal.chars().takeWhile(c -> c != 'E').filter(Character::isDigit).count();
    boolean safe = digits <= 15 || Literals.format(Double.parseDouble(literal)).equals(literal);
    return safe ? literal : quote(literal);
  }

  /** A JSON string. */
  public static String quote(String value) {
    return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
  }

  /** The object so far. */
  @Override
  public String toString() {
    return text + "}";
  }
}
