// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.FormatException;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;
import org.noisygd.number.format.BinaryPrecision;
import org.noisygd.number.matrix.Matrix;

/**
 * A request as it was sent. Each number is read in an arithmetic on access, and exactly: formats no
 * wider than binary64 read a literal as the double nearest to it, wider ones as its exact decimal
 * value. Unknown fields are ignored. Every method throws {@link FormatException} with the field's
 * name if a field is missing or unusable.
 */
public final class RequestReader<T> implements Inputs<T> {
  /** Maximum length of a request line, in characters. */
  public static final int MAX_LINE = 1 << 26;

  /**
   * Maximum number of digits of a literal. The exact decimal of a double has at most 767
   * significant ones.
   */
  private static final int MAX_NUMBER_LENGTH = 1_000_000;

  private static final JsonReader READER = JsonReader.strict(MAX_NUMBER_LENGTH, MAX_LINE);

  private final JsonValue fields;
  private final Arithmetic<T> arithmetic;

  /** True if the direction is (dX, dY), false if it is noise. */
  private final boolean directed;

  private RequestReader(JsonValue fields, Arithmetic<T> arithmetic, boolean directed) {
    this.fields = fields;
    this.arithmetic = arithmetic;
    this.directed = directed;
  }

  /**
   * Reads a line.
   *
   * @throws FormatException if it is not one JSON object, or has no integer {@code id}
   */
  public static <T> RequestReader<T> of(String line, Arithmetic<T> arithmetic) {
    return of(READER.read("a line", line), arithmetic);
  }

  /** Reads the object in a file. */
  public static JsonValue read(String name, Path file) {
    return READER.read(name, file);
  }

  public static <T> RequestReader<T> of(JsonValue fields, Arithmetic<T> arithmetic) {
    fields.get("id").whole();
    return new RequestReader<>(fields, arithmetic, false);
  }

  /** Returns this request as a request of an op. */
  public RequestReader<T> as(Op op) {
    return new RequestReader<>(fields, arithmetic, op.fields().contains("dX"));
  }

  /** The id as written in the request. */
  public String id() {
    return fields.get("id").literal();
  }

  public String op() {
    return fields.get("op").text();
  }

  public boolean has(String field) {
    return fields.get(field).isPresent();
  }

  public String text(String field) {
    return fields.required(field).text();
  }

  /** The numbers of an array, each a double; NaN and infinities are strings. */
  public List<Double> doubles(String field) {
    List<Double> doubles = new ArrayList<>();
    for (JsonValue value : fields.required(field).elements()) {
      doubles.add(
          value.isText()
              ? ReadNumber.of(value, Binary64.INSTANCE).nearestDouble()
              : value.finite());
    }
    return doubles;
  }

  /** An integer of 64 bits, signed. */
  public long integer(String field) {
    return fields.get(field).whole();
  }

  @Override
  public Arithmetic<T> arithmetic() {
    return arithmetic;
  }

  /** Reads a number; a standard deviation must not be negative. */
  @Override
  public T number(String field) {
    T number = number(fields.get(field));
    boolean allowed = !field.startsWith("sigma") || arithmetic.signum(number) >= 0;
    Require.that(allowed, field, "be >= 0", arithmetic.print(number));
    return number;
  }

  @Override
  public Matrix<T> matrix(String field) {
    return matrix(fields.get(field));
  }

  @Override
  public Factors<T> direction() {
    String x = directed ? "dX" : "noiseX";
    String y = directed ? "dY" : "noiseY";
    return factors(x, matrix(x), y, matrix(y));
  }

  @Override
  public List<Factors<T>> noises() {
    List<JsonValue> x = fields.get("noiseX").elements();
    List<JsonValue> y = fields.get("noiseY").elements();
    Require.that(
        x.size() == y.size(), "noiseX", "have as many steps as noiseY, " + y.size(), x.size());
    return IntStream.range(0, x.size())
        .mapToObj(t -> factors("noiseX", matrix(x.get(t)), "noiseY", matrix(y.get(t))))
        .toList();
  }

  /**
   * The value, computed exactly and rounded once: a narrow format may not hold d, and sigma^2 may
   * underflow in it.
   */
  @Override
  public T secondMoment(int d, T sigma) {
    return arithmetic.fromRational(arithmetic.toRational(sigma).pow(2).multiply(BigFraction.of(d)));
  }

  @Override
  public List<Integer> record() {
    List<Integer> record = new ArrayList<>();
    long last = fields.get("noiseX").elements().size();
    for (JsonValue value : fields.get("record").elements()) {
      long t = value.whole();
      value.require(t >= 0 && t <= last, "be in 0.." + last);
      value.require(
          record.isEmpty() || t > record.get(record.size() - 1), "be more than the step before it");
      record.add((int) t);
    }
    return record;
  }

  @SuppressWarnings("shape") // Factors checks the shapes
  private static <T> Factors<T> factors(String nameX, Matrix<T> x, String nameY, Matrix<T> y) {
    Require.that(
        x.columns() == y.columns(),
        nameX + " of shape " + x.shape(),
        "have as many columns as " + nameY,
        y.shape());
    return new Factors<>(x, y);
  }

  private Matrix<T> matrix(JsonValue value) {
    return value.matrix(arithmetic, this::number);
  }

  private T number(JsonValue value) {
    String rule = "be a value of " + arithmetic.name();
    double nearest = value.number();
    // Beyond a double's exponents binary:P still has numbers: these literals are read as exact
    // decimals.
    boolean beyond =
        arithmetic instanceof BinaryPrecision && (nearest == 0 || !Double.isFinite(nearest));
    try {
      if (isWithinBinary64() && !beyond) {
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
   * Returns true if the significand is no wider than binary64's, so that a literal stands for the
   * double nearest to it, as requests print it.
   */
  private boolean isWithinBinary64() {
    boolean binary = arithmetic.zero() instanceof Double || arithmetic instanceof BinaryPrecision;
    return binary
        && Rationals.compare(arithmetic.unitRoundoff(), Binary64.INSTANCE.unitRoundoff()) >= 0;
  }

  private static BigDecimal decimal(JsonValue value) {
    ReadNumber exact = ReadNumber.of(value, DecimalArithmetic.EXACT);
    if (!exact.isFinite() || exact.isVanishing()) {
      throw value.must("have an exponent within " + ReadNumber.MAX_EXPONENT);
    }
    return exact.decimal();
  }
}
