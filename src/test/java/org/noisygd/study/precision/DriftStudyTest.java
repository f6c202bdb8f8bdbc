// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.coupled.ReplicateNoise;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.coupled.Trajectories;
import org.noisygd.study.coupled.Trajectory;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.measure.VerdictRule.DriftClass;
import org.noisygd.study.statistics.DriftRatio;

/** Whole studies: the same on any number of threads, and what Fig. 4's setting must show. */
class DriftStudyTest {
  private static final long SEED = 210212430;

  static DriftStudy study(String setting, int replicates, long steps, String... names) {
    return new DriftStudy(
        new RunSet(PaperExperiments.studied(setting), replicates, steps, SEED),
        ArithmeticName.parse("binary64"),
        List.of(names).stream().map(ArithmeticName::parse).toList(),
        VerdictRule.ONE_ANALYSIS);
  }

  @Test
  void run_oneThreadOrThree_givesTheSameNumbers() {
    DriftStudy study =
        study("fig4", 7, 1500, "binary:10", "bfloat16/stochastic", "bfloat16/stochastic:8/every");
    DriftResult one = study.run(1, done -> {});
    assertEquals(one, study.run(3, done -> {}));
    assertEquals(
        1500, one.results().get(0).phases().stream().mapToLong(p -> p.updates()).sum() / 7);
  }

  @Test
  void run_endedEarly_hasTheDriftOfSoManyUpdates() {
    String[] names = {"binary:10", "bfloat16/stochastic"};
    AtomicInteger asked = new AtomicInteger(-names.length); // before each forecast, too
    DriftResult early =
        study("fig4", 7, 5000, names).run(2, () -> asked.incrementAndGet() > 3, done -> {});
    long reached = early.results().get(0).drift().to();
    assertTrue(reached > 500 && reached < 5000, "ended at " + reached);
    DriftResult shorter = study("fig4", 7, reached, names).run(2, done -> {});
    for (int k = 0; k < names.length; k++) {
      assertEquals(shorter.results().get(k).drift(), early.results().get(k).drift());
    }
    long last = early.endedAt().orElseThrow();
    assertTrue(last <= reached, last + " beyond " + reached);
    assertTrue(early.referenceTrajectory().stream().allMatch(at -> Double.isFinite(at.loss())));
    assertEquals(OptionalLong.empty(), shorter.endedAt());
  }

  @Test
  void run_endedWhileItsPhasesAreFound_saysSo() {
    DriftResult early = study("fig4", 3, 400, "binary:10").run(2, () -> true, done -> {});
    assertFalse(early.phases().hasThree());
    assertTrue(early.endedAt().isPresent());
  }

  @Test
  void run_theReferencesOwnArithmetic_isTheReference() {
    DriftResult result = study("fig4", 3, 2000, "binary64").run(2, done -> {});
    DriftResult.OfArithmetic same = result.results().get(0);
    assertEquals(1, same.drift().value());
    assertEquals(result.referenceTrajectory(), same.trajectory());
    assertEquals(Double.POSITIVE_INFINITY, same.phaseThree().significantBits());
  }

  /** The command's study as far as every t1, with binary64, 2^-47 from it, as the reference. */
  @Tag("slow")
  @Test
  void run_fig4_hasTheKnownVerdicts() {
    Map<String, DriftClass> expected =
        Map.of(
            "binary64", DriftClass.PRESERVED,
            "binary:24", DriftClass.PRESERVED,
            "binary:16", DriftClass.PRESERVED,
            "binary:11", DriftClass.ACCELERATED,
            "binary:10", DriftClass.SLOWED,
            "binary:11/zero", DriftClass.ROUNDING_DRIVEN,
            "bfloat16", DriftClass.STAGNATED,
            "bfloat16/compensated", DriftClass.PRESERVED,
            "bfloat16/stochastic:16", DriftClass.UNDETERMINED,
            "bfloat16/stochastic", DriftClass.UNDETERMINED);
    DriftResult result =
        study("fig4", 32, 50_000, expected.keySet().toArray(String[]::new)).run(2, done -> {});
    Map<String, DriftClass> verdicts =
        result.results().stream().collect(Collectors.toMap(r -> r.arithmetic(), r -> r.verdict()));
    assertEquals(expected, verdicts);
    // The caption's "30 to 40 iterations".
    assertTrue(result.phases().endOfTwo() >= 30 && result.phases().endOfTwo() <= 40);
  }

  /**
   * An undetermined ratio that a million replicates would decide: of 60 updates they take minutes,
   * of 10^12 more than a year, by the least time of an update, 400 ns.
   */
  @Test
  void wouldDecide_whatTakesMoreThanAYear_isNoNumber() {
    DriftResult study = study("fig4", 2, 60, "binary:12").run(1, done -> {});
    for (long steps : new long[] {60, 1_000_000_000_000L}) {
      DriftResult.OfArithmetic one =
          new DriftResult.OfArithmetic(
              "binary:12",
              new DriftRatio(0.9, 0.1, 0.5, 1.3, 2, 30, steps),
              OptionalLong.empty(),
              DriftClass.UNDETERMINED,
              OptionalLong.of(999_999),
              study.results().get(0).phases(),
              study.results().get(0).timeToBalance(),
              study.referenceLoss(),
              List.of());
      DriftResult open =
          new DriftResult(
              study.runs(),
              study.reference(),
              study.rule(),
              List.of(),
              study.phases(),
              study.referenceTrajectory(),
              study.referenceLoss(),
              OptionalLong.empty(),
              List.of(one));
      boolean canBe = steps == 60;
      assertEquals(canBe ? "999,999" : "too many", open.wouldDecide(one));
      String words =
          canBe ? "binary:12 with --replicates 999999, about " : "binary:12 not by runs: ";
      assertTrue(open.decidable().startsWith(words), open.decidable());
    }
  }

