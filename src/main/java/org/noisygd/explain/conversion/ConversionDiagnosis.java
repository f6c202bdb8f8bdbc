// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.explain.conversion.RoundingFaults.Explanation;
import org.noisygd.explain.diagnosis.Search;
import org.noisygd.judge.conversion.ConversionAnswer;
import org.noisygd.judge.conversion.ConversionAnswer.Compared;
import org.noisygd.judge.conversion.ConversionAnswer.Flush;
import org.noisygd.judge.conversion.ConversionAnswer.Numbers;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.number.format.Rounding.Directed;

/**
 * Explains wrong conversions to one format by one deterministic rounding.
 *
 * <p>The search tries the hypotheses, those with the fewest assumptions first, on all numbers in
 * range, and adds the faults beyond the largest number. If none fits, it tests for a wrong scale of
 * each block, for changes of representable values, and for zeros. If no fault explains all answers
 * together, each answer is explained alone.
 */
final class ConversionDiagnosis {
  /** The largest power of two by which a wrong scale may differ from the right one. */
  private static final int MOST_SHIFT = 160;

  /** The numbers of e2m1 above zero. */
  private static final List<Double> E2M1 = List.of(6.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.5);

  /** Minimum number of wrong numbers in one block as evidence of a wrong scale. */
  private static final int SHOWING = 3;

  /** Arrays with fewer values are explained only if no longer array is wrong. */
  private static final int FEW = 64;

  private ConversionDiagnosis() {}

  /** A case with its wrong numbers. */
  private record Wrong(ConversionAnswer answer, RoundingTask task, Compared compared) {
    List<Integer> wrong() {
      return compared.wrong();
    }

    /**
     * Returns true if a hypothesis reproduces the answer for all values in range.
     *
     * @param outside true if it must reproduce the wrong numbers out of range too
     */
    boolean is(Hypothesis hypothesis, boolean outside) {
      Numbers numbers = hypothesis.on(task);
      return Stream.of(Flush.values()).anyMatch(way -> is(numbers, way))
          && (!outside || wrong().stream().allMatch(i -> answer.is(numbers, compared.flush(), i)));
    }

    private boolean is(Numbers numbers, Flush way) {
      // The wrong numbers come first: most faults are refuted there.
      return Stream.concat(wrong().stream(), IntStream.range(0, task.size()).boxed())
          .allMatch(i -> task.isBeyond(i) || answer.is(numbers, way, i));
    }

    /**
     * The indices of wrong numbers that the given numbers do not reproduce, far beyond the largest
     * number. Formats with blocks have none, since a wrong scale changes their range.
     */
    List<Integer> beyond(Numbers numbers) {
      return wrong().stream()
          .filter(i -> isFarBeyond(i) && !answer.is(numbers, compared.flush(), i))
          .toList();
    }

    /** The fault of a wrong number beyond the largest. */
    Found overflow(int i) {
      return RoundingFaults.beyond(task, i, compared.expected().of(i), answer.number(i));
    }

    /** Returns true if for each block with a wrong number some scale reproduces all its numbers. */
    boolean hasOtherScales() {
      int block = task.conversion().block();
      return wrong().stream()
          .map(i -> i / block * block)
          .distinct()
          .allMatch(from -> hasOneScale(from, Math.min(task.size(), from + block)));
    }

    private boolean hasOneScale(int from, int to) {
      Directed mode = task.setting().directed();
      return scales(from, to)
          .<Numbers>map(scale -> i -> task.conversion().round(task.value(i), scale, mode, 0))
          .anyMatch(n -> IntStream.range(from, to).allMatch(i -> answer.is(n, Flush.NONE, i)));
    }

    /** A block's possible scales: the right one times powers of two, or for nvfp4 any. */
    private Stream<Double> scales(int from, int to) {
      if (!task.isLoose()) {
        return IntStream.rangeClosed(-MOST_SHIFT, MOST_SHIFT)
            .mapToObj(shift -> Math.scalb(task.scale(from), shift));
      }
      double largest =
          IntStream.range(from, to).mapToDouble(i -> Math.abs(answer.number(i))).max().orElse(0);
      return largest == 0
          ? Stream.of(Double.MAX_VALUE)
          : E2M1.stream()
              .map(element -> largest / element)
              .filter(scale -> scale > 0 && scale < Double.POSITIVE_INFINITY);
    }

    /** Returns true if a value is at or beyond the first power of two that overflows. */
    private boolean isFarBeyond(int i) {
      return !task.conversion().hasBlocks()
          && Math.getExponent(task.value(i)) > Math.getExponent(task.element().largest());
    }

