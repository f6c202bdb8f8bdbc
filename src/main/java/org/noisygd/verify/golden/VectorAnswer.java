// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The correct answer to a vector in an arithmetic, as named parts. A number is a 1 x 1 matrix, the
 * state of a run at t is {@code X@t} and {@code Y@t}, and a sample has its mean and covariance. The
 * answer is exact in an exact arithmetic.
 */
public final class VectorAnswer {
  private VectorAnswer() {}

  /** The answer of an op for the numbers of a request. */
  public static <T> Map<String, Matrix<T>> of(Op op, Inputs<T> q) {
    if (op == Ops.RUN) {
      return run(q);
    }
    if (op == Ops.SAMPLE) {
      Arithmetic<T> arithmetic = q.arithmetic();
      T v1 = arithmetic.multiply(q.sigma1(), q.sigma1());
      T v2 = arithmetic.multiply(q.sigma2(), q.sigma2());
      return sample(
          new UpdateMoments<>(
              new MatrixFactorization<>(q.m()), q.at(), q.etaX(), q.etaY(), v1, v2));
    }
    return op.result(new RightQuantities<>(q));
  }

  private static <T> Map<String, Matrix<T>> run(Inputs<T> q) {
    PerturbedUpdate<T> update = q.update();
    Map<Integer, Factors<T>> states = new LinkedHashMap<>();
    Factors<T> state = q.at();
    states.put(0, state);
    for (Factors<T> noise : q.noises()) {
      state = update.apply(state, noise);
      states.put(states.size(), state);
    }
    return run(q, states);
  }

  /** The requested states. */
  static <T> Map<String, Matrix<T>> run(Inputs<?> q, Map<Integer, Factors<T>> states) {
    Map<String, Matrix<T>> parts = new LinkedHashMap<>();
    for (int t : q.record()) {
      Factors<T> state = states.get(t);
      if (state != null) {
        parts.put("X@" + t, state.x());
        parts.put("Y@" + t, state.y());
      }
    }
    return parts;
  }

  /** The mean and the covariance. */
  static <T> Map<String, Matrix<T>> sample(UpdateMoments<T> moments) {
    Map<String, Matrix<T>> parts = new LinkedHashMap<>();
    parts.put("meanX", moments.mean().x());
    parts.put("meanY", moments.mean().y());
    parts.put("covariance", moments.covariance());
    return parts;
  }

  /**
   * The fields of an answer, or of one value per number, as a JSON object.
   *
   * @param record the states of a run that are recorded
   * @param print the text form of a number
   */
  static <T> String json(
      Op op, List<Integer> record, Map<String, Matrix<T>> answer, Function<T, String> print) {
    JsonText text = new JsonText();
    if (op != Ops.RUN) {
      answer.forEach(
          (name, part) ->
              text.raw(
                  name,
                  name.equals("loss") ? print.apply(part.get(0, 0)) : JsonText.rows(part, print)));
      return text.toString();
    }
    List<String> states = new ArrayList<>();
    for (int t : record) {
      JsonText state = new JsonText().integer("t", t);
      answer.forEach(
          (name, part) -> {
            if (name.endsWith("@" + t)) {
              state.raw(name.substring(0, 1), JsonText.rows(part, print));
            }
          });
      states.add(state.toString());
    }
    return text.raw("states", states.toString().replace(", ", ",")).toString();
  }
}
