// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Spelling;
import org.noisygd.number.matrix.Matrix;

/**
 * A value of a JSON text, or the lack of one, that knows its place: {@code grid.sigma[2]}. Numbers
 * are the literals that were written, however long, until somebody asks for a double or an integer.
 * Every method that finds something else than it should throws a {@link FormatException} with the
 * place, the rule and what is there instead.
 */
public final class JsonValue {
  /** A number as it was written. */
  record Literal(String text) {}

  /** The word null. */
  static final Object NULL = new Object();

  /** The characters of a value that a message shows. */
  private static final int SHOWN = 40;

  /** The value that this is in; null for the whole text. */
  private final @Nullable JsonValue parent;

  /** Where the text is from, put before every message. */
  private final String origin;

  /** The name of the text or of the field; empty for an element of an array. */
  private final String key;

  private final int index;

  /** A Map, a List, a String, a Literal, a Boolean or NULL; null where there is nothing. */
  private final @Nullable Object value;

  /** A whole text. */
  JsonValue(String origin, String name, @Nullable Object value) {
    this.parent = null;
    this.origin = origin;
    this.key = name;
    this.index = 0;
    this.value = value;
  }

  private JsonValue(JsonValue parent, String key, int index, @Nullable Object value) {
    this.parent = parent;
    this.origin = parent.origin;
    this.key = key;
    this.index = index;
    this.value = value;
  }

  /** The place, such as {@code states[2].X}; the names of fields begin below the whole text. */
  public String name() {
    if (parent == null) {
      return key;
    }
    if (key.isEmpty()) {
      return parent.name() + "[" + index + "]";
    }
    return parent.parent == null ? key : parent.name() + "." + key;
  }

  /** The name of the field that this is. */
  public String key() {
    return key;
  }

  /** Whether there is a value, be it null. */
  public boolean isPresent() {
    return value != null;
  }

  public boolean isObject() {
    return value instanceof Map;
  }

  public boolean isNull() {
    return value == NULL;
  }

  public boolean isArray() {
    return value instanceof List;
  }

  public boolean isText() {
    return value instanceof String;
  }

  public boolean isNumber() {
    return value instanceof Literal;
  }

  /** Whether this is the word true. */
  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /** Whether this is the word false. */
  public boolean isFalse() {
    return Boolean.FALSE.equals(value);
  }

  /** The field of that name of an object, perhaps with nothing in it. */
  public JsonValue get(String field) {
    if (value instanceof Map<?, ?> object) {
      return new JsonValue(this, field, 0, object.get(field));
    }
    throw must("be a JSON object");
  }

  /** The field of that name of an object, which must be there. */
  public JsonValue required(String field) {
    JsonValue required = get(field);
    if (!required.isPresent()) {
      throw new FormatException(origin + name() + " must have the field " + field);
    }
    return required;
  }

  /** The fields of an object, in the order in which they were written. */
  public List<JsonValue> fields() {
    List<JsonValue> fields = new ArrayList<>();
    if (value instanceof Map<?, ?> object) {
      object.forEach(
          (name, field) -> fields.add(new JsonValue(this, String.valueOf(name), 0, field)));
      return fields;
    }
    throw must("be a JSON object");
  }

  /** This object, if it has no other fields than these. */
  public JsonValue withFieldsAmong(Collection<String> names) {
    for (JsonValue field : fields()) {
      require(
          names.contains(field.key),
          "have fields among " + String.join(", ", new TreeSet<>(names)),
          OneLine.start(field.key, SHOWN) + Spelling.meant(field.key, names));
    }
    return this;
  }

  /** The elements of an array. */
  public List<JsonValue> elements() {
    return elements("be an array");
  }

  private List<JsonValue> elements(String rule) {
    if (!(value instanceof List<?> array)) {
      throw must(rule);
    }
    List<JsonValue> elements = new ArrayList<>(array.size());
    for (Object element : array) {
      elements.add(new JsonValue(this, "", elements.size(), element));
    }
    return elements;
  }

