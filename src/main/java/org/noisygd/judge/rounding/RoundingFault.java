// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Code.Found;
import org.noisygd.number.format.Conversion;
import org.noisygd.number.format.Rounding.Directed;

/**
 * A wrong conversion, computed exactly: values are changed first, scales follow another rule, or
 * another rounding is chosen, for all values or only for some.
 *
 * @param mistakes the codes and texts; empty if nothing is wrong
 * @param first the conversion that changes each value first
 * @param firstBy the rounding of that conversion
 * @param scaled the conversion that is made, with its rule for scales
 * @param choice the rounding that is chosen
 * @param where the values that are converted wrongly
 */
record RoundingFault(
    List<Found> mistakes,
    UnaryOperator<Conversion> first,
    Directed firstBy,
    UnaryOperator<Conversion> scaled,
    Choice choice,
    Where where) {

  /** The values with a mistake; the others are converted correctly. */
  enum Where {
    EVERYWHERE(""),
    BELOW_ZERO("for numbers below 0: "),
    ABOVE_ZERO("for numbers above 0: "),
    SUBNORMAL("below the smallest normal number: "),
    TINY("below the smallest number: "),
    BEYOND("beyond the largest number: ");

    /** The restrictions to some values. */
    static final List<Where> SOME = List.of(BELOW_ZERO, ABOVE_ZERO, SUBNORMAL, TINY);

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
        case TINY -> task.isTiny(i);
        case BEYOND -> task.isBeyond(i);
      };
    }

    /** A mistake that is made only for these values. */
    Found only(Found mistake) {
      return mistake.code().of(words + mistake.words());
    }
  }

  /** Chooses a rounding. */
  @FunctionalInterface
  interface Choice {
    /**
     * The rounding of a value that replaces the one asked for.
     *
     * @param fraction its digits below the last place
     * @param places its magnitude, in units of the last place
     */
    Directed of(Directed asked, double fraction, double places, boolean negative);
  }

  /** Changes nothing in a conversion. */
  private static final UnaryOperator<Conversion> NOTHING = UnaryOperator.identity();

  private static final Choice ASKED = RoundingFault::asked;

  private static Directed asked(Directed asked, double fraction, double places, boolean negative) {
    return asked;
  }

  /** The numbers that it gives for the values of a task. */
  Converted.Numbers on(RoundingTask task) {
    Converted.Numbers wrong = everywhere(task);
    return where == Where.EVERYWHERE
        ? wrong
        : i -> where.has(task, i) ? wrong.of(i) : task.rounded(i, task.setting().directed(), 0);
  }

  private Converted.Numbers everywhere(RoundingTask task) {
    double[] values = task.doubles();
    Conversion before = first.apply(task.conversion());
    if (first != NOTHING) {
      values = before.round(values, firstBy, () -> 0);
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
          choice == ASKED
              ? asked
              : choice.of(asked, to.fraction(v, scales[i]), places(to, v, scales[i]), v < 0);
      return to.round(v, scales[i], chosen, 0);
    };
  }

  private static double places(Conversion to, double v, double scale) {
    double size = Math.abs(v / scale);
    return size / to.element().spacing(size);
  }

  /** Whether the fault changes values before their conversion. */
  boolean changesValues() {
    return first != NOTHING;
  }

  /** The same fault, only for some values. */
  RoundingFault only(Where some) {
    return new RoundingFault(
        mistakes.stream().map(some::only).toList(), first, firstBy, scaled, choice, some);
  }

  /** This fault, and also values below the smallest number of the format become zero. */
  RoundingFault withoutTiny() {
    List<Found> both = new ArrayList<>(mistakes);
    both.add(
        Code.ROUND_ZEROS.of("numbers below the smallest one become 0; round them as all others"));
    return new RoundingFault(
        both,
        first,
        firstBy,
        scaled,
        (asked, f, places, negative) ->
            places < 1 ? Directed.ZERO : choice.of(asked, f, places, negative),
        where);
  }

  /** How many assumptions it makes; fewer are likelier. */
  int assumptions() {
    return mistakes.size() > 1 ? 2 : where == Where.EVERYWHERE ? 0 : 1;
  }

  /** This fault together with the wrong rounding that another chooses. */
  RoundingFault with(RoundingFault other) {
    List<Found> both = new ArrayList<>(mistakes);
    both.addAll(other.mistakes);
    return new RoundingFault(both, first, firstBy, scaled, other.choice, Where.EVERYWHERE);
  }

  /** A wrong rule for the scale. */
  static RoundingFault ofScale(String text, UnaryOperator<Conversion> scaled) {
    return ofConversion(Code.ROUND_SCALE.of(text), scaled);
  }

  /** Another conversion. */
  static RoundingFault ofConversion(Found mistake, UnaryOperator<Conversion> other) {
    return new RoundingFault(
        List.of(mistake), NOTHING, Directed.NEAREST, other, ASKED, Where.EVERYWHERE);
  }

  /** Another rounding than the one asked for. */
  static RoundingFault ofChoice(Code code, String text, Choice choice) {
    return new RoundingFault(
        List.of(code.of(text)), NOTHING, Directed.NEAREST, NOTHING, choice, Where.EVERYWHERE);
  }

  /** A rounding to another format first. */
  static RoundingFault through(String text, Conversion middle) {
    return first(Code.ROUND_TWICE.of(text), middle, Directed.NEAREST);
  }

  /** Digits are cut first. */
  static RoundingFault cut(String text, Conversion middle) {
    return first(Code.ROUND_TRUNCATES.of(text), middle, Directed.ZERO);
  }

  private static RoundingFault first(Found mistake, Conversion middle, Directed by) {
    return new RoundingFault(List.of(mistake), to -> middle, by, NOTHING, ASKED, Where.EVERYWHERE);
  }
}
