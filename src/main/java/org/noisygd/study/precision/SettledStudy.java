// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.Meter;
import org.noisygd.study.precision.SettledResult.OfArithmetic;
import org.noisygd.study.precision.SettledResult.Prediction;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.precision.SettledResult.Seen;
import org.noisygd.study.precision.SettledRuns.Span;
import org.noisygd.study.statistics.FiveNumbers;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.study.twin.CoupledRuns;
import org.noisygd.study.twin.CoupledStudy;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.StationaryLaw;

/**
 * The stationary law of ratio, imbalance and loss in several arithmetics, beside its closed form
 * ({@link StationaryLaw}). Every run starts at the smoothed optimum, and is looked at once it has
 * settled ({@link SettledRuns}). Standard errors are those of means over independent replicates.
 *
 * @param setting the problem: M of rank r or more, noise in both factors; its start and gamma do
 *     not matter. Where M has more than rank r, the law is that of the matrix of rank r that is
 *     nearest to M, while the runs use M.
 * @param arithmetics in which the runs are made
 * @param replicates how many replicates, at least 2
 * @param steps how many updates each; 0 for those of {@link SettledRuns.Span}
 * @param seed of noise and stochastic roundings
 */
public record SettledStudy(
    Experiment setting, List<ArithmeticName> arithmetics, int replicates, long steps, long seed)
    implements CoupledStudy<SettledResult> {
  /** Far above the rounding of M's singular values, computed in double-double and rounded once. */
  private static final double ROUNDING = 1e-12;

  /** The most values kept of each quantity for its quartiles, of eight bytes each. */
  private static final long MOST_LOOKS = 30_000_000;

  /** Checks the numbers, and that the problem is one of Theorem 2's whose runs settle. */
  public SettledStudy {
    arithmetics = List.copyOf(arithmetics);
    Require.that(!arithmetics.isEmpty(), "arithmetics", "be at least one", 0);
    Require.that(replicates >= 2, "replicates", "be at least 2", replicates);
    Theorem2<Double> problem = Theorem2.ofLargest(setting);
    law(problem, setting); // refuses steps with which nothing settles
    Span span = Span.of(problem, setting);
    long whole = steps == 0 ? span.end() : steps;
    Require.that(
        SettledRuns.areSeen(span.settled(), whole),
        "steps",
        "be " + (span.settled() + SettledRuns.EVERY) + " or more, for the runs to settle",
        whole);
    Require.that(
        span.to(whole).looks() <= MOST_LOOKS / replicates / arithmetics.size(),
        "steps times replicates times arithmetics",
        "be fewer",
        whole + " times " + replicates + " times " + arithmetics.size());
    steps = whole;
  }

  /** The distance from M to rank r, as a share of ||M||; 0 if it is rounding alone. */
  private double rest(Theorem2<Double> problem) {
    Matrix<Double> target = setting.target();
    double rest = target.minus(problem.target()).norm() / target.norm();
    return rest < ROUNDING ? 0 : rest;
  }

  private static StationaryLaw<Double> law(Theorem2<Double> problem, Experiment setting) {
    return StationaryLaw.of(problem, setting.etaX(), setting.etaY());
  }

  @Override
  public Runs runs() {
    return new Runs(setting, replicates, steps, seed);
  }

  private List<ArithmeticName> subjects() {
    return arithmetics;
  }

  /** About the seconds that it takes, from a few timed updates. */
  @Override
  public double expectedSeconds(int threads) {
    return new CoupledRuns(runs(), i -> new Trajectories(setting, seed, i).in(subjects()))
        .expectedSeconds(steps, threads);
  }

  @Override
  public SettledResult run(int threads, BooleanSupplier isEndDue, Consumer<String> progress) {
    Theorem2<Double> problem = Theorem2.ofLargest(setting);
    StationaryLaw<Double> law = law(problem, setting);
    List<Prediction> predicted = new ArrayList<>();
    for (var moments : List.of(law.ratio(), law.imbalance(), law.loss())) {
      predicted.add(
          new Prediction(moments.atOptimum(), moments.mean(), moments.standardDeviation()));
    }
    Span span = Span.of(problem, setting).to(steps);
    SettledRuns runs =
        new SettledRuns(setting.withGamma(problem.gamma()), subjects(), replicates, seed, span);
    String of = Text.count(replicates, "replicate");
    boolean ended;
    try (Workers workers = new Workers(threads)) {
      ended = runs.run(workers, isEndDue, new Meter(steps, progress), 0, of);
    }
    long last = runs.reached();
    List<OfArithmetic> results = new ArrayList<>();
    for (int a = 0; a < arithmetics.size(); a++) {
      List<Seen> seen = new ArrayList<>();
      for (Quantity quantity : Quantity.values()) {
        seen.add(seen(runs.moments(a, quantity), runs.quartiles(a, quantity)));
      }
      results.add(
          new OfArithmetic(
              arithmetics.get(a).name(),
              runs.lost(a),
              seen,
              SettledRuns.areSeen(span.settled(), last)
                  ? RoundedLaw.of(
                      setting, arithmetics.get(a), runs.x0(), runs.y0(), span.settled(), last)
                  : Optional.empty()));
    }
    return new SettledResult(
        runs(),
        ended ? OptionalLong.of(last) : OptionalLong.empty(),
        span.settled(),
        span.rate(),
        rest(problem),
        predicted,
        results);
  }

  private static Seen seen(ReplicateMoments moments, FiveNumbers quartiles) {
    return new Seen(
        moments.mean(),
        moments.meanError(),
        moments.deviation(),
        moments.deviationError(),
        quartiles.q1(),
        quartiles.median(),
        quartiles.q3());
  }
}
