// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Workers;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.precision.SettledResult.OfArithmetic;
import org.noisygd.study.precision.SettledResult.Prediction;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.precision.SettledResult.Seen;
import org.noisygd.study.statistics.FiveNumbers;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.PhaseThree;
import org.noisygd.theory.settling.StationaryLaw;

/**
 * The stationary law of ratio, imbalance and loss in several arithmetics, beside its closed form
 * ({@link StationaryLaw}). Every run starts at the smoothed optimum, settles for four times the
 * slowest rate's inverse (which leaves exp(-8) of what the variance lacks at the start), and is
 * then looked at every eight updates. Standard errors are those of means over independent
 * replicates.
 *
 * @param setting the problem: M of rank r or more, noise in both factors; its start and gamma do
 *     not matter. Where M has more than rank r, the law is that of the matrix of rank r that is
 *     nearest to M, while the runs use M.
 * @param arithmetics in which the runs are made
 * @param replicates how many replicates, at least 2
 * @param steps how many updates each; 0 for {@link #settled} and eight times the inverse rate more
 * @param seed of noise and stochastic roundings
 */
public record SettledStudy(
    Experiment setting, List<ArithmeticName> arithmetics, int replicates, long steps, long seed) {
  /** Inverse rates until runs have settled. */
  private static final double UNTIL_SETTLED = 4;

  /** Inverse rates during which they are looked at unless told otherwise. */
  private static final double OBSERVED = 8;

  /** Far above what taking M apart in double-double and rounding it once leaves. */
  private static final double ROUNDING = 1e-12;

  /** Values kept of each quantity, for the quartiles: eight bytes each. */
  private static final long MOST_LOOKS = 30_000_000;

  /** Checks the numbers, and that the problem is one of Theorem 2's whose runs settle. */
  public SettledStudy {
    arithmetics = List.copyOf(arithmetics);
    Require.that(!arithmetics.isEmpty(), "arithmetics", "be at least one", 0);
    Require.that(replicates >= 2, "replicates", "be at least 2", replicates);
    law(setting); // refuses steps with which nothing settles
    double rate = rate(setting);
    long settled = (long) Math.ceil(UNTIL_SETTLED / rate);
    long whole = steps == 0 ? settled + (long) Math.ceil(OBSERVED / rate) : steps;
    Require.that(
        whole >= settled + SettledReplicate.EVERY,
        "steps",
        "be " + (settled + SettledReplicate.EVERY) + " or more, for the runs to settle",
        whole);
    Require.that(
        (whole - settled) / SettledReplicate.EVERY <= MOST_LOOKS / replicates / arithmetics.size(),
        "steps times replicates times arithmetics",
        "be fewer",
        whole + " times " + replicates + " times " + arithmetics.size());
    steps = whole;
  }

  /** The step from which on runs are looked at; takes M apart each time. */
  public long settled() {
    return (long) Math.ceil(UNTIL_SETTLED / rate(setting));
  }

  /** What M has beyond the nearest matrix of rank r, as a share of ||M||; 0 for rounding alone. */
  private double rest(Theorem2<Double> problem) {
    Matrix<Double> target = setting.target();
    double rest = target.minus(problem.target()).norm() / target.norm();
    return rest < ROUNDING ? 0 : rest;
  }

  private static StationaryLaw<Double> law(Experiment setting) {
    return StationaryLaw.of(Theorem2.ofLargest(setting), setting.etaX(), setting.etaY());
  }

  /** The slowest rate of the linearised update, per update. */
  private static double rate(Experiment setting) {
    return PhaseThree.slowest(Theorem2.ofLargest(setting), setting.etaX(), setting.etaY());
  }

  /**
   * Runs the study.
   *
   * @param threads how many replicates run at a time; the result does not depend on it
   * @param progress told in words how far it is, by any thread
   */
  public SettledResult run(int threads, Consumer<String> progress) {
    Theorem2<Double> problem = Theorem2.ofLargest(setting);
    StationaryLaw<Double> law = law(setting);
    List<Prediction> predicted = new ArrayList<>();
    for (var moments : List.of(law.ratio(), law.imbalance(), law.loss())) {
      predicted.add(
          new Prediction(moments.atOptimum(), moments.mean(), moments.standardDeviation()));
    }
    Factors<Double> optimum = problem.optimum();
    long settled = settled();
    double[] x0 = optimum.x().roundToRows();
    double[] y0 = optimum.y().roundToRows();
    List<SettledReplicate> runs =
        IntStream.range(0, replicates)
            .mapToObj(
                i ->
                    new SettledReplicate(
                        setting.withGamma(problem.gamma()),
                        arithmetics,
                        settled,
                        steps,
                        seed,
                        i,
                        x0,
                        y0))
            .toList();
    AtomicLong done = new AtomicLong();
    try (Workers workers = new Workers(threads)) {
      workers.all(
          runs,
          one -> {
            one.run();
            progress.accept(
                Text.format(
                    "%,d of %,d replicates have settled", done.incrementAndGet(), replicates));
          });
    }
    List<OfArithmetic> results = new ArrayList<>();
    for (int a = 0; a < arithmetics.size(); a++) {
      int run = a;
      int lost = (int) runs.stream().filter(one -> one.isLost(run)).count();
      List<Seen> seen = new ArrayList<>();
      for (Quantity quantity : Quantity.values()) {
        seen.add(seen(runs, a, quantity.place(), lost > 0));
      }
      results.add(
          new OfArithmetic(
              arithmetics.get(a).name(),
              lost,
              seen,
              RoundedLaw.of(setting, arithmetics.get(a), x0, y0, settled, steps)));
    }
    return new SettledResult(
        setting,
        replicates,
        settled,
        steps,
        seed,
        rate(setting),
        rest(problem),
        predicted,
        results);
  }

  /** What all replicates showed; NaN where one is lost. */
  private static Seen seen(List<SettledReplicate> replicates, int a, int quantity, boolean lost) {
    double[][] values =
        replicates.stream()
            .map(one -> lost ? new double[] {Double.NaN} : one.values(a, quantity))
            .toArray(double[][]::new);
    // About the first value: what has frozen there has a variance of 0.
    ReplicateMoments moments = ReplicateMoments.of(values, values[0][0]);
    FiveNumbers quartiles =
        FiveNumbers.of(Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
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
