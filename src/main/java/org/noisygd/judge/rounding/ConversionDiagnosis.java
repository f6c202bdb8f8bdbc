// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.rounding.Converted.Compared;
import org.noisygd.judge.rounding.Converted.Flush;
import org.noisygd.judge.rounding.Converted.Numbers;
import org.noisygd.judge.rounding.RoundingMistake.Explanation;

/** What explains wrong conversions without chance, of one format by one rounding. */
final class ConversionDiagnosis {
  /** So often in vain, two faults at once are tried no more. */
  private static final int VAIN = 6;

  /** How far, as a power of two, a wrong scale is looked for. */
  private static final int MOST_SHIFT = 160;

  /** The numbers of e2m1 above zero. */
  private static final List<Double> E2M1 = List.of(6.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.5);

  /** A scale is free: so many wrong numbers of a block must fit it. */
  private static final int SHOWING = 3;

  private int vain;

  /** A case and what is wrong in it. */
  private record Wrong(Compared compared) {
    Converted answer() {
      return compared.answer();
    }

    List<Integer> places() {
      return compared.wrong();
    }

    RoundingTask task() {
      return answer().task();
    }

    /** Whether numbers are those of the answer: at each value, or, beyond the largest, right. */
    boolean is(Numbers numbers) {
      return Stream.of(Flush.values()).anyMatch(way -> is(numbers, way));
    }

    private boolean is(Numbers numbers, Flush way) {
      // What failed first: most mistakes are refuted there.
      return Stream.concat(places().stream(), IntStream.range(0, task().size()).boxed())
          .allMatch(i -> answer().isBeyond(i) || answer().is(numbers, way, i));
    }

    /**
     * The places that are wrong and not those of other numbers, so far beyond the largest value
     * that no rounding decides what is due. Elements of blocks have none: a wrong scale moves them.
     */
    List<Integer> beyond(Numbers numbers) {
      return places().stream()
          .filter(i -> isFarBeyond(i) && !answer().is(numbers, compared.flush(), i))
          .toList();
    }

    /**
     * Whether each block with a wrong number has one scale, any.
     *
     * @param last whether the last block is full, and the first one short
     */
    boolean hasOtherScales(boolean last) {
      int block = task().conversion().block();
      int first = last ? task().size() % block - block : 0;
      return task().conversion().hasBlocks()
          && places().stream()
              .map(i -> first + (i - first) / block * block)
              .distinct()
              .allMatch(
                  from -> hasOneScale(Math.max(0, from), Math.min(task().size(), from + block)));
    }

    private boolean hasOneScale(int from, int to) {
      for (double scale : scales(from, to)) {
        Numbers numbers =
            i -> task().conversion().round(task().value(i), scale, task().setting().directed(), 0);
        if (IntStream.range(from, to).allMatch(i -> answer().is(numbers, Flush.NONE, i))) {
          return true;
        }
      }
      return false;
    }

    /** The scales that a block may have: powers of two away, or those that give its largest. */
    private List<Double> scales(int from, int to) {
      if (!task().isLoose()) {
        return IntStream.rangeClosed(-MOST_SHIFT, MOST_SHIFT)
            .mapToObj(shift -> Math.scalb(task().scale(from), shift))
            .toList();
      }
      double largest =
          IntStream.range(from, to).mapToDouble(i -> Math.abs(answer().number(i))).max().orElse(0);
      return largest == 0
          ? List.of(Double.MAX_VALUE)
          : E2M1.stream()
              .map(element -> largest / element)
              .filter(scale -> scale > 0 && scale < Double.POSITIVE_INFINITY)
              .toList();
    }

    private boolean isFarBeyond(int i) {
      return !task().conversion().hasBlocks()
          && Math.abs(task().value(i)) >= 2 * task().element().largest();
    }

    /** Whether all values at twice the largest number and beyond are wrong. */
    boolean isWrongFarBeyond() {
      return places().isEmpty()
          || IntStream.range(0, task().size())
              .filter(this::isFarBeyond)
              .allMatch(places()::contains);
    }

    /** Whether so many numbers of one block are wrong that a scale which fits is no chance. */
    boolean showsScales() {
      int block = task().conversion().block();
      return task().conversion().hasBlocks()
          && places().stream()
              .collect(Collectors.groupingBy(i -> i / block, Collectors.counting()))
              .values()
              .stream()
              .anyMatch(wrong -> wrong >= SHOWING);
    }

