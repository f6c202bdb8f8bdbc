// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BiFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.coupled.ArrayProblem;
import org.noisygd.study.coupled.ReplicateNoise;
import org.noisygd.study.coupled.Trajectories;
import org.noisygd.study.coupled.Trajectory;
import org.noisygd.study.measure.VerdictRule.DriftClass;
import org.noisygd.study.statistics.DriftRatio;

/**
 * Known answers, and a study of the rule itself: how often a word is wrong in studies of
 * arithmetics whose drift is known, since their updates are those of the reference times a factor.
 */
class VerdictRuleTest {
  private static DriftRatio ratio(double low, double high) {
    return new DriftRatio((low + high) / 2, (high - low) / 6, low, high, 32, 0, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "0.95, 1.05, PRESERVED",
    "0.94, 1.04, UNDETERMINED",
    "-0.05, 0.05, STAGNATED",
    "-0.06, 0.01, SLOWED",
    "0.01, 0.94, SLOWED",
    "0.335, 1.2, UNDETERMINED",
    "1.051, 3, ACCELERATED",
    "2, 2.1, ACCELERATED",
    "2.001, Infinity, ROUNDING_DRIVEN",
    "-Infinity, Infinity, UNDETERMINED"
  })
  void of_interval_isTheWordOfAllItHolds(double low, double high, DriftClass verdict) {
    assertEquals(verdict, VerdictRule.ONE_ANALYSIS.of(ratio(low, high)));
  }

  @Test
  void replicatesToDecide_ofAnInterval_shrinkIt() {
    VerdictRule rule = VerdictRule.ONE_ANALYSIS;
    // 1 +- 0.1 at 32 replicates: half of it takes four times as many, a little less by Student.
    long decides = rule.replicatesToDecide(ratio(0.9, 1.1)).orElseThrow();
    assertTrue(decides > 110 && decides < 136, "got " + decides);
    assertEquals(OptionalLong.empty(), rule.replicatesToDecide(ratio(0.96, 1.04)));
    // On the edge itself no number decides.
    assertEquals(OptionalLong.empty(), rule.replicatesToDecide(ratio(1, 1.1)));
    assertEquals(OptionalLong.empty(), rule.replicatesToDecide(DriftRatio.undefined(1, 0, 1)));
  }

  /**
   * The imbalances of many replicates from t0 on, every {@link #STRIDE} updates; and the drift
   * ratio of the whole population, whose mean a study estimates.
   */
  private record Population(double[][] own, double[][] reference, double[] truth) {
    /** Steps between two times: few beside the 1,400 until the reference run is at a tenth. */
    private static final int STRIDE = 16;

    private static final int TIMES = 120;

    static Population of(
        int size, Experiment setting, BiFunction<Experiment, Long, Trajectory> run) {
      double[][] own = new double[TIMES][size];
      double[][] reference = new double[TIMES][size];
      ArrayProblem problem = new ArrayProblem(setting);
      for (int i = 0; i < size; i++) {
        Trajectory one = run.apply(setting, (long) i);
        Trajectory other = new Trajectories(setting, 7, i).in(BINARY64);
        ReplicateNoise noise = new ReplicateNoise(setting, 7, i);
        for (int t = 0; t < TIMES * STRIDE; t++) {
          if (t % STRIDE == 0) {
            own[t / STRIDE][i] = problem.imbalance(one.x(), one.y());
            reference[t / STRIDE][i] = problem.imbalance(other.x(), other.y());
          }
          noise.at(t);
          one.advance(t, noise.x, noise.y);
          other.advance(t, noise.x, noise.y);
        }
      }
      double[] truth = new double[TIMES];
      for (int t = 0; t < TIMES; t++) {
        truth[t] =
            StrictMath.log(mean(own[0]) / mean(own[t]))
                / StrictMath.log(mean(reference[0]) / mean(reference[t]));
      }
      return new Population(own, reference, truth);
    }

    private static double mean(double[] of) {
      return Arrays.stream(of).sum() / of.length;
    }

    /** A study of the first n of replicates drawn from it; t1 is where its own means lead. */
    DriftRatio study(int[] drawn, int n, int analyses) {
      VerdictRule rule = new VerdictRule(VerdictRule.DEFAULT_BAND, analyses, 0);
      DriftTracker tracker = new DriftTracker(n, 0, TIMES - 1, rule.missRate());
      for (int t = 0; t < TIMES && !tracker.isDone(); t++) {
        double[] ofOwn = own[t];
        double[] ofReference = reference[t];
        tracker.at(t, i -> ofOwn[drawn[i]], i -> ofReference[drawn[i]]);
      }
      return tracker.found();
    }
  }

  private static final String STOCHASTIC = "bfloat16/stochastic";

  private static final ArithmeticName BINARY64 = ArithmeticName.parse("binary64");

