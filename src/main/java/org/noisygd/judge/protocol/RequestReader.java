// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;
import org.noisygd.number.format.BinaryPrecision;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.StrictJson;

/**
 * One request, its numbers kept as the literals that were sent, so that each is read once and
 * exactly. Unknown fields are carried and ignored. Every method throws {@link
 * IllegalArgumentException} with the field's name where a field is missing or unusable.
 */
public final class RequestReader {
  /** Digits of one literal: the exact decimal of any double has at most 767 significant ones. */
  private static final int MAX_NUMBER_LENGTH = 1_000_000;

  /** Decimal exponents beyond this are refused before they fill the memory; doubles end at 309. */
  private static final int MAX_EXPONENT = 10_000;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(MAX_NUMBER_LENGTH).build())
          .build();

  /** A number as it was written. */
  private record Literal(String text, boolean integer) {}

  private final Map<String, @Nullable Object> fields;
  private final String id;

  private RequestReader(Map<String, @Nullable Object> fields, String id) {
    this.fields = fields;
    this.id = id;
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is not one JSON object, or has no integer {@code id}
   */
  static RequestReader of(String line) {
    @Nullable Object value;
    try (JsonParser parser = FACTORY.createParser(line)) {
      parser.nextToken();
      value = read(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("a line must hold one JSON object and nothing after it");
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a line must be JSON: " + StrictJson.reason(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException("a line must hold a JSON object, got " + kind(value));
    }
    @SuppressWarnings("unchecked") // read makes maps of this type only
    Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) value;
    if (!(fields.get("id") instanceof Literal id) || !id.integer()) {
      throw new IllegalArgumentException("id must be an integer, got " + kind(fields.get("id")));
    }
    return new RequestReader(fields, id.text());
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IllegalArgumentException("a line must hold a whole JSON object");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, read(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(read(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> new Literal(parser.getText(), true);
      case VALUE_NUMBER_FLOAT -> new Literal(parser.getText(), false);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /** What a value is, in words for a message. */
  private static String kind(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Literal literal) {
      return shortened(literal.text());
    }
    if (value instanceof String text) {
      return "the string \"" + shortened(text) + "\"";
    }
    return value instanceof List
        ? "an array"
        : value instanceof Map ? "an object" : value.toString();
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  /** The id, as it was written. */
  String id() {
    return id;
  }

  /** The op. */
  String op() {
    if (fields.get("op") instanceof String op) {
      return op;
    }
    throw new IllegalArgumentException("op must be a string, got " + kind(fields.get("op")));
  }

  /** Whether the request has that field. */
  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** An integer of 64 bits, signed. */
  long integer(String name) {
    if (fields.get(name) instanceof Literal literal && literal.integer()) {
      try {
        return Long.parseLong(literal.text());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            name + " must fit in 64 bits, got " + shortened(literal.text()), e);
      }
    }
    throw new IllegalArgumentException(name + " must be an integer, got " + kind(fields.get(name)));
  }

  /** Ascending integers, each in 0..last. */
  List<Long> ascending(String name, long last) {
    List<Long> integers = new ArrayList<>();
    long least = 0;
    for (Object value : array(name, fields.get(name))) {
      long n =
          value instanceof Literal literal && literal.integer() && literal.text().length() < 19
              ? Long.parseLong(literal.text())
              : -1;
      Require.that(
          n >= least && n <= last, name, "be ascending step numbers in 0.." + last, kind(value));
      integers.add(n);
      least = n + 1;
    }
    return integers;
  }

  /** A number of the arithmetic, exactly. */
  <T extends Object> T number(String name, Arithmetic<T> arithmetic) {
    return number(name, fields.get(name), arithmetic);
  }

  /** A matrix, given as an array of rows. */
  <T extends Object> Matrix<T> matrix(String name, Arithmetic<T> arithmetic) {
    return matrix(name, fields.get(name), arithmetic);
  }

  /** An array of matrices. */
  <T extends Object> List<Matrix<T>> matrices(String name, Arithmetic<T> arithmetic) {
    List<Matrix<T>> matrices = new ArrayList<>();
    for (Object value : array(name, fields.get(name))) {
      matrices.add(matrix(name + "[" + matrices.size() + "]", value, arithmetic));
    }
    return matrices;
  }

  private static List<?> array(String name, @Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(name + " must be an array, got " + kind(value));
  }

  private static <T extends Object> Matrix<T> matrix(
      String name, @Nullable Object value, Arithmetic<T> arithmetic) {
    List<?> rows = array(name, value);
    Require.that(!rows.isEmpty(), name, "have at least one row", "none");
    List<List<T>> entries = new ArrayList<>();
    int columns = array(name + "[0]", rows.get(0)).size();
    Require.that(columns > 0, name + "[0]", "have at least one entry", "none");
    for (int i = 0; i < rows.size(); i++) {
      List<?> row = array(name + "[" + i + "]", rows.get(i));
      Require.that(
          row.size() == columns, name + "[" + i + "]", "have " + columns + " entries", row.size());
      List<T> numbers = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        numbers.add(number(name + "[" + i + "][" + j + "]", row.get(j), arithmetic));
      }
      entries.add(numbers);
    }
    return Matrix.of(arithmetic, rows.size(), columns, (i, j) -> entries.get(i).get(j));
  }

  private static <T extends Object> T number(
      String name, @Nullable Object value, Arithmetic<T> arithmetic) {
    if (!(value instanceof Literal literal)) {
      throw new IllegalArgumentException(name + " must be a number, got " + kind(value));
    }
    String rule = "be a value of " + arithmetic.name();
    String text = shortened(literal.text());
    double nearest = Double.parseDouble(literal.text());
    // Beyond a double's exponents binary:P still has numbers: those are read as the decimals they
    // are.
    boolean beyond =
        arithmetic instanceof BinaryPrecision && (nearest == 0 || !Double.isFinite(nearest));
    if (isWithinBinary64(arithmetic) && !beyond) {
      Require.that(Double.isFinite(nearest), name, rule, text);
      try {
        return arithmetic.of(nearest);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(name + " must " + rule + ", got " + text, e);
      }
    }
    BigDecimal exact = decimal(name, literal.text());
    try {
      T number = arithmetic.fromDecimal(exact);
      boolean same = arithmetic.toRational(number).equals(Rationals.of(exact));
      Require.that(same, name, rule, text);
      return number;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(name + " must " + rule + ", got " + text, e);
    }
  }

  /**
   * Whether the significand is no wider than binary64's: then a literal stands for the double
   * nearest to it, as requests print it.
   */
  private static boolean isWithinBinary64(Arithmetic<?> arithmetic) {
    boolean binary = arithmetic.zero() instanceof Double || arithmetic instanceof BinaryPrecision;
    return binary
        && Rationals.compare(arithmetic.unitRoundoff(), Binary64.INSTANCE.unitRoundoff()) >= 0;
  }

  private static BigDecimal decimal(String name, String literal) {
    try {
      BigDecimal exact = new BigDecimal(literal);
      long exponent = (long) exact.precision() - exact.scale();
      if (exact.signum() == 0) {
        return BigDecimal.ZERO;
      }
      if (Math.abs(exponent) <= MAX_EXPONENT && exact.scale() <= 2 * MAX_NUMBER_LENGTH) {
        return exact;
      }
    } catch (NumberFormatException e) {
      // An exponent beyond 32 bits: told as every other exponent that is too large.
    }
    throw new IllegalArgumentException(
        name + " must have an exponent within " + MAX_EXPONENT + ", got " + shortened(literal));
  }
}
