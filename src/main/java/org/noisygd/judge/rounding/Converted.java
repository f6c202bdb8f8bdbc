// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.Map;
import java.util.stream.IntStream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;

/**
 * The answer to a case.
 *
 * @param task what was asked
 * @param rounded the numbers, a row for each draw
 */
record Converted(RoundingTask task, ReadMatrix rounded) {
  /** An answer to a case. */
  static Converted of(Case tested, Answer answer) {
    ReadMatrix rounded = answer.fields().get(ConversionJudge.FIELD);
    if (rounded == null) {
      throw new IllegalStateException("no numbers for " + tested.name());
    }
    return new Converted(RoundingTask.of(tested.request()), rounded);
  }

  /** The answer to a case that has one. */
  static Converted of(Case tested, Map<Case, Answer> answers) {
    Answer answer = answers.get(tested);
    if (answer == null) {
      throw new IllegalStateException("no answer to " + tested.name());
    }
    return of(tested, answer);
  }

  /** The same as draws. */
  Draws draws() {
    return new Draws(task, rounded);
  }

  /** Whether every number is a zero, and some value is far from it. */
  boolean areZeros() {
    return rounded.entries().stream().allMatch(n -> n.isDouble() && n.nearestDouble() == 0)
        && IntStream.range(0, task.size()).anyMatch(i -> !task.isSubnormal(i));
  }

  /** Whether every number is the value itself. */
  boolean areValues() {
    for (int n = 0; n < rounded.entries().size(); n++) {
      double read = rounded.entries().get(n).nearestDouble();
      if (read != task.value(n % task.size())) {
        return false;
      }
    }
    return true;
  }

  /** Whether a value that is representable becomes another number, one of its neighbours. */
  boolean movesExact(int i) {
    return IntStream.range(0, rounded.rows()).allMatch(draw -> isNear(draw * task.size() + i, i))
        && task.fraction(i) == 0;
  }

  /** Whether zero is one of the two neighbours of a value. */
  boolean isNextToZero(int i) {
    return Math.abs(task.value(i)) < task.element().spacing(0) * task.scale(i);
  }

  private boolean isNear(int place, int i) {
    double got = rounded.entries().get(place).nearestDouble();
    double scale = task.scale(i);
    double spacing = task.element().spacing(Math.abs(task.value(i) / scale)) * scale;
    return Math.abs(got - task.value(i)) <= spacing && task.conversion().fraction(got, scale) == 0;
  }

  /** Whether a value is beyond the largest one of its block's format. */
  boolean isBeyond(int i) {
    return Math.abs(task.value(i) / task.scale(i)) > task.element().largest();
  }
}