    boolean allWrong(BiPredicate<Converted, Integer> where) {
      return places().stream().allMatch(i -> where.test(answer(), i));
    }
  }

  /** What may explain the answers. */
  List<Explanation> of(List<Converted> answers) {
    List<Wrong> all = answers.stream().map(Converted::compared).map(Wrong::new).toList();
    List<Explanation> together = explained(all);
    if (!together.isEmpty()) {
      return together;
    }
    LinkedHashSet<RoundingMistake> apart = new LinkedHashSet<>();
    for (Wrong one : all) {
      List<Explanation> alone = one.places().isEmpty() ? List.of() : explained(List.of(one));
      if (!alone.isEmpty()) {
        apart.addAll(alone.get(0).mistakes());
        apart.addAll(alone.get(0).more());
      }
    }
    return List.of(new Explanation(List.copyOf(apart), List.of()));
  }

  private List<Explanation> explained(List<Wrong> all) {
    boolean blocks = all.get(0).task().conversion().hasBlocks();
    if (!blocks && all.stream().allMatch(w -> w.allWrong(Converted::isBeyond))) {
      List<Explanation> beyond = List.of(new Explanation(overflow(all, Wrong::places), List.of()));
      // If every value far beyond the range became zero, overflow explains it. If only some did,
      // something else does.
      return all.stream().allMatch(Wrong::isWrongFarBeyond) ? beyond : withZeros(beyond, all);
    }
    boolean shown = all.stream().anyMatch(Wrong::showsScales);
    boolean scales = shown && all.stream().allMatch(w -> w.hasOtherScales(false));
    List<Explanation> found = new ArrayList<>();
    int assumptions = 0;
    for (RoundingFault fault : faults(all)) {
      if (fault.assumptions() > assumptions && !found.isEmpty()) {
        break;
      }
      assumptions = fault.assumptions();
      if (all.stream().allMatch(w -> w.is(fault.on(w.task())))) {
        LinkedHashSet<RoundingMistake> more = new LinkedHashSet<>();
        more.addAll(overflow(all, one -> one.beyond(fault.on(one.task()))));
        // Values that are changed first may show in the scales alone, as another rule for these
        // does.
        if (scales && found.isEmpty() && fault.changesValues()) {
          found.add(Explanation.of(RoundingMistake.OTHER_SCALE));
        }
        found.add(new Explanation(fault.mistakes(), List.copyOf(more)));
      }
    }
    vain = found.isEmpty() ? vain + 1 : 0;
    if (!found.isEmpty()) {
      return found;
    }
    if (scales) {
      return withZeros(List.of(Explanation.of(RoundingMistake.OTHER_SCALE)), all);
    }
    if (shown && all.stream().allMatch(w -> w.hasOtherScales(true))) {
      return withZeros(List.of(Explanation.of(RoundingMistake.BLOCKS_FROM_THE_END)), all);
    }
    return withZeros(
        all.stream().allMatch(w -> w.allWrong(Converted::movesExact))
            ? List.of(Explanation.of(RoundingMistake.EXACT))
            : List.of(),
        all);
  }

  /** The same, and that some values become zero, if that explains all too. */
  private static List<Explanation> withZeros(List<Explanation> found, List<Wrong> all) {
    boolean zeros =
        all.stream().allMatch(w -> w.allWrong((c, i) -> c.number(i) == 0))
            && all.stream().anyMatch(w -> !w.allWrong(Converted::isNextToZero));
    List<Explanation> more = new ArrayList<>(found);
    if (zeros) {
      more.add(Explanation.of(RoundingMistake.SOME_ZEROS));
    }
    return more;
  }

  private List<RoundingFault> faults(List<Wrong> all) {
    List<RoundingFault> faults = RoundingFaults.of(all.get(0).task().setting());
    return vain <= VAIN
        ? faults
        : faults.stream().filter(fault -> fault.assumptions() < 2).toList();
  }

  /** What explains wrong results beyond the largest value, at some places. */
  private static List<RoundingMistake> overflow(
      List<Wrong> all, Function<Wrong, List<Integer>> places) {
    LinkedHashSet<RoundingMistake> found = new LinkedHashSet<>();
    for (Wrong one : all) {
      for (int i : places.apply(one)) {
        found.add(
            RoundingMistake.overflow(
                one.compared().due().of(i),
                one.answer().number(i),
                one.task().element().largest()));
      }
    }
    return List.copyOf(found);
  }
}
