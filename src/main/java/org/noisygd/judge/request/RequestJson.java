// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.json.JsonText;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/** Writes requests as the lines that a candidate reads. */
public final class RequestJson {
  private final RoundingModel model;
  private final boolean wide;

  /**
   * A writer for an arithmetic: literals that read back as the same double, or exact decimals if
   * the arithmetic is wider than binary64 or the request has an entry that is judged bitwise.
   */
  public RequestJson(String arithmetic) {
    Arithmetic<?> declared = Arithmetics.named(arithmetic);
    this.model = RoundingModel.named(arithmetic);
    this.wide = Rationals.compare(declared.unitRoundoff(), Binary64.INSTANCE.unitRoundoff()) < 0;
  }

  public static String hello(long id) {
    return new JsonText().integer("id", id).string("op", "hello").integer("protocol", 1).toString();
  }

  public static String bye(long id) {
    return new JsonText().integer("id", id).string("op", "bye").toString();
  }

  /** The line of a request: the fields of its op, without the optional ones that it lacks. */
  public String line(long id, Request q) {
    boolean inFull = wide || q.hasExactEntry(model);
    return line(
        new JsonText().integer("id", id).string("op", q.op().word()),
        q,
        value -> q.spelling().of(value, inFull));
  }

  /** The text of a request that is not sent: without an id, and with every number exact. */
  public static String unasked(Request q) {
    return line(
        new JsonText().string("op", q.op().word()),
        q,
        value -> value.isDouble() ? Literals.format(value.roundToDouble()) : value.toLiteral());
  }

  private static String line(JsonText json, Request q, Function<Dyadic, String> literal) {
    for (String field : q.op().fields()) {
      @Nullable Object value = value(field, q);
      if (value != null) {
        json.raw(field, text(value, literal, q.spelling()));
      }
    }
    return json.toString();
  }

  /** The value of a field; the noise belongs to one update, or to all updates of a run. */
  private static @Nullable Object value(String field, Request q) {
    boolean run = q.op().has(Part.RUN);
    return switch (field) {
      case "noiseX" -> run ? q.noises().stream().map(Factors::x).toList() : q.matrix("dX");
      case "noiseY" -> run ? q.noises().stream().map(Factors::y).toList() : q.matrix("dY");
      default -> q.fields().get(field);
    };
  }

  @SuppressWarnings("unchecked") // a request has no other matrices
  private static String text(
      @Nullable Object value, Function<Dyadic, String> literal, Spelling spelling) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(one -> text(one, literal, spelling))
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Matrix<?> matrix) {
      return JsonText.rows((Matrix<Dyadic>) matrix, literal);
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? spelling.of(number) : JsonText.quote(number.toString());
    }
    return value instanceof Dyadic number
        ? literal.apply(number)
        : value instanceof String text ? JsonText.quote(text) : String.valueOf(value);
  }
}