  /** In the valley from the start on: y = 4, x = 1/4. D falls by 1.6e-3 an update. */
  private static final Experiment SETTING =
      PaperExperiments.studied("fig4")
          .withStart(org.noisygd.descent.experiment.Start.at(List.of(0.25), List.of(4.0)))
          .withStepSizes(0.02, 0.02)
          .withNoise(0.2, 0.2);

  private static Population scaled(int size, double factor) {
    Experiment other = SETTING.withStepSizes(factor * SETTING.etaX(), factor * SETTING.etaY());
    return Population.of(size, SETTING, (setting, i) -> new Trajectories(other, 7, i).in(BINARY64));
  }

  private static Population rounded(int size, String name) {
    return Population.of(
        size,
        SETTING,
        (setting, i) -> new Trajectories(setting, 7, i).in(ArithmeticName.parse(name)));
  }

  /** In how many studies an interval missed, the word was wrong, and there was none. */
  private record Count(int missed, int wrong, int undetermined) {
    /** Studies that begin with n replicates and, with several analyses, have four times as many. */
    static Count of(Population population, int n, int analyses, int studies) {
      Random random = new Random(n); // seeded: the same studies each time
      int missed = 0;
      int wrong = 0;
      int undetermined = 0;
      for (int s = 0; s < studies; s++) {
        int[] drawn =
            random.ints((long) n << 2 * (analyses - 1), 0, population.own()[0].length).toArray();
        DriftRatio[] found = new DriftRatio[analyses]; // whatever the band
        boolean misses = false;
        boolean isWrong = false;
        // Where the band ends at the truth, a word is wrong most often; 0 stands for that band.
        for (double band : new double[] {VerdictRule.DEFAULT_BAND, 0, 1}) {
          DriftClass word = DriftClass.UNDETERMINED;
          for (int k = 0; k < analyses && word == DriftClass.UNDETERMINED; k++) {
            if (found[k] == null) {
              found[k] = population.study(drawn, n << 2 * k, analyses);
            }
            DriftRatio drift = found[k];
            double truth = population.truth()[(int) drift.to()];
            misses |= truth < drift.low() || truth > drift.high();
            double edge = band == 0 ? Math.abs(1 - truth) : band == 1 ? Math.abs(truth) : band;
            if (edge >= 0.5) {
              break;
            }
            word = new VerdictRule(edge, analyses, 0).of(drift);
            isWrong |= isWrong(word, edge, truth);
          }
          undetermined +=
              band == VerdictRule.DEFAULT_BAND && word == DriftClass.UNDETERMINED ? 1 : 0;
        }
        missed += misses ? 1 : 0;
        wrong += isWrong ? 1 : 0;
      }
      return new Count(missed, wrong, undetermined);
    }

    /** Far below the resolution of a study, far above rounding: at an edge either side is false. */
    private static final double HAIR = 1e-9;

    private static boolean isWrong(DriftClass word, double band, double truth) {
      return switch (word) {
        case PRESERVED -> Math.abs(truth - 1) > band + HAIR;
        case STAGNATED -> Math.abs(truth) > band + HAIR;
        case SLOWED -> truth > 1 - band - HAIR;
        case ACCELERATED -> truth < 1 + band + HAIR;
        case ROUNDING_DRIVEN -> truth < 2;
        default -> false;
      };
    }
  }

  /**
   * Neither intervals nor words may fail more often than is seen with probability 1e-6 if the
   * probability of each is the level.
   */
  private static void check(
      int size, int studies, int analyses, List<Integer> replicates, String... names) {
    int allowed =
        new BinomialDistribution(studies, VerdictRule.MISSES)
            .inverseCumulativeProbability(1 - 1e-6);
    for (String name : names) {
      Population population =
          name.contains("b") ? rounded(size, name) : scaled(size, Double.parseDouble(name));
      for (int n : replicates) {
        Count count = Count.of(population, n, analyses, studies);
        String seen = name + ", n = " + n + ", " + analyses + " analyses: " + count;
        assertTrue(count.missed() <= allowed && count.wrong() <= allowed, seen);
      }
    }
  }

  @Tag("slow")
  @Test
  void verdict_ofKnownDrift_isWrongNoMoreOftenThanItsLevel() {
    check(300, 400, 1, List.of(4, 32), "0.05", "0.95", "2", STOCHASTIC);
    check(300, 200, 3, List.of(4), "1.05", STOCHASTIC);
  }

  @Test
  @Tag("exhaustive")
  void verdict_ofKnownDriftAtManyReplicates_isWrongNoMoreOftenThanItsLevel() {
    String[] all = {"0.001", "0.05", "0.5", "0.95", "1.05", "2", "4", "binary:11", STOCHASTIC};
    check(2000, 4000, 1, List.of(4, 8, 16, 32, 64, 128, 256), all);
    check(2000, 4000, 3, List.of(4, 16), all);
  }
}
