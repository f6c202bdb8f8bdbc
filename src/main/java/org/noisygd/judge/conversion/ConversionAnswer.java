// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.number.format.BinaryFormat;

/**
 * The answer to a case.
 *
 * @param task the requested conversion
 * @param rounded the numbers of the answer, one row per sample
 */
public record ConversionAnswer(RoundingTask task, ReadMatrix rounded) {
  /** Treatments of subnormal results. */
  public enum Flush {
    NONE,
    /** A subnormal result becomes zero. */
    AFTER,
    /** A result that is subnormal with unlimited exponents becomes zero, as in processors. */
    UNLIMITED,
    /** A value below the smallest normal number becomes zero, even if it rounds up to it. */
    BEFORE;

    double of(double expected, RoundingTask task, int i) {
      if (this == NONE || task.conversion().hasBlocks()) {
        return expected;
      }
      double size =
          switch (this) {
            case NONE, AFTER -> expected;
            case UNLIMITED ->
                BinaryFormat.ofPrecision(task.element().precision())
                    .round(task.value(i), task.setting().directed(), 0);
            case BEFORE -> task.value(i);
          };
      return Math.abs(size) < task.element().smallestNormal() ? 0 : expected;
    }
  }

  /** A number for each value: the right number, or the number that a faulty conversion gives. */
  @FunctionalInterface
  public interface Numbers {
    double of(int i);
  }

  /**
   * An answer compared with the right numbers.
   *
   * @param flush the treatment of subnormal results that explains the most numbers
   * @param wrong the indices of wrong numbers
   */
  public record Compared(
      ConversionAnswer answer, Numbers expected, Flush flush, List<Integer> wrong) {
    /** Returns true if a zero has the wrong sign. */
    boolean hasOtherZero() {
      return IntStream.range(0, answer.task().size())
          .filter(i -> answer.number(i) == 0 && expected.of(i) == 0)
          .anyMatch(i -> Double.compare(answer.number(i), expected.of(i)) != 0);
    }
  }

  /** Compares the answer with the right numbers. */
  public Compared compared() {
    Numbers expected = i -> task.rounded(i, task.setting().directed(), 0);
    return Stream.of(Flush.values())
        .map(way -> new Compared(this, expected, way, wrong(expected, way)))
        .min(Comparator.comparingInt(compared -> compared.wrong.size()))
        .orElseThrow();
  }

  static ConversionAnswer of(Case tested, Answer answer) {
    return Optional.ofNullable(answer.fields().get(RoundingJudge.FIELD))
        .map(rounded -> new ConversionAnswer(RoundingTask.of(tested.request()), rounded))
        .orElseThrow(() -> new IllegalStateException("no numbers for " + tested.name()));
  }

  /** The answer to a case that was answered. */
  public static ConversionAnswer of(Case tested, Map<Case, Answer> answers) {
    return Optional.ofNullable(answers.get(tested))
        .map(answer -> of(tested, answer))
        .orElseThrow(() -> new IllegalStateException("no answer to " + tested.name()));
  }

  public RoundingSamples samples() {
    return new RoundingSamples(task, rounded);
  }

  /** The number at an index, counted row by row. */
  public double number(int index) {
    return rounded.entries().get(index).nearestDouble();
  }

  /** Returns true if the i-th number is the given one, with this treatment of subnormal results. */
  public boolean is(Numbers numbers, Flush way, int i) {
    return (task.isLoose() && task.value(i) != 0 && !BlockArrays.isClear(task.fraction(i)))
        || task.is(rounded.entries().get(i), way.of(numbers.of(i), task, i), i);
  }

  /** The indices at which the answer is not the given number. */
  List<Integer> wrong(Numbers numbers, Flush way) {
    return IntStream.range(0, task.size()).filter(i -> !is(numbers, way, i)).boxed().toList();
  }
}