    /**
     * Returns true if the wrong numbers are evidence of a wrong scale: one block has enough of
     * them, and some wrong number is neither a neighbour of its value, as after a wrong rounding,
     * nor the largest of its block, as after early saturation.
     */
    boolean showsScales() {
      int block = task.conversion().block();
      return !wrong().stream().allMatch(i -> isNeighbour(i) || isLargest(i / block * block, i))
          && wrong().stream()
              .collect(Collectors.groupingBy(i -> i / block, Collectors.counting()))
              .values()
              .stream()
              .anyMatch(count -> count >= SHOWING);
    }

    private boolean isLargest(int from, int i) {
      return IntStream.range(from, Math.min(task.size(), from + task.conversion().block()))
          .allMatch(j -> Math.abs(answer.number(j)) <= Math.abs(answer.number(i)));
    }

    private boolean isNeighbour(int i) {
      return Stream.of(Directed.DOWN, Directed.UP)
          .anyMatch(way -> answer.is(n -> task.rounded(n, way, 0), Flush.NONE, i));
    }

    boolean allWrong(BiPredicate<ConversionAnswer, Integer> where) {
      return wrong().stream().allMatch(i -> where.test(answer, i));
    }
  }

  /** The possible explanations of the answers: of all together, or else of each alone. */
  static List<Explanation> of(List<ConversionAnswer> answers) {
    List<Wrong> all = answers.stream().map(a -> new Wrong(a, a.task(), a.compared())).toList();
    List<Explanation> together = explained(all);
    if (!together.isEmpty()) {
      return together;
    }
    List<Wrong> wrong = all.stream().filter(one -> !one.wrong().isEmpty()).toList();
    // Arrays of few values fit many faults.
    List<Wrong> longer = wrong.stream().filter(one -> one.task().size() >= FEW).toList();
    List<Found> apart =
        (longer.isEmpty() ? wrong : longer)
            .stream()
                .flatMap(one -> explained(List.of(one)).stream().limit(1))
                .flatMap(Explanation::all)
                .distinct()
                .toList();
    return List.of(new Explanation(apart, List.of()));
  }

  private static List<Explanation> explained(List<Wrong> all) {
    RoundingTask.Setting setting = all.get(0).task().setting();
    boolean outside = all.stream().allMatch(w -> w.allWrong((c, i) -> c.task().isBeyond(i)));
    Search<Explanation> search =
        new Search<Explanation>()
            .last(() -> outside && !setting.conversion().hasBlocks(), () -> beyond(all));
    List<Hypothesis> hypotheses = Hypotheses.of(setting);
    for (int assumptions = 0; assumptions <= 2; assumptions++) {
      int most = assumptions;
      search.hypothesis(
          () ->
              hypotheses.stream()
                  .filter(h -> h.assumptions() == most)
                  .filter(h -> all.stream().allMatch(w -> w.is(h, outside)))
                  .map(h -> explanation(h, all)));
    }
    return search.hypothesis(() -> unlisted(all, outside)).found();
  }

  private static Explanation explanation(Hypothesis h, List<Wrong> all) {
    return new Explanation(h.faults(), overflow(all, w -> w.beyond(h.on(w.task()))));
  }

  private static Stream<Explanation> beyond(List<Wrong> all) {
    return Stream.of(new Explanation(overflow(all, Wrong::wrong), List.of()));
  }

  /** The explanations by faults that are in no list of hypotheses. */
  private static Stream<Explanation> unlisted(List<Wrong> all, boolean outside) {
    boolean scales =
        all.get(0).task().conversion().hasBlocks()
            && all.stream().anyMatch(Wrong::showsScales)
            && all.stream().allMatch(Wrong::hasOtherScales);
    if (outside && !scales) {
      return beyond(all);
    }
    List<Explanation> found = new ArrayList<>();
    if (scales) {
      found.add(Explanation.of(RoundingFaults.OTHER_SCALE));
    } else if (all.stream().allMatch(w -> w.allWrong(RoundingFaults::movesExact))) {
      found.add(Explanation.of(RoundingFaults.EXACT));
    }
    if (all.stream().allMatch(w -> w.allWrong((c, i) -> c.number(i) == 0))
        && all.stream().anyMatch(w -> !w.allWrong((c, i) -> c.task().isTiny(i)))) {
      found.add(Explanation.of(RoundingFaults.SOME_ZEROS));
    }
    return found.stream();
  }

  /** The faults that explain wrong results of some values beyond the largest number. */
  private static List<Found> overflow(List<Wrong> all, Function<Wrong, List<Integer>> wrong) {
    return all.stream()
        .flatMap(one -> wrong.apply(one).stream().map(one::overflow))
        .distinct()
        .toList();
  }
}