  /** A string. */
  public String text() {
    if (value instanceof String text) {
      return text;
    }
    throw must("be a string");
  }

  /** The strings of an array. */
  public List<String> texts() {
    return elements("be an array of strings").stream().map(JsonValue::text).toList();
  }

  /** A number, as it was written. */
  public String literal() {
    if (value instanceof Literal literal) {
      return literal.text();
    }
    throw must("be a number");
  }

  /** A string, or a number as it was written. */
  public String scalar() {
    return value instanceof String text ? text : literal("be a number or a string");
  }

  private String literal(String rule) {
    require(isNumber(), rule);
    return literal();
  }

  /** The double nearest to a number; infinite where it is beyond them all. */
  public double number() {
    return Double.parseDouble(literal());
  }

  /** The double nearest to a number, which must be finite. */
  public double finite() {
    require(Double.isFinite(number()), "be a finite number");
    return number();
  }

  /**
   * What is made of this. A complaint of what takes its numbers, which does not know where they are
   * from, gets the place of the text.
   */
  public <T> T within(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw why.startsWith(origin) || why.startsWith("--") ? e : new FormatException(origin + why);
    }
  }

  private OptionalLong whole() {
    if (value instanceof Literal literal) {
      try {
        return OptionalLong.of(new BigDecimal(literal.text()).longValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        return OptionalLong.empty(); // not whole, too large, or an exponent of more than 32 bits
      }
    }
    return OptionalLong.empty();
  }

  /** A whole number in a range, however it is written. */
  public long whole(long least, long most) {
    OptionalLong whole = whole();
    boolean within = whole.isPresent() && whole.getAsLong() >= least && whole.getAsLong() <= most;
    require(within, "be a whole number in " + least + ".." + most);
    return whole.orElseThrow();
  }

  /**
   * A matrix: an array of rows of one length, with at least one entry.
   *
   * @param entry reads an entry
   */
  public <T> List<List<T>> matrix(Function<JsonValue, T> entry) {
    List<List<T>> matrix = new ArrayList<>();
    for (JsonValue row : elements("be an array of rows")) {
      List<JsonValue> entries = row.elements("be a row, an array of numbers");
      int columns = matrix.isEmpty() ? entries.size() : matrix.get(0).size();
      row.require(columns > 0, "have at least one entry");
      row.require(
          entries.size() == columns, "have " + columns + " entries like row 0", entries.size());
      List<T> read = new ArrayList<>(columns); // no stream: a row may be a single number
      entries.forEach(one -> read.add(entry.apply(one)));
      matrix.add(read);
    }
    require(!matrix.isEmpty(), "have at least one row");
    return matrix;
  }

  /** A matrix of the numbers of an arithmetic. */
  public <T> Matrix<T> matrix(Arithmetic<T> arithmetic, Function<JsonValue, T> entry) {
    List<List<T>> rows = matrix(entry);
    return Matrix.of(arithmetic, rows.size(), rows.get(0).size(), (i, j) -> rows.get(i).get(j));
  }

  /** Throws unless a rule holds. */
  public void require(boolean holds, String rule) {
    if (!holds) {
      throw must(rule);
    }
  }

  /** Throws unless a rule holds; says what is there instead. */
  public void require(boolean holds, String rule, Object got) {
    if (!holds) {
      throw new FormatException(origin + name() + " must " + rule + ", got " + got);
    }
  }

  /** A complaint about this value. */
  public FormatException must(String rule) {
    return new FormatException(origin + name() + " must " + rule + ", got " + this);
  }

  /** What this is, in words for a message. */
  @Override
  public String toString() {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Literal literal) {
      return OneLine.start(literal.text(), SHOWN);
    }
    if (value instanceof String text) {
      return "the string \"" + OneLine.start(text, SHOWN) + "\"";
    }
    if (value instanceof List<?> list) {
      return list.isEmpty() ? "an empty array" : "an array of " + list.size();
    }
    return value == NULL ? "null" : isObject() ? "an object" : value.toString();
  }
}
