// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisygd.judge.conversion.ConversionAnswer;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.number.Literals;

/** The faults of conversions that are in no list of hypotheses, and the tests for them. */
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

  /**
   * A value beyond the largest number, and the fault of its result.
   *
   * @param special true if an infinity or NaN is expected
   * @param fault the fault in words; empty if the result is right
   */
  record Beyond(RoundingTask.Setting setting, double value, boolean special, String fault) {
    /** The parts of the values to which a fault may be confined. */
    private static final List<Function<Beyond, String>> PARTS =
        List.of(
            one -> " under " + one.setting.overflow(),
            one -> " from " + one.setting.from(),
            one -> one.value > 0 ? " above 0" : " below 0");

    /** The i-th value of a task, with its expected result and its actual result. */
    static Beyond of(RoundingTask task, int i, double expected, double got, boolean right) {
      boolean special = !Double.isFinite(expected);
      double value = task.value(i);
      String fault = "gives a wrong number for what is beyond the largest";
      if (special && got == Math.copySign(task.element().largest(), value)) {
        fault = "saturates where overflow gives another result; saturate only if that is asked for";
      } else if (special && !Double.isFinite(got)) {
        fault = "gives " + word(got, value) + " where overflow gives " + word(expected, value);
      } else if (!Double.isFinite(got)) {
        fault =
            "gives an infinity or NaN where the largest number is expected; the rounded number"
                + " decides, and saturate gives the largest always";
      }
      return new Beyond(task.setting(), value, special, right ? "" : fault);
    }

    private static String word(double got, double value) {
      return got * value > 0 ? "an infinity" : Double.isNaN(got) ? "NaN" : "the other infinity";
    }

    /** The faults of some values, each with the part of all values that has it. */
    static List<Found> faults(List<Beyond> some, List<Beyond> all) {
      return some.stream()
          .filter(one -> !one.fault.isEmpty())
          .map(
              one -> Code.ROUND_OVERFLOW.of(one.fault.replaceFirst("(;|$)", one.where(all) + "$1")))
          .distinct()
          .toList();
    }

    /**
     * The part or the ranges of all values with the same kind of result whose every value has this
     * fault; empty if all have it.
     */
    private String where(List<Beyond> all) {
      List<Beyond> alike = all.stream().filter(one -> one.special == special).toList();
      List<Beyond> wrong = alike.stream().filter(one -> one.fault.equals(fault)).toList();
      if (wrong.equals(alike)) {
        return "";
      }
      for (Function<Beyond, String> part : PARTS) {
        String own = part.apply(this);
        if (wrong.equals(alike.stream().filter(one -> part.apply(one).equals(own)).toList())) {
          return own;
        }
      }
      TreeSet<Double> sizes = sizes(wrong);
      TreeSet<Double> others = sizes(alike.stream().filter(one -> !wrong.contains(one)).toList());
      TreeMap<Double, DoubleSummaryStatistics> ranges =
          sizes.stream()
              .collect(
                  Collectors.groupingBy(
                      size -> Objects.requireNonNullElse(others.lower(size), 0.0),
                      TreeMap::new,
                      Collectors.summarizingDouble(size -> size)));
      boolean blocks = setting.conversion().hasBlocks();
      return blocks || ranges.size() > 2 || !Collections.disjoint(sizes, others)
          ? " for " + wrong.size() + " of " + alike.size() + " numbers asked there"
          : ranges.values().stream()
              .map(
                  r -> "from " + Literals.format(r.getMin()) + " to " + Literals.format(r.getMax()))
              .collect(Collectors.joining(" and ", " for magnitudes ", ""));
    }

    private static TreeSet<Double> sizes(List<Beyond> all) {
      return all.stream()
          .map(one -> Math.abs(one.value))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
