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
 * A fault that may explain wrong conversions, computed exactly: values are changed first, the
 * format or its scales are others, or another neighbour is chosen, for all or for some values.
 *
 * @param faults the codes and texts
 * @param first the change of each value before its conversion
 * @param scaled the conversion that is made, with its rule for scales
 * @param choice the rounding that is chosen if the rounding is deterministic
 * @param probability the probability of going away from zero if the rounding is stochastic
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
     * The rounding of a value that replaces the one asked for.
     *
     * @param fraction its digits below the ulp
     * @param ulps its magnitude in ulps
     */
    Directed of(Directed asked, double fraction, double ulps, boolean negative);
  }

  private static final DoubleUnaryOperator UNCHANGED = DoubleUnaryOperator.identity();
  private static final UnaryOperator<Conversion> SAME = UnaryOperator.identity();
  private static final Choice ASKED = (asked, fraction, ulps, negative) -> asked;
  private static final Probability FRACTION = RoundingProbability.FRACTION.probability();

  /** Another conversion. */
  static Hypothesis ofConversion(Found fault, UnaryOperator<Conversion> scaled) {
    return new Hypothesis(List.of(fault), UNCHANGED, scaled, ASKED, FRACTION, Where.EVERYWHERE);
  }

  /** Another rounding than the one asked for. */
  static Hypothesis ofChoice(Code code, String text, Choice choice) {
    return new Hypothesis(
        List.of(code.of(text)), UNCHANGED, SAME, choice, FRACTION, Where.EVERYWHERE);
  }

  /** Another probability than the fraction. */
  static Hypothesis ofProbability(Code code, String text, Probability probability) {
    return new Hypothesis(
        List.of(code.of(text)), UNCHANGED, SAME, ASKED, probability, Where.EVERYWHERE);
  }

  /** A rounding to another format first. */
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

  /** This fault and another choice of neighbours. */
  Hypothesis with(Hypothesis other) {
    List<Found> both = new ArrayList<>(faults);
    both.addAll(other.faults);
    return new Hypothesis(both, first, scaled, other.choice, other.probability, where);
  }

  /** The number of assumptions; fewer are likelier. */
  int assumptions() {
    return faults.size() > 1 ? 2 : where == Where.EVERYWHERE ? 0 : 1;
  }

  /** Returns true if the two neighbours of some value may be others. */
  boolean changesNeighbours() {
    return first != UNCHANGED || scaled != SAME;
  }

  /** Returns true if something is wrong with stochastic roundings, or with deterministic ones. */
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

  /** The probabilities, exact and cut to the requested bits. */
  Stream<RoundingProbability> probabilities(RoundingSamples samples) {
    RoundingProbability all =
        new RoundingProbability(
            "", (d, i) -> (where.has(d.task, i) ? probability : FRACTION).of(d, i));
    return samples.task.bits().isPresent() ? Stream.of(all, all.cutToBits()) : Stream.of(all);
  }
}
