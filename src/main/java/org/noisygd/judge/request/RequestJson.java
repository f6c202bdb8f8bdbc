// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.JsonText;

/** Requests as the lines that a candidate reads. */
public final class RequestJson {
  private final boolean wide;

  /**
   * Prints for an arithmetic: doubles that round-trip, or, where it is wider, full exact decimals.
   */
  public RequestJson(String arithmetic) {
    Arithmetic<?> declared = Arithmetics.named(arithmetic);
    this.wide =
        Rationals.compare(declared.unitRoundoff(), Arithmetics.named("binary64").unitRoundoff())
            < 0;
  }

  /** The greeting. */
  public static String hello(long id) {
    return new JsonText().integer("id", id).string("op", "hello").integer("protocol", 1).toString();
  }

  /** The farewell. */
  public static String bye(long id) {
    return new JsonText().integer("id", id).string("op", "bye").toString();
  }

  /** One request: the fields that its op asks for. */
  public String line(long id, Request q) {
    JsonText json = new JsonText().integer("id", id).string("op", q.op().word());
    for (String field : q.op().fields()) {
      json.raw(field, value(field, q));
    }
    return json.toString();
  }

  private String value(String field, Request q) {
    return switch (field) {
      case "M" -> rows(q.m());
      case "X" -> rows(q.at().x());
      case "Y" -> rows(q.at().y());
      case "dX" -> rows(q.direction().x());
      case "dY" -> rows(q.direction().y());
      case "noiseX" -> noise(q, Factors::x);
      case "noiseY" -> noise(q, Factors::y);
      case "etaX" -> literal(q.etaX());
      case "etaY" -> literal(q.etaY());
      case "sigma1" -> literal(q.sigma1());
      case "sigma2" -> literal(q.sigma2());
      case "record" -> own(q.record());
      case "count" -> own(q.count());
      case "seed" -> own(q.seed());
      default -> own(q.own().get(field));
    };
  }

  /** The noise of an update, or that of each update of a run. */
  private String noise(Request q, Function<Factors<Dyadic>, Matrix<Dyadic>> side) {
    return q.op().has(Part.RUN)
        ? array(q.noises().stream().map(side).map(this::rows).toList())
        : rows(side.apply(q.direction()));
  }

  private String own(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return array(list.stream().map(this::own).toList());
    }
    return value instanceof Dyadic number
        ? literal(number)
        : value instanceof String text ? JsonText.quote(text) : String.valueOf(value);
  }

  private static String array(List<String> values) {
    return values.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private String rows(Matrix<Dyadic> m) {
    return JsonText.rows(m, this::literal);
  }

  private String literal(Dyadic value) {
    return wide ? value.toString() : Literals.format(value.roundToDouble());
  }
}
