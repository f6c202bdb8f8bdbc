// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.noisygd.io.Meter;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.coupled.RunCost;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.forecast.DriftForecast;
import org.noisygd.study.measure.Phases;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.measure.VerdictRule.DriftClass;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.study.statistics.Student;

/**
 * The results of a study of the drift. The components of the inner records are its JSON fields.
 *
 * @param runs the runs in each arithmetic
 * @param reference the reference run's arithmetic
 * @param rule the rule of the verdicts
 * @param forecasts the forecasts, for the arithmetics with a formula
 * @param phases the ends of the phases
 * @param referenceTrajectory the reference run's trajectory
 * @param referenceLoss the reference run's loss at the end
 * @param referenceDivergedFrom the step at which the reference run had diverged, or empty
 * @param results the results, one per arithmetic
 */
public record DriftResult(
    RunSet runs,
    String reference,
    VerdictRule rule,
    List<DriftForecast> forecasts,
    Phases phases,
    List<Point> referenceTrajectory,
    Loss referenceLoss,
    OptionalLong referenceDivergedFrom,
    List<OfArithmetic> results) {
  /** Maximum processor time of runs that a report suggests, a year. */
  private static final double MOST_SECONDS = 365.0 * 86_400;

  /** Keeps its own copies. */
  public DriftResult {
    forecasts = List.copyOf(forecasts);
    referenceTrajectory = List.copyOf(referenceTrajectory);
    results = List.copyOf(results);
  }

  /** The last observed step, if the study ended early. */
  OptionalLong endedAt() {
    long last = referenceTrajectory.get(referenceTrajectory.size() - 1).step();
    return last < runs.steps() ? OptionalLong.of(last) : OptionalLong.empty();
  }

  /** The undetermined arithmetics, each with the replicates and the time to decide it. */
  String decidable() {
    return results.stream()
        .filter(one -> one.replicatesToDecide().isPresent())
        .map(
            one ->
                Text.format(
                    canBeRun(one)
                        ? "%s with --replicates %d, about %s of processor time"
                        : "%s not by runs: %,d replicates would take %s",
                    one.arithmetic(),
                    one.replicatesToDecide().getAsLong(),
                    Meter.duration(secondsToDecide(one))))
        .collect(Collectors.joining("; "));
  }

  /** The number of replicates that would decide, as a table shows it. */
  String wouldDecide(OfArithmetic one) {
    OptionalLong replicates = one.replicatesToDecide();
    return replicates.isEmpty()
        ? "-"
        : canBeRun(one) ? Text.format("%,d", replicates.getAsLong()) : "too many";
  }

  private boolean canBeRun(OfArithmetic one) {
    return secondsToDecide(one) <= MOST_SECONDS;
  }

  private double secondsToDecide(OfArithmetic one) {
    return (double) one.replicatesToDecide().orElse(0)
        * one.drift().to()
        * RunCost.seconds(
            runs.setting(),
            ArithmeticName.parse(reference),
            List.of(ArithmeticName.parse(one.arithmetic())));
  }

  /** The forecasts of the arithmetics that the runs leave undetermined. */
  List<DriftForecast> deciding() {
    return forecasts.stream()
        .filter(one -> one.verdict() != DriftClass.UNDETERMINED)
        .filter(
            one ->
                results.stream()
                    .anyMatch(
                        run ->
                            run.arithmetic().equals(one.arithmetic().name())
                                && run.verdict() == DriftClass.UNDETERMINED))
        .toList();
  }

  /**
   * The state at one step, over all replicates.
   *
   * @param step the step
   * @param normX2 the mean of ||X||^2
   * @param normY2 the mean of ||Y||^2
   * @param imbalance the mean of ||X||^2 - gamma^2 ||Y||^2
   * @param loss the mean loss
   * @param significantBits -log2 of the root mean square distance from the reference run, relative
   *     to its norm; infinite at distance 0
   * @param ratioStdErr the standard error of ||X||^2 / ||Y||^2 of the means; NaN for a single
   *     replicate, like the next two
   * @param imbalanceStdErr the standard error of the mean imbalance
   * @param lagStdErr the standard error of the paired difference from the reference run's imbalance
   */
  public record Point(
      long step,
      double normX2,
      double normY2,
      double imbalance,
      double loss,
      double significantBits,
      double ratioStdErr,
      double imbalanceStdErr,
      double lagStdErr) {}

  /**
   * The counts of one phase.
   *
   * @param updates the updates of all replicates
   * @param unchangedStores the fraction of stored entries that an update left unchanged
   * @param overflows the stores that overflowed
   * @param underflows the stores below the smallest normal number
   * @param updateInUlpsX the root mean square update of X's entries over the root mean square
   *     spacing there; NaN for an arithmetic without a format
   * @param updateInUlpsY the same ratio for Y
   * @param significantBits as in {@link Point}, over all updates
   */
  public record PhaseFigures(
      long updates,
      double unchangedStores,
      long overflows,
      long underflows,
      double updateInUlpsX,
      double updateInUlpsY,
      double significantBits) {}

  /**
   * The times from which runs stayed balanced.
   *
   * @param median the median over replicates; empty if half of them or more were never balanced
   * @param censored the number of replicates that were never balanced
   * @param roundingDriven the number balanced in less than half of their reference run's time
   */
  public record TimeToBalance(OptionalLong median, int censored, int roundingDriven) {}

  /**
   * The loss at the recorded steps of the last tenth of the run, over all replicates. Intervals are
   * at 99%, by Student's distribution over replicates; infinite for a single replicate.
   *
   * @param mean the mean; NaN where a run is lost
   * @param low the lower end of its interval, at least 0
   * @param high the upper end
   * @param deviation the standard deviation
   * @param deviationLow the lower end of its interval, to first order; at least 0
   * @param deviationHigh the upper end
   */
  public record Loss(
      double mean,
      double low,
      double high,
      double deviation,
      double deviationLow,
      double deviationHigh) {
    /** The loss from the moments of its values. */
    static Loss of(ReplicateMoments moments) {
      int n = moments.replicates();
      double errors = n > 1 ? Student.errors(n, VerdictRule.MISSES) : Double.POSITIVE_INFINITY;
      double half = half(errors, moments.meanError());
      double ofDeviation = half(errors, moments.deviationError());
      double mean = moments.mean();
      double deviation = moments.deviation();
      return new Loss(
          mean,
          Math.max(0, mean - half),
          mean + half,
          deviation,
          Math.max(0, deviation - ofDeviation),
          deviation + ofDeviation);
    }

    /** Half the width of an interval; infinite if the standard error is not known. */
    private static double half(double errors, double standardError) {
      return Double.isNaN(standardError) ? Double.POSITIVE_INFINITY : errors * standardError;
    }
  }

  /**
   * The results of one arithmetic.
   *
   * @param arithmetic the name as given
   * @param drift the drift ratio
   * @param divergedFrom the step at which the run had diverged, or empty
   * @param verdict the verdict on the drift ratio
   * @param replicatesToDecide the estimated number that would decide an undetermined verdict
   * @param phases the counts of Phases I, II and III
   * @param timeToBalance the steps from which it was balanced
   * @param loss the loss at the end
   * @param trajectory its trajectory
   */
  public record OfArithmetic(
      String arithmetic,
      DriftRatio drift,
      OptionalLong divergedFrom,
      DriftClass verdict,
      OptionalLong replicatesToDecide,
      List<PhaseFigures> phases,
      TimeToBalance timeToBalance,
      Loss loss,
      List<Point> trajectory) {
    /** Keeps its own copies. */
    public OfArithmetic {
      phases = List.copyOf(phases);
      trajectory = List.copyOf(trajectory);
    }

    /** The counts of Phase III. */
    public PhaseFigures phaseThree() {
      return phases.get(phases.size() - 1);
    }
  }
}
