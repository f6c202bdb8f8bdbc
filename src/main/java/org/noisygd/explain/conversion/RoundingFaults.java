// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.conversion.ConversionAnswer;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;

/** The faults of conversions that are in no list of hypotheses, and the tests for them. */
final class RoundingFaults {
  private RoundingFaults() {}

  /**
   * An explanation of all wrong conversions to one format by one rounding.
   *
   * @param faults the faults that may also explain other formats and roundings
   * @param more its further faults
   */
  record Explanation(List<Found> faults, List<Found> more) {
    /** One fault that explains everything. */
    static Explanation of(Found fault) {
      return new Explanation(List.of(fault), List.of());
    }

    Stream<Found> all() {
      return Stream.concat(faults.stream(), more.stream());
    }
  }

  static final Found ZEROS = Code.ROUND_ZEROS.of("every number is zero");

  static final Found SOME_ZEROS = Code.ROUND_ZEROS.of("some values become zero");

  static final Found OTHER_SCALE =
      Code.ROUND_SCALE.of(
          "a block's scale differs from its rule; look at how the block's largest magnitude is found"
              + " and used");

  static final Found BIASED =
      Code.ROUND_BIASED.of(
          "rounds away from zero with another probability than f; look at how the random number is"
              + " compared with f");

  static final Found EXACT =
      Code.ROUND_MOVES_EXACT.of("changes values that the format has; they must not change");

  /** Returns true if every number is zero although some value is far from zero. */
  static boolean areZeros(ConversionAnswer answer) {
    RoundingTask task = answer.task();
    return answer.rounded().entries().stream().allMatch(n -> n.isDouble() && n.nearestDouble() == 0)
        && IntStream.range(0, task.size()).anyMatch(i -> !task.isSubnormal(i));
  }

  /** Returns true if the i-th value is representable but is converted to one of its neighbours. */
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

  /** Returns true if the i-th value is at or beyond the end of a format without blocks. */
  static boolean isLargest(RoundingTask task, int i) {
    return !task.conversion().hasBlocks() && Math.abs(task.value(i)) >= task.element().largest();
  }

  /** The fault of a conversion of a NaN or an infinity. */
  static Found nonFinite(double value, double got) {
    return Double.isNaN(value)
        ? Code.ROUND_NAN.of("gives a number or an infinity for NaN: test for NaN first")
        : Double.isNaN(got)
            ? Code.ROUND_NAN.of("gives NaN for an infinity where another result is expected")
            : Code.ROUND_OVERFLOW.of(
                "gives another result for an infinity than for numbers beyond the largest");
  }

  /** The fault of a wrong result for the i-th value, if that is beyond the largest number. */
  static Found beyond(RoundingTask task, int i, double expected, double got) {
    boolean special = !Double.isFinite(expected);
    double value = task.value(i);
    return Code.ROUND_OVERFLOW.of(
        special && got == Math.copySign(task.element().largest(), value)
            ? "saturates although the request's overflow does not say so"
            : special && !Double.isFinite(got)
                ? "gives " + word(got, value) + " where overflow asks for " + word(expected, value)
                : Double.isFinite(got)
                    ? "gives a wrong number for a value beyond the largest"
                    : "gives an infinity or NaN where the largest number is expected; the rounded"
                        + " number decides, and saturate gives the largest always");
  }

  private static String word(double got, double value) {
    return got * value > 0 ? "an infinity" : Double.isNaN(got) ? "NaN" : "the other infinity";
  }
}
