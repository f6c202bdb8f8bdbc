// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiPredicate;
import org.noisygd.judge.rounding.ConversionJudge.Flush;
import org.noisygd.judge.rounding.ConversionJudge.Numbers;
import org.noisygd.judge.rounding.RoundingMistake.Explanation;

/** What explains wrong conversions without chance, of one format by one rounding. */
final class ConversionDiagnosis {
  /** So often in vain, two faults at once are tried no more. */
  private static final int VAIN = 6;

  private int vain;

  /** A case and what is wrong in it. */
  private record Wrong(Converted answer, Numbers due, Flush flush, List<Integer> places) {
    static Wrong of(Converted answer) {
      RoundingTask task = answer.task();
      Numbers due = i -> task.rounded(i, task.setting().directed(), 0);
      Flush flush = ConversionJudge.flush(task, answer.rounded(), due);
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < task.size(); i++) {
        if (!ConversionJudge.isRight(task, answer.rounded(), due, flush, i)) {
          places.add(i);
        }
      }
      return new Wrong(answer, due, flush, places);
    }

    /** Whether numbers are those of the answer: at each value, or, beyond the largest, right. */
    boolean is(Numbers numbers) {
      for (Flush way : Flush.values()) {
        if (is(numbers, way)) {
          return true;
        }
      }
      return false;
    }

    private boolean is(Numbers numbers, Flush way) {
      RoundingTask task = answer.task();
      for (int i : places) {
        if (!answer.isBeyond(i)
            && !ConversionJudge.isRight(task, answer.rounded(), numbers, way, i)) {
          return false;
        }
      }
      for (int i = 0; i < task.size(); i++) {
        if (!answer.isBeyond(i)
            && !ConversionJudge.isRight(task, answer.rounded(), numbers, way, i)) {
          return false;
        }
      }
      return true;
    }

    /** The places beyond the largest value that are wrong and not those of other numbers. */
    List<Integer> beyond(Numbers numbers) {
      return places.stream()
          .filter(
              i ->
                  answer.isBeyond(i)
                      && !ConversionJudge.isRight(
                          answer.task(), answer.rounded(), numbers, flush, i))
          .toList();
    }

    boolean allWrong(BiPredicate<Converted, Integer> where) {
      return places.stream().allMatch(i -> where.test(answer, i));
    }
  }

  /** What may explain the answers. */
  List<Explanation> of(List<Converted> answers) {
    if (answers.stream().allMatch(Converted::areZeros)) {
      return List.of(Explanation.of(RoundingMistake.ZEROS));
    }
    if (answers.stream().allMatch(Converted::areValues)) {
      return List.of(Explanation.of(RoundingMistake.ECHO));
    }
    List<Wrong> all = answers.stream().map(Wrong::of).toList();
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
    if (all.stream().allMatch(w -> w.allWrong(Converted::isBeyond))) {
      return List.of(new Explanation(overflow(all, i -> Double.NEGATIVE_INFINITY), List.of()));
    }
    List<Explanation> found = new ArrayList<>();
    for (RoundingFault fault : faults(all)) {
      if (fault.mistakes().size() > 1 && !found.isEmpty()) {
        break;
      }
      if (all.stream().allMatch(w -> w.is(fault.on(w.answer().task())))) {
        LinkedHashSet<RoundingMistake> more = new LinkedHashSet<>();
        for (Wrong one : all) {
          more.addAll(overflow(List.of(one), fault.on(one.answer().task())));
        }
        found.add(new Explanation(fault.mistakes(), List.copyOf(more)));
      }
    }
    vain = found.isEmpty() ? vain + 1 : 0;
    if (!found.isEmpty()) {
      return found;
    }
    if (all.stream().allMatch(w -> w.allWrong((c, i) -> c.task().fraction(i) == 0))) {
      return List.of(
          Explanation.of(
              new RoundingMistake(
                  "round-moves-exact",
                  "moves values that are representable; a value of the format stays what it is")));
    }
    return all.stream().allMatch(w -> w.allWrong(Converted::isSubnormal))
        ? List.of(Explanation.of(RoundingMistake.SUBNORMALS))
        : List.of();
  }

  private List<RoundingFault> faults(List<Wrong> all) {
    List<RoundingFault> faults = RoundingFaults.of(all.get(0).answer().task().setting());
    return vain <= VAIN
        ? faults
        : faults.stream().filter(fault -> fault.mistakes().size() == 1).toList();
  }

  /** What explains wrong results beyond the largest value that are not those of a fault. */
  private static List<RoundingMistake> overflow(List<Wrong> all, Numbers others) {
    LinkedHashSet<RoundingMistake> found = new LinkedHashSet<>();
    for (Wrong one : all) {
      for (int i : one.beyond(others)) {
        found.add(
            RoundingMistake.overflow(
                one.due().of(i),
                one.answer().rounded().entries().get(i).nearestDouble(),
                one.answer().task().element().largest() * one.answer().task().scale(i)));
      }
    }
    return List.copyOf(found);
  }
}
