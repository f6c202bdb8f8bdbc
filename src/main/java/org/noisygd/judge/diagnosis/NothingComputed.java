// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * Whether all answers to an op are the same number, zero above all, or numbers of the request as
 * they were sent. An update that returns its iterate is a mistake of the catalogue.
 */
final class NothingComputed {
  /** Of so many rows a loop may leave out all: its tail of 8. */
  private static final int TAIL = 8;

  private static final Map<String, Function<Request, Matrix<Dyadic>>> SENT = new LinkedHashMap<>();

  static {
    SENT.put("X", q -> q.at().x());
    SENT.put("Y", q -> q.at().y());
    SENT.put("M", Request::m);
    SENT.put("dX", q -> q.direction().x());
    SENT.put("dY", q -> q.direction().y());
  }

  private NothingComputed() {}

  /**
   * What explains all answers, the right ones too.
   *
   * @param all the cases of the op that have finite answers
   */
  static Optional<Diagnosis> diagnose(MistakeFit likeness, Op op, List<Case> all) {
    if (all.stream().allMatch(c -> Math.min(c.request().d1(), c.request().d2()) <= TAIL)) {
      return Optional.empty();
    }
    OptionalDouble first = numbers(likeness, all).findFirst();
    if (first.isPresent() && numbers(likeness, all).allMatch(n -> n == first.getAsDouble())) {
      double number = first.getAsDouble();
      String cause = ": is anything computed, and does it reach the reply?";
      return Optional.of(
          number == 0
              ? new Diagnosis("zeros", op.word(), "every number of every answer is 0" + cause)
              : new Diagnosis(
                  "constant", op.word(), "every number of every answer is " + number + cause));
    }
    return !op.has(Part.UPDATE) ? echo(likeness, op, all) : Optional.empty();
  }

  private static DoubleStream numbers(MistakeFit likeness, List<Case> all) {
    return all.stream()
        .flatMap(c -> likeness.answer(c).matrices())
        .flatMap(m -> m.entries().stream())
        .mapToDouble(ReadNumber::nearestDouble);
  }

  private static Optional<Diagnosis> echo(MistakeFit likeness, Op op, List<Case> all) {
    List<String> echoed = new ArrayList<>();
    for (String field : op.replyNames()) {
      SENT.entrySet().stream()
          .filter(
              sent ->
                  op.fields().contains(sent.getKey())
                      && all.stream()
                          .allMatch(
                              c ->
                                  isSame(
                                      likeness.answer(c),
                                      field,
                                      sent.getValue().apply(c.request()))))
          .findFirst()
          .ifPresent(sent -> echoed.add(field + " is " + sent.getKey()));
    }
    return echoed.isEmpty() || echoed.size() < op.replyNames().size()
        ? Optional.empty()
        : Optional.of(
            new Diagnosis(
                "input-echoed",
                op.word(),
                String.join(", ", echoed) + ", as they were sent: nothing is computed"));
  }

  private static boolean isSame(Answer answer, String field, Matrix<Dyadic> sent) {
    ReadMatrix read = answer.fields().get(field);
    if (read == null || read.rows() != sent.rows() || read.columns() != sent.columns()) {
      return false;
    }
    for (int k = 0; k < read.entries().size(); k++) {
      if (read.entries().get(k).nearestDouble() != sent.entries().get(k).roundToDouble()) {
        return false;
      }
    }
    return true;
  }
}
