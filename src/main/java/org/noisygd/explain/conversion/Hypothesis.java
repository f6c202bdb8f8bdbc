// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.conversion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.noisygd.judge.conversion.ConversionAnswer;
import org.noisygd.judge.conversion.RoundingProbability;
import org.noisygd.judge.conversion.RoundingProbability.Probability;
import org.noisygd.judge.conversion.RoundingSamples;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/**
 * A fault that may explain wrong conversions, reproduced exactly: a change of the values before, a
 * wrong format or scale, or a wrong choice of the neighbour, for all or some values.
 *
 * @param faults the codes and texts
 * @param first the change of each value before its conversion
 * @param scaled the conversion that replaces the requested one
 * @param choice the rounding that is chosen if the rounding is deterministic
 * @param probability the probability of rounding away from zero if the rounding is stochastic
 * @param where the values that are converted wrongly
 */
record Hypothesis(
    List<Found> faults,
    DoubleUnaryOperator first,
    UnaryOperator<Conversion> scaled,
    Choice choice,
    Probability probability,
    Where where) {

  /** The values with a fault; the others are converted correctly. */
  enum Where {
    EVERYWHERE("", (task, i) -> true),
    BELOW_ZERO("for numbers below 0: ", (task, i) -> task.value(i) < 0),
    ABOVE_ZERO("for numbers above 0: ", (task, i) -> task.value(i) > 0),
    SUBNORMAL("below the smallest normal number: ", RoundingTask::isSubnormal),
    TINY("below the smallest number: ", RoundingTask::isTiny),
    BEYOND("beyond the largest number: ", RoundingTask::isBeyond);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final BiPredicate<RoundingTask, Integer> has;

    Where(String words, BiPredicate<RoundingTask, Integer> has) {
      this.words = words;
      this.has = has;
    }

    /** Returns true if the i-th value has the fault. */
    boolean has(RoundingTask task, int i) {
      return has.test(task, i);
    }
  }

  /** Chooses a rounding. */
  @FunctionalInterface
  interface Choice {
    /**
     * The rounding of a value in place of the requested one.
     *
     * @param fraction the value's fraction of an ulp
     * @param ulps its magnitude in ulps
     */
    Directed of(Directed asked, double fraction, double ulps, boolean negative);
  }

  private static final DoubleUnaryOperator UNCHANGED = DoubleUnaryOperator.identity();
  private static final UnaryOperator<Conversion> SAME = UnaryOperator.identity();
  private static final Choice ASKED = (asked, fraction, ulps, negative) -> asked;
  private static final Probability FRACTION = RoundingProbability.FRACTION.probability();

  /** A conversion other than the requested one. */
  static Hypothesis ofConversion(Found fault, UnaryOperator<Conversion> scaled) {
    return new Hypothesis(List.of(fault), UNCHANGED, scaled, ASKED, FRACTION, Where.EVERYWHERE);
  }

  /** A deterministic rounding other than the requested one. */
  static Hypothesis ofChoice(Code code, String text, Choice choice) {
    return new Hypothesis(
        List.of(code.of(text)), UNCHANGED, SAME, choice, FRACTION, Where.EVERYWHERE);
  }

  /** A stochastic rounding with a probability other than the fraction. */
  static Hypothesis ofProbability(Code code, String text, Probability probability) {
    return new Hypothesis(
        List.of(code.of(text)), UNCHANGED, SAME, ASKED, probability, Where.EVERYWHERE);
  }

  /** A double rounding, first to another format. */
  static Hypothesis first(Code code, String text, BinaryFormat middle, Directed by) {
    DoubleUnaryOperator first = v -> middle.round(v, by, 0);
    return new Hypothesis(List.of(code.of(text)), first, SAME, ASKED, FRACTION, Where.EVERYWHERE);
  }

  /** This fault, restricted to some values. */
  Hypothesis only(Where some) {
    return new Hypothesis(
        faults.stream().map(fault -> fault.code().of(some.words + fault.words())).toList(),
        first,
        scaled,
        choice,
        probability,
        some);
  }

  /** This fault together with another's choice of neighbours. */
  Hypothesis with(Hypothesis other) {
    List<Found> both = new ArrayList<>(faults);
    both.addAll(other.faults);
    return new Hypothesis(both, first, scaled, other.choice, other.probability, where);
  }

  /** The number of assumptions; a hypothesis with fewer is preferred. */
  int assumptions() {
    return faults.size() > 1 ? 2 : where == Where.EVERYWHERE ? 0 : 1;
  }

  /** Returns true if the fault may change the two neighbours of a value. */
  boolean changesNeighbours() {
    return first != UNCHANGED || scaled != SAME;
  }

  /** Returns true if the fault affects stochastic roundings, or deterministic ones. */
  boolean concerns(boolean stochastic) {
    return changesNeighbours() || (stochastic ? probability != FRACTION : choice != ASKED);
  }

  /** The conversion that the program makes for a task. */
  private RoundingTask made(RoundingTask task) {
    if (!changesNeighbours()) {
      return task;
    }
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < task.size(); i++) {
      double v = task.value(i);
      values.add(where.has(task, i) ? first.applyAsDouble(v) : v);
    }
    return task.changed(scaled.apply(task.conversion()), values);
  }

  /** The numbers that the program gives for the values of a deterministic task. */
  ConversionAnswer.Numbers on(RoundingTask task) {
    RoundingTask made = made(task);
    Directed asked = task.setting().directed();
    return i ->
        made.rounded(
            i,
            choice == ASKED || !where.has(task, i)
                ? asked
                : choice.of(asked, made.fraction(i), made.ulps(i), made.value(i) < 0),
            0);
  }

  /** An answer as samples of the conversion that the program makes. */
  RoundingSamples samples(ConversionAnswer answer) {
    return new RoundingSamples(made(answer.task()), answer.rounded());
  }

  /** The probabilities: exact, and truncated to the requested bits if there are any. */
  Stream<RoundingProbability> probabilities(RoundingSamples samples) {
    RoundingProbability all =
        new RoundingProbability(
            "", (d, i) -> (where.has(d.task, i) ? probability : FRACTION).of(d, i));
    return samples.task.bits().isPresent() ? Stream.of(all, all.cutToBits()) : Stream.of(all);
  }
}
