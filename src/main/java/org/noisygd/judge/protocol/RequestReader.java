// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.BinaryPrecision;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.JsonReader;
import org.noisygd.report.json.JsonValue;

/**
 * One request, its numbers kept as the literals that were sent, so that each is read once and
 * exactly. Unknown fields are carried and ignored. Every method throws {@link FormatException} with
 * the field's name where a field is missing or unusable.
 */
public final class RequestReader {
  /** Digits of one literal: the exact decimal of any double has at most 767 significant ones. */
  private static final int MAX_NUMBER_LENGTH = 1_000_000;

  /** Decimal exponents beyond this are refused before they fill the memory; doubles end at 309. */
  private static final int MAX_EXPONENT = 10_000;

  private static final JsonReader READER =
      JsonReader.strict(MAX_NUMBER_LENGTH, ProtocolServer.MAX_LINE);

  private final JsonValue fields;

  private RequestReader(JsonValue fields) {
    this.fields = fields;
  }

  /**
   * Reads a line.
   *
   * @throws FormatException if it is not one JSON object, or has no integer {@code id}
   */
  static RequestReader of(String line) {
    JsonValue fields = READER.read("a line", line);
    JsonValue id = fields.get("id");
    id.require(id.isInteger(), "be a whole number");
    return new RequestReader(fields);
  }

  /** The id, as it was written. */
  String id() {
    return fields.get("id").literal();
  }

  /** The op. */
  String op() {
    return fields.get("op").text();
  }

  /** Whether the request has that field. */
  boolean has(String name) {
    return fields.get(name).isPresent();
  }

  /** An integer of 64 bits, signed. */
  long integer(String name) {
    return fields.get(name).integer();
  }

  /** Ascending integers, each in 0..last. */
  List<Long> ascending(String name, long last) {
    List<Long> integers = new ArrayList<>();
    long least = 0;
    for (JsonValue value : fields.get(name).elements()) {
      long n = value.integer(0, last);
      value.require(n >= least, "be more than the step before it");
      integers.add(n);
      least = n + 1;
    }
    return integers;
  }

  /** A number of the arithmetic, exactly. */
  <T extends Object> T number(String name, Arithmetic<T> arithmetic) {
    return number(fields.get(name), arithmetic);
  }

  /** A matrix, given as an array of rows. */
  <T extends Object> Matrix<T> matrix(String name, Arithmetic<T> arithmetic) {
    return matrix(fields.get(name), arithmetic);
  }

  /** An array of matrices. */
  <T extends Object> List<Matrix<T>> matrices(String name, Arithmetic<T> arithmetic) {
    return fields.get(name).elements().stream().map(value -> matrix(value, arithmetic)).toList();
  }

  private static <T extends Object> Matrix<T> matrix(JsonValue value, Arithmetic<T> arithmetic) {
    return value.matrix(arithmetic, entry -> number(entry, arithmetic));
  }

  private static <T extends Object> T number(JsonValue value, Arithmetic<T> arithmetic) {
    String rule = "be a value of " + arithmetic.name();
    double nearest = value.number();
    // Beyond a double's exponents binary:P still has numbers: those are read as the decimals they
    // are.
    boolean beyond =
        arithmetic instanceof BinaryPrecision && (nearest == 0 || !Double.isFinite(nearest));
    try {
      if (isWithinBinary64(arithmetic) && !beyond) {
        value.require(Double.isFinite(nearest), rule);
        return arithmetic.of(nearest);
      }
      BigDecimal exact = decimal(value);
      T number = arithmetic.fromDecimal(exact);
      value.require(arithmetic.toRational(number).equals(Rationals.of(exact)), rule);
      return number;
    } catch (ArithmeticException e) {
      throw value.must(rule);
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

  private static BigDecimal decimal(JsonValue value) {
    try {
      BigDecimal exact = new BigDecimal(value.literal());
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
    throw value.must("have an exponent within " + MAX_EXPONENT);
  }
}
