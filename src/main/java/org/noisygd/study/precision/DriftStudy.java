// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.noisygd.descent.fast.Workers;
import org.noisygd.io.Meter;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.coupled.CoupledRuns;
import org.noisygd.study.coupled.RunCost;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.coupled.Trajectories;
import org.noisygd.study.forecast.DriftForecast;
import org.noisygd.study.forecast.DriftForecastReport;
import org.noisygd.study.measure.DriftMeasurement;
import org.noisygd.study.measure.Phases;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.statistics.DriftRatio;

/**
 * A precision study: coupled runs of Perturbed GD, the same noise in every arithmetic, beside a
 * reference run of high precision. Threads share the replicates; sums over replicates are formed in
 * their order, so results do not depend on the number of threads.
 *
 * <p>If the rule plans several interim analyses, undetermined arithmetics are run again from the
 * start with more replicates, up to t1, within the rule's time. The noise of a replicate does not
 * depend on the number of replicates, so a later analysis gives the drift ratio of a study with
 * that many replicates; all other results are those of the first analysis.
 *
 * @param runs the runs of the problem in each arithmetic
 * @param reference the reference run's arithmetic
 * @param subjects the arithmetics compared with it
 * @param rule the rule of the verdicts
 */
public record DriftStudy(
    RunSet runs, ArithmeticName reference, List<ArithmeticName> subjects, VerdictRule rule) {
  /** The arithmetics that are compared by default. */
  public static final List<String> DEFAULT_ARITHMETICS =
      List.of("bfloat16", "bfloat16/stochastic", "bfloat16/master", "binary32");

  /** The number of interim analyses, unless the number of replicates is given. */
  public static final int DEFAULT_LOOKS = 3;

  /**
   * The default time of one core for later analyses, in seconds: with the first analysis of Fig. 4,
   * less than a minute on two cores.
   */
  public static final double DEFAULT_SECONDS = 80;

  /** Checks the numbers. */
  public DriftStudy {
    subjects = List.copyOf(subjects);
    Require.that(!subjects.isEmpty(), "arithmetics", "be at least one", 0);
  }

  /** The estimated seconds of the first analysis, from counts of operations. */
  public double expectedSeconds(int threads) {
    return seconds(subjects, (double) runs.steps() * runs.replicates()) / threads;
  }

  /** Runs the study to its end. */
  public DriftResult run(int threads, Consumer<String> progress) {
    return run(threads, () -> false, progress);
  }

  /**
   * Runs the study.
   *
   * @param threads the number of replicates that advance at a time
   * @param shouldStop the condition for ending with the results so far
   * @param progress the receiver of lines on the progress
   */
  public DriftResult run(int threads, BooleanSupplier shouldStop, Consumer<String> progress) {
    Require.positive("threads", threads);
    List<DriftForecast> forecasts =
        DriftForecast.of(runs.setting(), subjects, runs.seed(), rule, shouldStop, progress);
    if (!forecasts.isEmpty()) {
      progress.accept("by formula: " + DriftForecastReport.summary(forecasts));
    }
    try (Workers workers = new Workers(threads)) {
      Phases phases = Phases.of(runs, reference, workers, shouldStop, progress);
      ObservationGrid grid = new ObservationGrid(runs.steps(), phases);
      List<ArithmeticName> compared = withReference(subjects);
      CoupledRuns all = coupled(compared, runs.replicates());
      List<DriftObserver> seen =
          all.observedBy(count -> new DriftObserver(runs.setting(), phases, grid, compared));
      DriftMeasurement found = drifts(all, subjects.size(), phases, true);
      report(all, subjects.size(), progress);
      boolean ended = all.advance(workers, CoupledRuns.STRETCH, found, shouldStop);
      if (ended) {
        found.end();
      }
      ObservationGrid observed = grid.until(all.reached());
      DriftSummary summary = new DriftSummary(runs, subjects, rule, phases, observed, seen);
      List<DriftRatio> drifts = new ArrayList<>(found.found());
      if (!ended) {
        analyseAgain(workers, summary, forecasts, drifts, shouldStop, progress);
      }
      return new DriftResult(
          runs,
          reference.name(),
          rule,
          forecasts,
          phases,
          summary.referenceTrajectory(),
          summary.loss(0),
          summary.referenceDivergedFrom(),
          summary.results(drifts));
    }
  }

  /** Runs the later analyses of undetermined arithmetics, and replaces their ratios. */
  private void analyseAgain(
      Workers workers,
      DriftSummary summary,
      List<DriftForecast> forecasts,
      List<DriftRatio> drifts,
      BooleanSupplier shouldStop,
      Consumer<String> progress) {
    double seconds = 0;
    int n = runs.replicates();
    for (int analysis = 2; analysis <= rule.analyses(); analysis++) {
      List<Integer> open =
          IntStream.range(0, drifts.size())
              .filter(k -> summary.isOpen(k, drifts.get(k), forecasts))
              .boxed()
              .toList();
      List<ArithmeticName> compared = open.stream().map(subjects::get).toList();
      n *= VerdictRule.MORE;
      long updates = open.stream().mapToLong(k -> drifts.get(k).to()).max().orElse(0);
      seconds += seconds(compared, (double) updates * n);
      if (open.isEmpty() || seconds > rule.seconds() || shouldStop.getAsBoolean()) {
        return;
      }
      CoupledRuns more = coupled(withReference(compared), n);
      DriftMeasurement found = drifts(more, compared.size(), summary.phases(), false);
      report(more, compared.size(), progress);
      if (more.advance(workers, CoupledRuns.STRETCH, found, shouldStop)) {
        return;
      }
      for (int k = 0; k < open.size(); k++) {
        drifts.set(open.get(k), found.found().get(k));
      }
    }
  }

  private List<ArithmeticName> withReference(List<ArithmeticName> compared) {
    List<ArithmeticName> all = new ArrayList<>();
    all.add(reference);
    all.addAll(compared);
    return all;
  }

  /** The reference run, number 0, and the runs compared with it. */
  private CoupledRuns coupled(List<ArithmeticName> all, int n) {
    return new CoupledRuns(
        new RunSet(runs.setting(), n, runs.steps(), runs.seed()),
        i -> {
          Trajectories factory = new Trajectories(runs.setting(), runs.seed(), i);
          return IntStream.range(0, all.size())
              .mapToObj(a -> a == 0 ? factory.reference(reference) : factory.in(all.get(a)))
              .toList();
        });
  }

  private DriftMeasurement drifts(CoupledRuns coupled, int compared, Phases phases, boolean whole) {
    return new DriftMeasurement(coupled, compared, phases.endOfTwo(), rule.missRate(), whole);
  }

  private static void report(CoupledRuns coupled, int compared, Consumer<String> progress) {
    RunSet runs = coupled.runs();
    String of =
        Text.count(runs.replicates(), "replicate") + " in " + Text.count(compared, "arithmetic");
    coupled.report(new Meter(runs.steps(), progress), of);
  }

  /** The estimated seconds of one core for this number of updates of each run. */
  private double seconds(List<ArithmeticName> compared, double updates) {
    return updates * RunCost.seconds(runs.setting(), reference, compared);
  }
}
