// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.util.List;
import java.util.stream.Collectors;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

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
    return "{\"id\":" + id + ",\"op\":\"hello\",\"protocol\":1}";
  }

  /** The farewell. */
  public static String bye(long id) {
    return "{\"id\":" + id + ",\"op\":\"bye\"}";
  }

  /** One request. */
  public String line(long id, Request q) {
    StringBuilder json = new StringBuilder("{\"id\":" + id + ",\"op\":\"" + q.op().word() + "\"");
    matrix(json, "M", q.m());
    matrix(json, "X", q.at().x());
    matrix(json, "Y", q.at().y());
    switch (q.op()) {
      case HVP -> {
        matrix(json, "dX", q.direction().x());
        matrix(json, "dY", q.direction().y());
      }
      case SMOOTHED_LOSS, SMOOTHED_GRADIENT, SMOOTHED_HESSIAN -> sigmas(json, q);
      case STEP -> {
        steps(json, q);
        matrix(json, "noiseX", q.direction().x());
        matrix(json, "noiseY", q.direction().y());
      }
      case RUN -> {
        steps(json, q);
        matrices(json, "noiseX", q.noises().stream().map(Factors::x).toList());
        matrices(json, "noiseY", q.noises().stream().map(Factors::y).toList());
        json.append(",\"record\":").append(q.record().toString().replace(" ", ""));
      }
      case SAMPLE -> {
        steps(json, q);
        sigmas(json, q);
        json.append(",\"count\":").append(q.count()).append(",\"seed\":").append(q.seed());
      }
      default -> {}
    }
    return json.append('}').toString();
  }

  private void steps(StringBuilder json, Request q) {
    number(json, "etaX", q.etaX());
    number(json, "etaY", q.etaY());
  }

  private void sigmas(StringBuilder json, Request q) {
    number(json, "sigma1", q.sigma1());
    number(json, "sigma2", q.sigma2());
  }

  private void number(StringBuilder json, String name, Dyadic value) {
    json.append(",\"").append(name).append("\":").append(literal(value));
  }

  private void matrix(StringBuilder json, String name, Matrix<Dyadic> m) {
    json.append(",\"").append(name).append("\":").append(rows(m));
  }

  private void matrices(StringBuilder json, String name, List<Matrix<Dyadic>> all) {
    json.append(",\"").append(name).append("\":[");
    json.append(all.stream().map(this::rows).collect(Collectors.joining(","))).append(']');
  }

  private String rows(Matrix<Dyadic> m) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < m.rows(); i++) {
      text.append(i == 0 ? "[" : ",[");
      for (int j = 0; j < m.columns(); j++) {
        text.append(j == 0 ? "" : ",").append(literal(m.get(i, j)));
      }
      text.append(']');
    }
    return text.append(']').toString();
  }

  private String literal(Dyadic value) {
    return wide ? value.toString() : Literals.format(value.roundToDouble());
  }
}
