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
 * rule, and another rounding is chosen.
 *
 * @param mistakes the codes and texts; none where nothing is wrong
 * @param first what is done to each value first
 * @param scaled the conversion with its rule for scales
 * @param choice the rounding that is chosen
 */
record RoundingFault(
    List<RoundingMistake> mistakes,
    UnaryOperator<Conversion> first,
    UnaryOperator<Conversion> scaled,
    Choice choice) {

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

  /** This fault and that another chooses a wrong rounding. */
  RoundingFault with(RoundingFault other) {
    List<RoundingMistake> both = new ArrayList<>(mistakes);
    both.addAll(other.mistakes);
    return new RoundingFault(both, first, scaled, other.choice);
  }

  /** A scale by another rule. */
  static RoundingFault ofScale(String text, UnaryOperator<Conversion> scaled) {
    return new RoundingFault(
        List.of(new RoundingMistake("round-scale", text)), NOTHING, scaled, ASKED);
  }

  /** Another rounding than is asked for. */
  static RoundingFault ofChoice(String code, String text, Choice choice) {
    return new RoundingFault(List.of(new RoundingMistake(code, text)), NOTHING, NOTHING, choice);
  }

  /** A rounding to a format first. */
  static RoundingFault through(String text, Conversion middle) {
    return new RoundingFault(
        List.of(new RoundingMistake("round-twice", text)), to -> middle, NOTHING, ASKED);
  }
}
