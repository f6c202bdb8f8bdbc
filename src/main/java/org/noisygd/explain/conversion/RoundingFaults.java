// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.judge.conversion.ConversionAnswer;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;

/** Faults that explain wrong conversions but are in no catalogue, and the tests for them. */
final class RoundingFaults {
  private RoundingFaults() {}

  /**
   * An explanation of all wrong conversions to one format by one rounding.
   *
   * @param faults the faults that other formats and roundings may share
   * @param more its further faults
   */
  record Explanation(List<Found> faults, List<Found> more) {
    /** One fault that explains everything. */
    static Explanation of(Found fault) {
      return new Explanation(List.of(fault), List.of());
    }
  }

  static final Found ZEROS = Code.ROUND_ZEROS.of("every number is zero");

  static final Found SOME_ZEROS = Code.ROUND_ZEROS.of("some values become zero");

  static final Found OTHER_SCALE =
      Code.ROUND_SCALE.of(
          "a block's scale is another than its rule says; look at how the block's largest magnitude"
              + " is found and what is made of it");

  static final Found BIASED =
      Code.ROUND_BIASED.of(
          "goes away from zero with another probability than f; look at how the random number is"
              + " compared with f");

  static final Found EXACT =
      Code.ROUND_MOVES_EXACT.of(
          "moves values that are representable; a value of the format stays what it is");

  /** Returns true if every number is a zero, and some value is far from it. */
  static boolean areZeros(ConversionAnswer answer) {
    RoundingTask task = answer.task();
    return answer.rounded().entries().stream().allMatch(n -> n.isDouble() && n.nearestDouble() == 0)
        && IntStream.range(0, task.size()).anyMatch(i -> !task.isSubnormal(i));
  }

  /** Returns true if the i-th value is representable and becomes one of its neighbours. */
  static boolean movesExact(ConversionAnswer answer, int i) {
    RoundingTask task = answer.task();
    double spacing = task.element().spacing(Math.abs(task.value(i) / task.scale(i)));
    return task.fraction(i) == 0
        && IntStream.range(0, answer.rounded().rows())
            .mapToDouble(sample -> answer.number(sample * task.size() + i))
            .allMatch(
                got ->
                    Math.abs(got - task.value(i)) <= spacing * task.scale(i)
                        && task.conversion().fraction(got, task.scale(i)) == 0);
  }

  /** Returns true if the i-th value, of a format without blocks, is its largest or beyond it. */
  static boolean isLargest(RoundingTask task, int i) {
    return !task.conversion().hasBlocks() && Math.abs(task.value(i)) >= task.element().largest();
  }

  /** The fault of a conversion of a NaN or an infinity. */
  static Found nonFinite(double value, double got) {
    return Double.isNaN(value)
        ? Code.ROUND_NAN.of("gives a number or an infinity for NaN: look for NaN first")
        : Double.isNaN(got)
            ? Code.ROUND_NAN.of("gives NaN for an infinity where another result is expected")
            : Code.ROUND_OVERFLOW.of(
                "gives another result for an infinity than for numbers beyond the largest");
  }
}