  /** Cross-check: the losses of runs made here one by one, at the recorded steps from 1350 on. */
  @Test
  void loss_atTheEnd_isThatOfRunsMadeOneByOne() {
    int n = 5;
    Experiment setting = PaperExperiments.studied("fig4");
    DriftResult result = study("fig4", n, 1500, "bfloat16/stochastic").run(2, done -> {});
    long[] steps =
        result.referenceTrajectory().stream().mapToLong(DriftResult.Point::step).toArray();
    List<Long> seen = Arrays.stream(steps).filter(t -> t >= 1350).boxed().toList();
    assertTrue(seen.containsAll(List.of(1350L, 1360L, 1500L)), seen.toString());
    List<ArithmeticName> names =
        List.of(ArithmeticName.BINARY64, ArithmeticName.parse("bfloat16/stochastic"));
    for (int a = 0; a < 2; a++) {
      double[][] losses = new double[n][seen.size()];
      for (int i = 0; i < n; i++) {
        Trajectory run = new Trajectories(setting, SEED, i).in(names.get(a));
        ReplicateNoise noise = new ReplicateNoise(setting, SEED, i);
        for (long t = 0; t < 1500; t++) {
          noise.at(t);
          run.advance(t, noise.x, noise.y);
          double r = run.x()[0] * run.y()[0] - 1;
          if (seen.contains(t + 1)) {
            losses[i][seen.indexOf(t + 1)] = r * r / 2;
          }
        }
      }
      assertLoss(losses, a == 0 ? result.referenceLoss() : result.results().get(0).loss());
    }
  }

  /** By other formulas: variances as mean squares less squared means, in Commons Math. */
  private static void assertLoss(double[][] losses, DriftResult.Loss found) {
    int n = losses.length;
    double[] all = Arrays.stream(losses).flatMapToDouble(Arrays::stream).toArray();
    double mean = StatUtils.mean(all);
    double variance = StatUtils.populationVariance(all);
    double[] means = Arrays.stream(losses).mapToDouble(StatUtils::mean).toArray();
    double[] squares =
        Arrays.stream(losses)
            .mapToDouble(
                of -> StatUtils.sumSq(of) / of.length - 2 * mean * StatUtils.mean(of) + mean * mean)
            .toArray();
    double quantile = new TDistribution(n - 1).inverseCumulativeProbability(0.995);
    double half = quantile * Math.sqrt(StatUtils.variance(means) / n);
    double deviation = Math.sqrt(variance);
    double ofDeviation = quantile * Math.sqrt(StatUtils.variance(squares) / n) / (2 * deviation);
    // Some hundred roundings of numbers of the size of the mean and the deviation.
    double allowed = 1e-12 * (mean + deviation);
    assertEquals(mean, found.mean(), allowed);
    assertEquals(Math.max(0, mean - half), found.low(), allowed);
    assertEquals(mean + half, found.high(), allowed);
    assertEquals(deviation, found.deviation(), allowed);
    assertEquals(Math.max(0, deviation - ofDeviation), found.deviationLow(), allowed);
    assertEquals(deviation + ofDeviation, found.deviationHigh(), allowed);
  }

  @Test
  void loss_ofOneReplicate_hasNoInterval() {
    DriftResult.Loss loss = study("fig4", 1, 60, "bfloat16").run(1, done -> {}).referenceLoss();
    assertTrue(loss.mean() > 0 && loss.deviation() > 0, loss.toString());
    assertEquals(List.of(0.0, 0.0), List.of(loss.low(), loss.deviationLow()));
    assertEquals(Double.POSITIVE_INFINITY, loss.high());
    assertEquals(Double.POSITIVE_INFINITY, loss.deviationHigh());
  }

  @Test
  void run_tooShortForPhaseTwo_hasNoDrift() {
    DriftResult result = study("rank1", 2, 10, "binary:24").run(1, done -> {});
    assertFalse(result.phases().hasThree());
    assertEquals(DriftClass.UNDETERMINED, result.results().get(0).verdict());
  }

  /** From 1.5 towards 2, beyond 1.875, the largest number of float:4:-3:0. */
  @Test
  void run_overflow_isCountedAndDiverged() {
    Experiment setting =
        new Experiment(
            "test",
            "a test",
            Matrix.of(Binary64.INSTANCE, new double[][] {{4}}),
            1,
            0.1,
            0.1,
            0.05,
            0.05,
            1,
            Start.at(List.of(1.5), List.of(1.75)),
            300);
    DriftResult.OfArithmetic result =
        new DriftStudy(
                new RunSet(setting, 2, 300, 1),
                ArithmeticName.parse("double-double"),
                List.of(ArithmeticName.parse("float:4:-3:0")),
                VerdictRule.ONE_ANALYSIS)
            .run(2, done -> {})
            .results()
            .get(0);
    assertTrue(result.phases().stream().mapToLong(p -> p.overflows()).sum() >= 2);
    assertEquals(DriftClass.DIVERGED, result.verdict());
  }
}
