// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.Optional;
import org.noisygd.judge.protocol.Code;
import org.noisygd.number.Literals;

/** Tests whether all answers to an op are the same number, usually zero. */
final class NothingComputed {
  /** Fewer numbers may be equal by chance. */
  private static final int TELLING = 8;

  private NothingComputed() {}

  /** The diagnosis, if it explains all answers, including the right ones. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    double[] numbers =
        given.all().stream()
            .flatMap(c -> given.fit().answer(c).matrices())
            .flatMap(m -> m.entries().stream())
            .mapToDouble(n -> n.nearestDouble() + 0.0) // -0 is 0
            .toArray();
    for (double number : numbers) {
      if (number != numbers[0]) {
        return Optional.empty();
      }
    }
    return numbers.length < TELLING
        ? Optional.empty()
        : Optional.of(
            Diagnosis.of(
                given.op(),
                Code.CONSTANT.of(
                    "every number of every answer is " + Literals.format(numbers[0]))));
  }
}
