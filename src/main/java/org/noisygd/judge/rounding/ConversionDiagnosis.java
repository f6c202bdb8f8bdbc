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
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.judge.rounding.Converted.Compared;
import org.noisygd.judge.rounding.Converted.Flush;
import org.noisygd.judge.rounding.Converted.Numbers;
import org.noisygd.judge.rounding.RoundingMistakes.Explanation;
import org.noisygd.number.format.Rounding.Directed;

/** Explains wrong conversions to one format by one deterministic rounding. */
final class ConversionDiagnosis {
  /** After this many vain searches, two faults at once are no longer tried. */
  private static final int VAIN = 6;

  /** A wrong scale is sought within this power of two of the right one. */
  private static final int MOST_SHIFT = 160;

  /** The numbers of e2m1 above zero. */
  private static final List<Double> E2M1 = List.of(6.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.5);

  /** A scale may have any value, so at least this many wrong numbers of a block must fit it. */
  private static final int SHOWING = 3;

  /** Arrays with fewer values explain only what no longer one shows. */
  private static final int FEW = 64;

  private int vain;

  /** A case, and what is wrong in it. */
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

    /** Whether there are so few values that they fit many mistakes. */
    boolean isShort() {
      return task().size() < FEW;
    }

    /** Whether these numbers reproduce the answer, wherever the value is in range. */
    boolean is(Numbers numbers) {
      return Stream.of(Flush.values()).anyMatch(way -> is(numbers, way));
    }

    private boolean is(Numbers numbers, Flush way) {
      // The wrong places come first: most mistakes are refuted there.
      return Stream.concat(places().stream(), IntStream.range(0, task().size()).boxed())
          .allMatch(i -> task().isBeyond(i) || answer().is(numbers, way, i));
    }

    /** Whether these numbers reproduce all that is wrong, out of range too. */
    boolean isWrongBy(Numbers numbers) {
      return places().stream().allMatch(i -> answer().is(numbers, compared.flush(), i));
    }

    /**
     * The wrong places that these numbers do not explain, so far out of range that no rounding
     * matters. Elements of blocks have none: a wrong scale moves them.
     */
    List<Integer> beyond(Numbers numbers) {
      return places().stream()
          .filter(i -> isFarBeyond(i) && !answer().is(numbers, compared.flush(), i))
          .toList();
    }

    /** Whether some scale explains each block with a wrong number. */
    boolean hasOtherScales() {
      int block = task().conversion().block();
      return task().conversion().hasBlocks()
          && places().stream()
              .map(i -> i / block * block)
              .distinct()
              .allMatch(from -> hasOneScale(from, Math.min(task().size(), from + block)));
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

    /** A block's possible scales: the right one times a power of two; for nvfp4, by its largest. */
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

    /** Whether a value is at or beyond the first power of two that overflows. */
    private boolean isFarBeyond(int i) {
      return !task().conversion().hasBlocks()
          && Math.getExponent(task().value(i)) > Math.getExponent(task().element().largest());
    }

    /** Whether the results of all values so far out of range are wrong. */
    boolean isWrongFarBeyond() {
      return places().isEmpty()
          || IntStream.range(0, task().size())
              .filter(this::isFarBeyond)
              .allMatch(places()::contains);
    }

    /**
     * Whether enough numbers of one block are wrong for a fitting scale to prove something, and one
     * of all is none of the two neighbours under the right scale, as any rounding would give.
     */
    boolean showsScales() {
      int block = task().conversion().block();
      return task().conversion().hasBlocks()
          && !places().stream().allMatch(this::isNeighbour)
          && places().stream()
              .collect(Collectors.groupingBy(i -> i / block, Collectors.counting()))
              .values()
              .stream()
              .anyMatch(wrong -> wrong >= SHOWING);
    }

    private boolean isNeighbour(int i) {
      return Stream.of(Directed.DOWN, Directed.UP)
          .anyMatch(way -> answer().is(n -> task().rounded(n, way, 0), Flush.NONE, i));
    }

    boolean allWrong(BiPredicate<Converted, Integer> where) {
      return places().stream().allMatch(i -> where.test(answer(), i));
    }
  }

