// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/**
 * A wrong way to convert, carried out exactly: values are changed first, scales follow another
 * rule, and another rounding is chosen; everywhere, or for some values alone.
 *
 * @param mistakes the codes and texts; none where nothing is wrong
 * @param first what is done to each value first
 * @param scaled the conversion that is made, with its rule for scales
 * @param choice the rounding that is chosen
 * @param where the values that are converted so
 */
record RoundingFault(
    List<RoundingMistake> mistakes,
    UnaryOperator<Conversion> first,
    UnaryOperator<Conversion> scaled,
    Choice choice,
    Where where) {

  /** The values that a mistake is made at; the others are converted rightly. */
  enum Where {
    EVERYWHERE(""),
    BELOW_ZERO("for numbers below 0: "),
    ABOVE_ZERO("for numbers above 0: "),
    SUBNORMAL("below the smallest normal number: ");

    /** Those that are not all values. */
    static final List<Where> SOME = List.of(BELOW_ZERO, ABOVE_ZERO, SUBNORMAL);

    private final String words;

    Where(String words) {
      this.words = words;
    }

    boolean has(RoundingTask task, int i) {
      return switch (this) {
        case EVERYWHERE -> true;
        case BELOW_ZERO -> task.value(i) < 0;
        case ABOVE_ZERO -> task.value(i) > 0;
        case SUBNORMAL -> task.isSubnormal(i);
      };
    }

    /** A mistake that is made here alone. */
    RoundingMistake only(RoundingMistake mistake) {
      return new RoundingMistake(mistake.code(), words + mistake.text());
    }
  }

  /** Chooses a rounding. */
  @FunctionalInterface
  interface Choice {
    /** The rounding that is made, of a value with that fraction, where another is asked for. */
    Directed of(Directed asked, double fraction, boolean negative);
  }

  /** Values are changed by no conversion but that asked for. */
  private static final UnaryOperator<Conversion> NOTHING = UnaryOperator.identity();

  private static final Choice ASKED = RoundingFault::asked;

  private static Directed asked(Directed asked, double fraction, boolean negative) {
    return asked;
  }

  /** The numbers that it gives for the values of a task. */
  ConversionJudge.Numbers on(RoundingTask task) {
    ConversionJudge.Numbers wrong = everywhere(task);
    return where == Where.EVERYWHERE
        ? wrong
        : i -> where.has(task, i) ? wrong.of(i) : task.rounded(i, task.setting().directed(), 0);
  }

  private ConversionJudge.Numbers everywhere(RoundingTask task) {
    double[] values = task.doubles();
    Conversion before = first.apply(task.conversion());
    if (first != NOTHING) {
      values = before.round(values, Directed.NEAREST, () -> 0);
    }
    double[] changed = values;
    Conversion to = scaled.apply(task.conversion());
    double[] scales =
        Arrays.stream(values).allMatch(Double::isFinite)
            ? to.scales(values)
            : task.conversion().scales(task.doubles());
    Directed asked = task.setting().isStochastic() ? Directed.NEAREST : task.setting().directed();
    return i -> {
      double v = changed[i];
      if (!Double.isFinite(v)) {
        return to.round(v, 1, asked, 0);
      }
      Directed chosen =
          choice == ASKED ? asked : choice.of(asked, to.fraction(v, scales[i]), v < 0);
      return to.round(v, scales[i], chosen, 0);
    };
  }

  /** The same fault at some values alone. */
  RoundingFault only(Where some) {
    return new RoundingFault(
        mistakes.stream().map(some::only).toList(), first, scaled, choice, some);
  }

  /** How much it assumes: little is likelier. */
  int assumptions() {
    return mistakes.size() > 1 ? 2 : where == Where.EVERYWHERE ? 0 : 1;
  }

  /** This fault and that another chooses a wrong rounding. */
  RoundingFault with(RoundingFault other) {
    List<RoundingMistake> both = new ArrayList<>(mistakes);
    both.addAll(other.mistakes);
    return new RoundingFault(both, first, scaled, other.choice, Where.EVERYWHERE);
  }

  /** A scale by another rule. */
  static RoundingFault ofScale(String text, UnaryOperator<Conversion> scaled) {
    return ofConversion(new RoundingMistake("round-scale", text), scaled);
  }

  /** Another conversion. */
  static RoundingFault ofConversion(RoundingMistake mistake, UnaryOperator<Conversion> other) {
    return new RoundingFault(List.of(mistake), NOTHING, other, ASKED, Where.EVERYWHERE);
  }

  /** Another rounding than is asked for. */
  static RoundingFault ofChoice(String code, String text, Choice choice) {
    return new RoundingFault(
        List.of(new RoundingMistake(code, text)), NOTHING, NOTHING, choice, Where.EVERYWHERE);
  }

  /** A rounding to a format first. */
  static RoundingFault through(String text, Conversion middle) {
    return new RoundingFault(
        List.of(new RoundingMistake("round-twice", text)),
        to -> middle,
        NOTHING,
        ASKED,
        Where.EVERYWHERE);
  }
}
