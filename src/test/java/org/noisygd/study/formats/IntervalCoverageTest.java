// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Workers;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.twin.CoupledRuns;
import org.noisygd.study.twin.DriftTracker;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.VerdictRule;

/**
 * How often the interval of a drift ratio misses, in studies drawn with replacement from one pool
 * of replicates of each arithmetic: the truth is the ratio of the pool's means. The runs of two of
 * them are of two kinds, one in six of the rarer.
 */
class IntervalCoverageTest {
  private static final int STRIDE = 16;
  private static final int LOOKS = 150;
  private static final int STUDIES = 200;

  private static final List<String> ONE_KIND =
      List.of(
          "bfloat16",
          "bfloat16/stochastic",
          "bfloat16/stochastic:4",
          "bfloat16/compensated",
          "e4m3/stochastic",
          "mxfp8-e4m3/floor/stochastic/columns",
          "mxfp4/rceil/stochastic/columns",
          "mxfp8-e4m3/floor/columns/master");

  private static final List<String> TWO_KINDS =
      List.of("mxfp8-e4m3/even/stochastic/columns", "mxfp8-e4m3/even/stochastic:8/columns");

  /** The imbalances of each replicate by look: of the twin, then of each place. */
  private static double[][][] pool(int size, List<String> names) {
    Experiment setting = FormatStudy.problem();
    List<StudiedArithmetic> all =
        Stream.concat(Stream.of("binary64"), names.stream()).map(StudiedArithmetic::parse).toList();
    FlatProblem problem = new FlatProblem(setting);
    double[][][] pool = new double[all.size()][LOOKS][size];
    CoupledRuns runs =
        new CoupledRuns(
            new Runs(setting, size, LOOKS * STRIDE, SEED),
            i -> new Trajectories(setting, SEED, i).in(all));
    var imbalances = runs.lastValues(run -> problem.imbalance(run.x(), run.y()));
    try (Workers workers = new Workers(2)) {
      runs.advance(
          workers,
          (from, to) -> {
            for (int t = (int) from; t < to; t += STRIDE) {
              for (int run = 0; run < pool.length; run++) {
                int own = run;
                int step = t;
                Arrays.setAll(pool[run][t / STRIDE], i -> imbalances.get(i).get(own, step));
              }
            }
            return true;
          },
          () -> false);
    }
    return pool;
  }

  private static final long SEED = 77;

  private static double sum(double[] values) {
    return DoubleStream.of(values).sum();
  }

  /** In how many of so many studies of n replicates the interval missed. */
  private static int missed(double[][] own, double[][] twin, int n, int studies) {
    Random random = new Random(n); // seeded: the same studies each time
    int missed = 0;
    for (int s = 0; s < studies; s++) {
      int[] drawn = random.ints(n, 0, own[0].length).toArray();
      DriftTracker tracker = new DriftTracker(n, 0, LOOKS - 1, VerdictRule.MISSES);
      for (int look = 0; look < LOOKS && !tracker.isDone(); look++) {
        double[] ofOwn = own[look];
        double[] ofTwin = twin[look];
        tracker.at(look, i -> ofOwn[drawn[i]], i -> ofTwin[drawn[i]]);
      }
      DriftRatio found = tracker.found();
      int end = (int) found.to();
      double truth =
          StrictMath.log(sum(own[0]) / sum(own[end]))
              / StrictMath.log(sum(twin[0]) / sum(twin[end]));
      missed += truth < found.low() || truth > found.high() ? 1 : 0;
    }
    return missed;
  }

  /** More misses than this are seen once in a million looks where the chance of each is given. */
  private static int most(int studies, double chance) {
    return new BinomialDistribution(studies, chance).inverseCumulativeProbability(1 - 1e-6);
  }

  /** The share of the pool that is held back at the end: its two kinds are far apart. */
  private static double rarer(double[][] own) {
    double[] end = own[LOOKS - 1];
    double middle =
        (Arrays.stream(end).min().orElseThrow() + Arrays.stream(end).max().orElseThrow());
    return Arrays.stream(end).filter(d -> d < middle / 2).count() / (double) end.length;
  }

  private static void check(int size, int studies, List<String> names, TestReporter reporter) {
    double[][][] pool = pool(size, names);
    for (int k = 0; k < names.size(); k++) {
      double[][] own = pool[k + 1];
      int few = missed(own, pool[0], 8, studies);
      int many = missed(own, pool[0], 32, studies);
      String seen = names.get(k) + ": " + few + " of 8, " + many + " of 32, of " + studies;
      reporter.publishEntry("missed", seen);
      assertTrue(many <= most(studies, VerdictRule.MISSES), seen);
      double share = TWO_KINDS.contains(names.get(k)) ? rarer(own) : 0;
      if (share > 0) {
        // A kind that none of 8 replicates is of cannot be seen.
        assertEquals(1.0 / 6, share, 0.08, seen);
        double none = StrictMath.pow(1 - share, 8);
        assertTrue(few <= most(studies, none + VerdictRule.MISSES), seen);
        assertTrue(few >= studies - most(studies, 1 - none), seen);
      } else {
        assertTrue(few <= most(studies, VerdictRule.MISSES), seen);
      }
    }
  }

  @Test
  void interval_ofRunsOfTwoKinds_missesAsOftenAsIsSaid(TestReporter reporter) {
    check(60, STUDIES, TWO_KINDS.subList(0, 1), reporter);
  }

  @Test
  @Tag("exhaustive")
  void interval_ofTenArithmetics_missesAsOftenAsIsSaid(TestReporter reporter) {
    check(200, STUDIES, ONE_KIND, reporter);
    check(200, STUDIES, TWO_KINDS, reporter);
  }
}
