// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.FormatException;
import org.noisygd.io.SafeText;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Spelling;
import org.noisygd.number.matrix.Matrix;

/**
 * A value of a JSON text, or a missing value, with its path: {@code grid.sigma[2]}. Numbers keep
 * their literals, however long, until read as a double or an integer. Every method throws a {@link
 * FormatException} with the path, the rule and the actual value if the value has another type.
 */
public final class JsonValue {
  /** The literal of a number. */
  record Literal(String text) {}

  /** The word null. */
  static final Object NULL = new Object();

  /** Maximum number of characters of a value in a message. */
  private static final int SHOWN = 40;

  /** The enclosing value; null for the whole text. */
  private final @Nullable JsonValue parent;

  /** The origin of the text, put before every message. */
  private final String origin;

  /** The name of the text or of the field; empty for an element of an array. */
  private final String key;

  private final int index;

  /** A Map, a List, a String, a Literal, a Boolean or NULL; null if missing. */
  private final @Nullable Object value;

  /** The value of a whole text. */
  JsonValue(String origin, String name, @Nullable Object value) {
    this(null, origin, name, 0, value);
  }

  private JsonValue(
      @Nullable JsonValue parent, String origin, String key, int index, @Nullable Object value) {
    this.parent = parent;
    this.origin = origin;
    this.key = key;
    this.index = index;
    this.value = value;
  }

  /** The path within the text, such as {@code states[2].X}. */
  public String name() {
    if (parent == null) {
      return key;
    }
    if (key.isEmpty()) {
      return parent.name() + "[" + index + "]";
    }
    return parent.parent == null ? key : parent.name() + "." + key;
  }

  /** The name of this field. */
  public String key() {
    return key;
  }

  /** Returns true if there is a value, which may be null. */
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

  /** Returns true if this is the given truth value. */
  public boolean is(boolean word) {
    return Boolean.valueOf(word).equals(value);
  }

  /** The field of that name of an object, possibly missing. */
  public JsonValue get(String field) {
    return new JsonValue(this, origin, field, 0, as(Map.class, "be a JSON object").get(field));
  }

  /** The field of that name of an object, which must be present. */
  public JsonValue required(String field) {
    JsonValue required = get(field);
    if (!required.isPresent()) {
      throw new FormatException(origin + name() + " must have the field " + field);
    }
    return required;
  }

  /** The fields of an object, in the order of the text. */
  public List<JsonValue> fields() {
    List<JsonValue> fields = new ArrayList<>();
    Map<?, ?> object = as(Map.class, "be a JSON object");
    object.forEach(
        (name, field) -> fields.add(new JsonValue(this, origin, String.valueOf(name), 0, field)));
    return fields;
  }

  /** Returns this object if it has no fields but these. */
  public JsonValue withFieldsAmong(Collection<String> names) {
    for (JsonValue field : fields()) {
      require(
          names.contains(field.key),
          "have fields among " + String.join(", ", new TreeSet<>(names)),
          SafeText.start(field.key, SHOWN) + Spelling.meant(field.key, names));
    }
    return this;
  }

  /** The elements of an array. */
  public List<JsonValue> elements() {
    return elements("be an array");
  }

  private List<JsonValue> elements(String rule) {
    List<?> array = as(List.class, rule);
    List<JsonValue> elements = new ArrayList<>(array.size());
    for (Object element : array) {
      elements.add(new JsonValue(this, origin, "", elements.size(), element));
    }
    return elements;
  }

  /** A string. */
  public String text() {
    return as(String.class, "be a string");
  }

  /** The strings of an array. */
  public List<String> texts() {
    return elements("be an array of strings").stream().map(JsonValue::text).toList();
  }

  /** The literal of a number. */
  public String literal() {
    return as(Literal.class, "be a number").text();
  }

  /** A string, or the literal of a number. */
  public String scalar() {
    return value instanceof String text
        ? text
        : as(Literal.class, "be a number or a string").text();
  }

  /** The value as an object of that class, or an exception about the rule. */
  private <T> T as(Class<T> type, String rule) {
    if (!type.isInstance(value)) {
      throw must(rule);
    }
    return type.cast(value);
  }

  /** The double nearest to a number; infinite beyond the largest double. */
  public double number() {
    return Double.parseDouble(literal());
  }

  /** The double nearest to a number, which must be finite. */
  public double finite() {
    require(Double.isFinite(number()), "be a finite number");
    return number();
  }

  /**
   * The result of {@code made} from this value. An exception from code without knowledge of the
   * origin of its numbers gets the origin of the text.
   */
  public <T> T within(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw why.startsWith(origin) || why.startsWith("--") ? e : new FormatException(origin + why);
    }
  }

  /** A whole number in a range, in any notation: 7, 7.0 and 0.7e1 are equal. */
  public long whole(long least, long most) {
    String rule = "be a whole number in " + least + ".." + most;
    long whole = whole(rule);
    require(whole >= least && whole <= most, rule);
    return whole;
  }

  /** A whole number of 64 bits, in any notation. */
  public long whole() {
    return whole("be an integer of 64 bits");
  }

  private long whole(String rule) {
    try {
      return DecimalLiteral.of(as(Literal.class, rule).text()).integer();
    } catch (ArithmeticException | NumberFormatException e) {
      throw must(rule); // not whole, or too large
    }
  }

  /**
   * A matrix: an array of rows of one length, with at least one entry.
   *
   * @param entry the reader of an entry
   */
  public <T> List<List<T>> matrix(Function<JsonValue, T> entry) {
    List<List<T>> matrix = new ArrayList<>();
    for (JsonValue row : elements("be an array of rows")) {
      List<JsonValue> entries = row.elements("be a row, an array of numbers");
      int columns = matrix.isEmpty() ? entries.size() : matrix.get(0).size();
      row.require(columns > 0, "have at least one entry");
      row.require(
          entries.size() == columns, "have " + columns + " entries like row 0", entries.size());
      List<T> read = new ArrayList<>(columns); // no stream: a row may be one number
      entries.forEach(one -> read.add(entry.apply(one)));
      matrix.add(read);
    }
    require(!matrix.isEmpty(), "have at least one row");
    return matrix;
  }

  /** A matrix of numbers of an arithmetic. */
  public <T> Matrix<T> matrix(Arithmetic<T> arithmetic, Function<JsonValue, T> entry) {
    List<List<T>> rows = matrix(entry);
    return Matrix.of(arithmetic, rows.size(), rows.get(0).size(), (i, j) -> rows.get(i).get(j));
  }

  /** Throws unless a rule holds. */
  public void require(boolean holds, String rule) {
    require(holds, rule, this);
  }

  /** Throws unless a rule holds, with {@code got} as the actual value. */
  public void require(boolean holds, String rule, Object got) {
    if (!holds) {
      throw new FormatException(origin + name() + " must " + rule + ", got " + got);
    }
  }

  /** An exception about this value. */
  public FormatException must(String rule) {
    return new FormatException(origin + name() + " must " + rule + ", got " + this);
  }

  /** A description for messages. */
  @Override
  public String toString() {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Literal literal) {
      return SafeText.start(literal.text(), SHOWN);
    }
    if (value instanceof String text) {
      return "the string \"" + SafeText.start(text, SHOWN) + "\"";
    }
    if (value instanceof List<?> list) {
      return list.isEmpty() ? "an empty array" : "an array of " + list.size();
    }
    return value == NULL ? "null" : isObject() ? "an object" : value.toString();
  }
}
