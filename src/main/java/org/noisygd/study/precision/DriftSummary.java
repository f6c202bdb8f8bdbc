// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.coupled.ArrayProblem;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.forecast.DriftForecast;
import org.noisygd.study.measure.Phases;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.measure.VerdictRule.DriftClass;
import org.noisygd.study.precision.DriftResult.Loss;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.PhaseFigures;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.study.precision.DriftResult.TimeToBalance;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.statistics.ReplicateMoments;

/**
 * Combines the observations of the replicates of a study, in their order.
 *
 * <p>A run has diverged if it is not finite, or if in Phase III (at the last step, if there is
 * none) its mean loss is above both that of its start and 2 ||M||^2: there the gradient points
 * inward, so that small steps from the start would have lowered the loss
 * (proofs-notes/precision.md).
 *
 * @param runs the setting, the replicates and the steps
 * @param subjects the arithmetics compared with the reference run
 * @param rule the rule of the verdicts
 * @param phases the ends of the phases
 * @param grid the observed steps
 * @param replicates the observations, of which run 0 is the reference run
 */
record DriftSummary(
    RunSet runs,
    List<ArithmeticName> subjects,
    VerdictRule rule,
    Phases phases,
    ObservationGrid grid,
    List<DriftObserver> replicates) {
  /** The reciprocal of the fraction of the steps that counts as the end of a run. */
  private static final int LAST = 10;

  /** The trajectory of the reference run. */
  List<Point> referenceTrajectory() {
    return points(0);
  }

  /** The step at which the reference run had diverged. */
  OptionalLong referenceDivergedFrom() {
    return divergedFrom(referenceTrajectory());
  }

  private OptionalLong divergedFrom(List<Point> points) {
    double target = Entries.normSquared(new ArrayProblem(runs.setting()).m);
    double bound = Math.max(2 * target, points.get(0).loss());
    long from = phases.hasThree() ? phases.endOfTwo() : runs.steps();
    return points.stream()
        .filter(point -> point.step() >= from && !(point.loss() <= bound))
        .mapToLong(Point::step)
        .findFirst();
  }

  /**
   * Returns true if more replicates could decide the verdict on arithmetic k, or should check it
   * because the forecast is preserved and these runs say otherwise.
   */
  boolean isOpen(int k, DriftRatio drift, List<DriftForecast> forecasts) {
    String name = subjects.get(k).name();
    boolean differs =
        rule.of(drift) != DriftClass.PRESERVED
            && Double.isFinite(drift.value())
            && forecasts.stream()
                .filter(one -> one.arithmetic().name().equals(name))
                .anyMatch(one -> one.verdict() == DriftClass.PRESERVED);
    return !hasDiverged(points(k + 1)) && (differs || rule.replicatesToDecide(drift).isPresent());
  }

  private boolean hasDiverged(List<Point> points) {
    return referenceDivergedFrom().isPresent() || divergedFrom(points).isPresent();
  }

  /** The result of each subject, with these drift ratios. */
  List<OfArithmetic> results(List<DriftRatio> drifts) {
    List<OfArithmetic> results = new ArrayList<>();
    for (int k = 0; k < subjects.size(); k++) {
      int a = k + 1;
      List<Point> points = points(a);
      boolean diverged = hasDiverged(points);
      DriftRatio drift = drifts.get(k);
      results.add(
          new OfArithmetic(
              subjects.get(k).name(),
              drift,
              divergedFrom(points),
              diverged ? DriftClass.DIVERGED : rule.of(drift),
              diverged ? OptionalLong.empty() : rule.replicatesToDecide(drift),
              phaseFigures(a),
              timeToBalance(a),
              loss(a),
              points));
    }
    return results;
  }

  private double mean(ToDoubleFunction<DriftObserver> of) {
    double sum = 0;
    for (DriftObserver one : replicates) {
      sum += of.applyAsDouble(one);
    }
    return sum / replicates.size();
  }

  /** The standard error of a mean over the replicates; NaN for a single one. */
  private double standardError(ToDoubleFunction<DriftObserver> of) {
    int n = replicates.size();
    double mean = mean(of);
    double squares = 0;
    for (DriftObserver one : replicates) {
      double deviation = of.applyAsDouble(one) - mean;
      squares += deviation * deviation;
    }
    return Math.sqrt(squares / n / (n - 1));
  }

  private List<Point> points(int a) {
    List<Point> points = new ArrayList<>();
    for (int k = 0; k < grid.size(); k++) {
      int index = k;
      double normX = mean(one -> one.seen(a, index).normX());
      double normY = mean(one -> one.seen(a, index).normY());
      points.add(
          new Point(
              grid.step(index),
              normX,
              normY,
              mean(one -> one.seen(a, index).imbalance()),
              mean(one -> one.seen(a, index).loss()),
              bits(mean(one -> one.seen(a, index).distanceSquared())),
              // Of a quotient of means x/y: to first order the error of x - (x/y) y, over y.
              standardError(
                      one ->
                          one.seen(a, index).normX() - normX / normY * one.seen(a, index).normY())
                  / normY,
              standardError(one -> one.seen(a, index).imbalance()),
              standardError(
                  one -> one.seen(a, index).imbalance() - one.seen(0, index).imbalance())));
    }
    return points;
  }

  /** The number of bits, -log2 of the root of a mean square. */
  static double bits(double meanSquare) {
    return -StrictMath.log(meanSquare) / (2 * StrictMath.log(2));
  }

  /** The loss of run a at the steps of the grid in the last tenth of the run so far. */
  Loss loss(int a) {
    long last = grid.step(grid.size() - 1);
    int[] indices =
        IntStream.range(0, grid.size()).filter(k -> grid.step(k) >= last - last / LAST).toArray();
    double[][] values =
        replicates.stream()
            .map(one -> IntStream.of(indices).mapToDouble(k -> one.seen(a, k).loss()).toArray())
            .toArray(double[][]::new);
    // Summed about the first value, so that a stagnated run has a standard deviation of exactly 0.
    return Loss.of(ReplicateMoments.of(values, values[0][0]));
  }

  private List<PhaseFigures> phaseFigures(int a) {
    List<StorageStatistics> meters = replicates.stream().map(one -> one.meter(a)).toList();
    return IntStream.range(0, DriftObserver.PHASES)
        .mapToObj(phase -> StorageStatistics.figures(meters, phase))
        .toList();
  }

  private TimeToBalance timeToBalance(int a) {
    int n = replicates.size();
    long[] held =
        replicates.stream()
            .mapToLong(one -> one.timeToBalance(a))
            .filter(time -> time >= 0)
            .sorted()
            .toArray();
    long roundingDriven = replicates.stream().filter(one -> isDrivenByRounding(one, a)).count();
    // The lower median, which is known once half of the times are known.
    int middle = (n - 1) / 2;
    return new TimeToBalance(
        middle < held.length ? OptionalLong.of(held[middle]) : OptionalLong.empty(),
        n - held.length,
        (int) roundingDriven);
  }

  /** Returns true if a run was balanced in less than half the time of its reference run. */
  private boolean isDrivenByRounding(DriftObserver one, int a) {
    long time = one.timeToBalance(a);
    long reference = one.timeToBalance(0);
    return time >= 0 && 2 * time < (reference >= 0 ? reference : runs.steps());
  }
}
