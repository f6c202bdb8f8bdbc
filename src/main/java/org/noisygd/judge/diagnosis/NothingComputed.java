// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * Tests whether all answers to an op are the same number, usually zero, or numbers of the request
 * as they were sent. An update that returns its iterate is a mistake of the catalogue.
 */
final class NothingComputed {
  /** A loop that leaves out the tail of 8 rows leaves out all rows if there are fewer. */
  private static final int TAIL = 8;

  private NothingComputed() {}

  /** The diagnosis, if it explains all answers, including the right ones. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    Op op = given.op();
    List<Case> all = given.all();
    if (all.stream().allMatch(c -> Math.min(c.request().d1(), c.request().d2()) <= TAIL)) {
      return Optional.empty();
    }
    List<Double> numbers = numbers(given).boxed().distinct().limit(2).toList();
    if (numbers.size() == 1) {
      double number = numbers.get(0);
      return Optional.of(
          number == 0
              ? Diagnosis.of(op, Code.ZEROS.of("every number of every answer is 0"))
              : Diagnosis.of(op, Code.CONSTANT.of("every number of every answer is " + number)));
    }
    return op.has(Part.UPDATE) ? Optional.empty() : echo(given);
  }

  private static DoubleStream numbers(OpAnswers given) {
    return given.all().stream()
        .flatMap(c -> given.fit().answer(c).matrices())
        .flatMap(m -> m.entries().stream())
        .mapToDouble(n -> n.nearestDouble() + 0.0); // -0 is 0
  }

  private static Optional<Diagnosis> echo(OpAnswers given) {
    Op op = given.op();
    List<String> echoed =
        op.replyNames().stream()
            .flatMap(
                field ->
                    Stream.of("X", "Y", "M", "dX", "dY")
                        .filter(op.fields()::contains)
                        .filter(
                            sent ->
                                given.all().stream().allMatch(c -> isSame(given, c, field, sent)))
                        .limit(1)
                        .map(sent -> field + " is " + sent))
            .toList();
    return echoed.size() < op.replyNames().size()
        ? Optional.empty()
        : Optional.of(
            Diagnosis.of(
                op,
                Code.INPUT_ECHOED.of(
                    String.join(", ", echoed) + ", as they were sent: nothing is computed")));
  }

  private static boolean isSame(OpAnswers given, Case tested, String field, String name) {
    Matrix<Dyadic> sent = tested.request().matrix(name);
    ReadMatrix read = given.fit().answer(tested).fields().get(field);
    return read != null
        && read.rows() == sent.rows()
        && read.columns() == sent.columns()
        && IntStream.range(0, sent.entries().size())
            .allMatch(
                n ->
                    read.entries().get(n).nearestDouble() == sent.entries().get(n).roundToDouble());
  }
}
