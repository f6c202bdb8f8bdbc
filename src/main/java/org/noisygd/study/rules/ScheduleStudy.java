// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.rule.FactorDraws;
import org.noisygd.descent.rule.RunPlan;
import org.noisygd.descent.rule.Schedule;
import org.noisygd.study.RunStatistics;
import org.noisygd.study.StudyOptions;

/**
 * Perturbed GD with steps and noise that decay, eta_t = 0.01 (1 + t/t0)^-a, sigma_t = 0.2 (1 +
 * t/t0)^-b, t0 = 500, in one dimension from (1/2, 2) on the valley x y = 1. The mean of D = x^2 -
 * y^2 is multiplied by 1 - 2 eta_t sigma_t^2 at each update, to leading order, so
 *
 * <pre>
 *   log(E D_T / D_0) = - sum over t of 2 eta_t sigma_t^2,
 * </pre>
 *
 * <p>which grows without bound, and balance is reached, exactly if a + 2 b &lt;= 1. The next order
 * is eta (x^2 + y^2)/2, at most 2.1% here (theory.PhaseThree).
 *
 * @param rows what was found
 */
public record ScheduleStudy(List<Row> rows) {
  private static final double ETA = 0.01;
  private static final double SIGMA = 0.2;
  private static final double TIME_SCALE = 500;
  private static final int INTERVALS = 60;

  private static final List<Schedule> SCHEDULES =
      List.of(
          new Schedule(0, 0, TIME_SCALE),
          new Schedule(0.5, 0, TIME_SCALE),
          new Schedule(0, 0.25, TIME_SCALE),
          new Schedule(1, 0, TIME_SCALE),
          new Schedule(0, 0.5, TIME_SCALE),
          new Schedule(1, 0.5, TIME_SCALE),
          new Schedule(0.5, 0.5, TIME_SCALE),
          new Schedule(0, 1, TIME_SCALE));

  /** Keeps its own copy. */
  public ScheduleStudy {
    rows = List.copyOf(rows);
  }

  /**
   * One schedule.
   *
   * @param schedule a, b and t0
   * @param looks the steps of the courses
   * @param expected log(E D/D_0) there, by the sum
   * @param found the logarithm of the mean of D/D_0 there; NaN where that is not positive
   * @param error its standard error: that of the mean, divided by the mean
   * @param compared the last look at which a quarter of D is expected to be left, or else the last
   *     look
   * @param lastRatio the mean of |x|/|y| at the end
   */
  public record Row(
      Schedule schedule,
      List<Long> looks,
      List<Double> expected,
      List<Double> found,
      List<Double> error,
      int compared,
      Estimate lastRatio) {
    /** Keeps its own copies. */
    public Row {
      looks = List.copyOf(looks);
      expected = List.copyOf(expected);
      found = List.copyOf(found);
      error = List.copyOf(error);
    }

    /** The exponents of the schedule, as its name. */
    String name() {
      return "a = " + schedule.stepExponent() + ", b = " + schedule.noiseExponent();
    }

    /** Whether balance is reached in the end: the sum of the rates diverges. */
    public boolean reachesBalance() {
      return schedule.stepExponent() + 2 * schedule.noiseExponent() <= 1;
    }
  }

  /** Runs all schedules. */
  public static ScheduleStudy run(StudyOptions options) {
    return new ScheduleStudy(
        options.map(
            SCHEDULES,
            schedule -> "Decay",
            schedule ->
                study(
                    schedule,
                    options.seed(),
                    options.replicates(128, 32),
                    options.steps(16_000, 4000))));
  }

  private static Row study(Schedule schedule, long seed, int runs, long updates) {
    Experiment e =
        PaperExperiments.named("fig4")
            .withStepSizes(ETA, ETA)
            .withNoise(SIGMA, SIGMA)
            .withStart(Start.at(List.of(0.5), List.of(2.0)));
    List<Long> looks = RunPlan.evenly(updates, INTERVALS);
    RunStatistics all =
        RunStatistics.of(
            RunPlan.perturbed(e, seed, FactorDraws.normal(seed, e), runs, looks).with(schedule));
    List<Double> expected = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    List<Double> error = new ArrayList<>();
    double sum = 0;
    long t = 0;
    int compared = 0;
    for (int look = 0; look < looks.size(); look++) {
      for (; t < looks.get(look); t++) {
        double sigma = SIGMA * schedule.noise(t);
        sum -= 2 * ETA * schedule.step(t) * sigma * sigma;
      }
      int at = look;
      Estimate left =
          Estimate.of(
              IntStream.range(0, runs)
                  .mapToDouble(p -> imbalance(all, p, at) / imbalance(all, p, 0))
                  .toArray());
      expected.add(sum);
      found.add(left.mean() > 0 ? StrictMath.log(left.mean()) : Double.NaN);
      error.add(left.standardError() / left.mean());
      if (sum >= StrictMath.log(0.25)) {
        compared = look;
      }
    }
    int last = looks.size() - 1;
    return new Row(
        schedule,
        looks,
        expected,
        found,
        error,
        compared,
        Estimate.of(IntStream.range(0, runs).mapToDouble(p -> all.ratio(last, p)).toArray()));
  }

  private static double imbalance(RunStatistics runs, int p, int look) {
    return runs.normX(look, p) - runs.normY(look, p);
  }
}
