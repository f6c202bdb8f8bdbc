// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.rule.FactorDraws;
import org.noisygd.descent.rule.RunPlan;
import org.noisygd.descent.rule.Schedule;
import org.noisygd.descent.rule.UpdateRule;
import org.noisygd.study.RunStatistics;
import org.noisygd.study.rules.KeptNoiseWalk.Walker;

class KeptNoiseWalkTest {
  private static final long SEED = 20210307;
  private static final double ETA_X = 0.05;
  private static final double ETA_Y = 0.1;
  private static final double DEVIATION_X = 0.02;
  private static final double DEVIATION_Y = 0.03;
  private static final int R = 2;

  private static final Experiment EXPERIMENT = experiment(1, 1);

  private static KeptNoiseWalk walk() {
    return new KeptNoiseWalk(EXPERIMENT, SEED);
  }

  /** From X0 = a (I 0)^T and Y0 = b (I 0)^T. */
  private static Experiment experiment(double a, double b) {
    return new Experiment(
        "test",
        "a test",
        Experiment.unitDiagonal(3, 4, R),
        R,
        ETA_X,
        ETA_Y,
        DEVIATION_X,
        DEVIATION_Y,
        1,
        Start.at(List.of(a, 0.0, 0.0, a, 0.0, 0.0), List.of(b, 0.0, 0.0, b, 0.0, 0.0, 0.0, 0.0)),
        1);
  }

  /**
   * Cross-check: where the clock strikes after an update exactly, walk and rest add up to what C
   * changed in that many updates of the rule itself. V is the h^2 of the first updates, from the
   * first run's norms before each noise, which are those after it less the noise.
   */
  @Test
  void run_wholeUpdates_addUpToTheChangeOfTheRule() {
    int updates = 40;
    FactorDraws draws = FactorDraws.normal(SEED, EXPERIMENT);
    UpdateRule<Double> rule = UpdateRule.keptNoise(EXPERIMENT.target(), EXPERIMENT.stepSizes());
    RunPlan plan =
        new RunPlan(
            rule,
            R,
            draws,
            EXPERIMENT.starts(SEED),
            Schedule.CONSTANT,
            1,
            List.of(0L, (long) updates));
    RunStatistics runs = RunStatistics.of(plan);
    double change =
        (runs.normX(1, 0) - runs.normX(0, 0)) / ETA_X
            - (runs.normY(1, 0) - runs.normY(0, 0)) / ETA_Y;
    double v = 0;
    for (int t = 1; t <= updates; t++) {
      RunStatistics upTo =
          RunStatistics.of(
              RunPlan.of(rule, R, draws, EXPERIMENT.starts(SEED), 1, List.of((long) t)));
      double[] zx = new double[3 * R];
      double[] zy = new double[4 * R];
      draws.factors(zx, zy, 0, t - 1);
      v +=
          4
              * (squares(upTo.x(0), zx) * DEVIATION_X * DEVIATION_X / ETA_X / ETA_X
                  + squares(upTo.y(0), zy) * DEVIATION_Y * DEVIATION_Y / ETA_Y / ETA_Y);
    }
    // Some 40 * 50 operations on numbers below 100 in V and in the change.
    double rounding = 1e-10;
    Walker walker = walk().run(0, 1, v * (1 - rounding), 1000).get(0);
    assertEquals(updates, walker.updates());
    assertEquals(change, walker.walk() + walker.rest(), 100 * rounding);
    assertEquals(updates + 1, walk().run(0, 1, v * (1 + rounding), 1000).get(0).updates());
  }

  private static double squares(double[] after, double[] noise) {
    return IntStream.range(0, after.length)
        .mapToDouble(e -> (after[e] - noise[e]) * (after[e] - noise[e]))
        .sum();
  }

  /** A run's bits do not depend on those beside it, and one that does not arrive is left out. */
  @Test
  void run_lanes_areIndependent() {
    List<Walker> together = walk().run(0, 5, 10, 1000);
    assertEquals(together.get(3), walk().run(3, 1, 10, 1000).get(0));
    long longest = together.stream().mapToLong(Walker::updates).max().orElseThrow();
    assertEquals(5, walk().run(0, 5, 10, longest).size());
    assertTrue(walk().run(0, 5, 10, longest - 1).size() < 5);
  }

  /**
   * Of rank 2, from a start far from balance, over 2000 runs: the walk over sqrt V is a normal
   * deviate. Sum of squares within 6 standard deviations, sqrt(2 n), of n; the share within one
   * standard deviation, 0.6827, within 6 of its own.
   */
  @Test
  void run_manyRuns_walkIsNormalOfThatVariance() {
    int n = 2000;
    double v = 25;
    List<Walker> walkers = new KeptNoiseWalk(experiment(2, 0.5), SEED).run(0, n, v, 10_000);
    assertEquals(n, walkers.size());
    double squares = walkers.stream().mapToDouble(w -> w.walk() * w.walk()).sum() / v;
    assertEquals(n, squares, 6 * Math.sqrt(2.0 * n), "seed " + SEED);
    long within = walkers.stream().filter(w -> w.walk() * w.walk() <= v).count();
    double share = 0.6827;
    assertEquals(share * n, within, 6 * Math.sqrt(share * (1 - share) * n), "seed " + SEED);
  }
}
