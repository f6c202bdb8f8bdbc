// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import java.util.List;
import java.util.function.LongFunction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Require;

/**
 * What {@link RuleRuns} runs.
 *
 * @param rule the update
 * @param r the columns of X and Y
 * @param draws the random numbers
 * @param starts the iterate at step 0 of each replicate by its number
 * @param schedule what steps and noise are multiplied by
 * @param replicates how many runs
 * @param steps updates of each
 * @param looks the steps, ascending, at which norms are kept
 */
public record RunPlan(
    UpdateRule<Double> rule,
    int r,
    DrawSource draws,
    LongFunction<Factors<Double>> starts,
    Schedule schedule,
    int replicates,
    long steps,
    List<Long> looks) {
  /** Checks the numbers. */
  public RunPlan {
    Require.positive("r", r);
    Require.positive("replicates", replicates);
    Require.nonNegative("steps", steps);
    looks = List.copyOf(looks);
    for (int k = 0; k < looks.size(); k++) {
      Require.that(
          looks.get(k) >= 0 && looks.get(k) <= steps && (k == 0 || looks.get(k - 1) < looks.get(k)),
          "looks",
          "ascend in 0.." + steps,
          looks);
    }
  }

  /** A plan without decay that looks at the given number of steps, spread evenly, 0 the first. */
  public static RunPlan of(
      UpdateRule<Double> rule,
      int r,
      DrawSource draws,
      LongFunction<Factors<Double>> starts,
      int replicates,
      long steps,
      int intervals) {
    return new RunPlan(
        rule, r, draws, starts, Schedule.CONSTANT, replicates, steps, evenly(steps, intervals));
  }

  /** 0 to {@code steps} in so many intervals, as equal as whole numbers allow. */
  public static List<Long> evenly(long steps, int intervals) {
    Require.positive("intervals", intervals);
    return java.util.stream.LongStream.rangeClosed(0, intervals)
        .map(k -> steps * k / intervals)
        .distinct()
        .boxed()
        .toList();
  }
}