  /** The possible explanations of the answers. */
  List<Explanation> of(List<Converted> answers) {
    List<Wrong> all = answers.stream().map(Converted::compared).map(Wrong::new).toList();
    List<Explanation> together = explained(all);
    if (!together.isEmpty()) {
      return together;
    }
    LinkedHashSet<Found> apart = new LinkedHashSet<>();
    boolean shown = all.stream().anyMatch(one -> !one.places().isEmpty() && !one.isShort());
    for (Wrong one : all) {
      boolean asked = !one.places().isEmpty() && !(shown && one.isShort());
      List<Explanation> alone = asked ? explained(List.of(one)) : List.of();
      if (!alone.isEmpty()) {
        apart.addAll(alone.get(0).mistakes());
        apart.addAll(alone.get(0).more());
      }
    }
    return List.of(new Explanation(List.copyOf(apart), List.of()));
  }

  private List<Explanation> explained(List<Wrong> all) {
    boolean blocks = all.get(0).task().conversion().hasBlocks();
    boolean outside = all.stream().allMatch(w -> w.allWrong((c, i) -> c.task().isBeyond(i)));
    if (!blocks && outside) {
      List<Explanation> beyond = List.of(new Explanation(overflow(all, Wrong::places), List.of()));
      // If every value far beyond the range became zero, overflow explains it. If only some did,
      // something else does.
      return all.stream().allMatch(Wrong::isWrongFarBeyond) ? beyond : withZeros(beyond, all);
    }
    boolean shown = all.stream().anyMatch(Wrong::showsScales);
    boolean scales = shown && all.stream().allMatch(w -> w.hasOtherScales());
    List<Explanation> found = new ArrayList<>();
    int assumptions = 0;
    for (Hypothesis fault : faults(all)) {
      if (fault.assumptions() > assumptions && !found.isEmpty()) {
        break;
      }
      assumptions = fault.assumptions();
      if (all.stream().allMatch(w -> w.is(fault.on(w.task())))
          && (!outside || all.stream().allMatch(w -> w.isWrongBy(fault.on(w.task()))))) {
        LinkedHashSet<Found> more = new LinkedHashSet<>();
        more.addAll(overflow(all, one -> one.beyond(fault.on(one.task()))));
        // If values are changed first, perhaps only the scales show it, like another rule.
        if (scales && found.isEmpty() && fault.changesValues()) {
          found.add(Explanation.of(RoundingMistakes.OTHER_SCALE));
        }
        found.add(new Explanation(fault.faults(), List.copyOf(more)));
      }
    }
    vain = found.isEmpty() ? vain + 1 : 0;
    if (!found.isEmpty()) {
      return found;
    }
    if (outside && !scales) {
      return List.of(new Explanation(overflow(all, Wrong::places), List.of()));
    }
    if (scales) {
      return withZeros(List.of(Explanation.of(RoundingMistakes.OTHER_SCALE)), all);
    }
    return withZeros(
        all.stream().allMatch(w -> w.allWrong(Converted::movesExact))
            ? List.of(Explanation.of(RoundingMistakes.EXACT))
            : List.of(),
        all);
  }

  /** The explanations found and, if it explains everything too, that some values become zero. */
  private static List<Explanation> withZeros(List<Explanation> found, List<Wrong> all) {
    boolean zeros =
        all.stream().allMatch(w -> w.allWrong((c, i) -> c.number(i) == 0))
            && all.stream().anyMatch(w -> !w.allWrong((a, i) -> a.task().isTiny(i)));
    List<Explanation> more = new ArrayList<>(found);
    if (zeros) {
      more.add(Explanation.of(RoundingMistakes.SOME_ZEROS));
    }
    return more;
  }

  private List<Hypothesis> faults(List<Wrong> all) {
    List<Hypothesis> faults = Hypotheses.of(all.get(0).task().setting());
    return vain <= VAIN
        ? faults
        : faults.stream().filter(fault -> fault.assumptions() < 2).toList();
  }

  /** The mistakes that explain wrong results beyond the largest value at some places. */
  private static List<Found> overflow(List<Wrong> all, Function<Wrong, List<Integer>> places) {
    LinkedHashSet<Found> found = new LinkedHashSet<>();
    for (Wrong one : all) {
      for (int i : places.apply(one)) {
        found.add(
            RoundingMistakes.overflow(
                one.compared().due().of(i),
                one.answer().number(i),
                one.task().element().largest()));
      }
    }
    return List.copyOf(found);
  }
}
