// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.io.json.JsonText;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The correct answer to a vector in an arithmetic; exact in an exact one. A sample has its mean and
 * covariance.
 *
 * @param fields the matrices by field; a loss is a 1 x 1 matrix; none for a run
 * @param states the recorded states of a run by step; none for another op
 */
public record VectorAnswer<T>(Map<String, Matrix<T>> fields, Map<Integer, Factors<T>> states) {
  /** The answer of an op for the numbers of a request. */
  public static <T> VectorAnswer<T> of(Op op, Inputs<T> q) {
    if (op == Ops.RUN) {
      List<Factors<T>> states = new ArrayList<>(List.of(q.at()));
      q.noises().forEach(z -> states.add(q.update().apply(states.get(states.size() - 1), z)));
      return ofRun(q.record(), states);
    }
    Map<String, Matrix<T>> fields = new LinkedHashMap<>();
    if (op == Ops.SAMPLE) {
      Arithmetic<T> arithmetic = q.arithmetic();
      T v1 = arithmetic.multiply(q.sigma1(), q.sigma1());
      T v2 = arithmetic.multiply(q.sigma2(), q.sigma2());
      UpdateMoments<T> moments =
          new UpdateMoments<>(new MatrixFactorization<>(q.m()), q.at(), q.etaX(), q.etaY(), v1, v2);
      fields.put("meanX", moments.mean().x());
      fields.put("meanY", moments.mean().y());
      fields.put("covariance", moments.covariance());
    } else {
      fields.putAll(op.result(new RightQuantities<>(q)));
    }
    return new VectorAnswer<>(fields, Map.of());
  }

  /** The recorded ones of all states of a run, from its start on. */
  static <T> VectorAnswer<T> ofRun(List<Integer> record, List<Factors<T>> states) {
    Map<Integer, Factors<T>> recorded = new LinkedHashMap<>();
    record.forEach(t -> recorded.put(t, states.get(t)));
    return new VectorAnswer<>(Map.of(), recorded);
  }

  /** All numbers. */
  List<T> numbers() {
    return Stream.concat(
            fields.values().stream().flatMap(part -> part.entries().stream()),
            states.values().stream().flatMap(state -> state.toVariables().stream()))
        .toList();
  }

  /** A JSON object, each number by the function. */
  String json(Function<T, String> print) {
    JsonText text = new JsonText();
    fields.forEach(
        (name, part) ->
            text.raw(
                name,
                name.equals("loss") ? print.apply(part.get(0, 0)) : JsonText.rows(part, print)));
    List<String> objects = new ArrayList<>();
    states.forEach(
        (t, state) ->
            objects.add(
                new JsonText()
                    .integer("t", t)
                    .raw("X", JsonText.rows(state.x(), print))
                    .raw("Y", JsonText.rows(state.y(), print))
                    .toString()));
    return (objects.isEmpty() ? text : text.raw("states", "[" + String.join(",", objects) + "]"))
        .toString();
  }
}
