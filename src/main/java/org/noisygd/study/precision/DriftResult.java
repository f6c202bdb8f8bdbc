// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.Meter;
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
 * What a study of the drift saw. Components of the records inside it are the fields of its JSON.
 *
 * @param runs what was run in each arithmetic
 * @param reference the twin's arithmetic
 * @param rule what gave the verdicts
 * @param forecasts what formulas say of the arithmetics for which there are some, without a run
 * @param phases where the phases meet
 * @param twin the twin's course
 * @param twinLoss the loss of the reference run at the end
 * @param twinDivergedFrom the step at which the twin was seen to have diverged; empty if it did not
 * @param results one for each arithmetic
 */
public record DriftResult(
    RunSet runs,
    String reference,
    VerdictRule rule,
    List<DriftForecast> forecasts,
    Phases phases,
    List<Point> twin,
    Loss twinLoss,
    OptionalLong twinDivergedFrom,
    List<OfArithmetic> results) {

  /** A year of processor time: what would take longer is not advised. */
  private static final double MOST_SECONDS = 365.0 * 86_400;

  /** Keeps its own copies. */
  public DriftResult {
    forecasts = List.copyOf(forecasts);
    twin = List.copyOf(twin);
    results = List.copyOf(results);
  }

  /** The last step that was looked at, if the study ended before its work was done. */
  OptionalLong endedAt() {
    long last = twin.get(twin.size() - 1).step();
    return last < runs.steps() ? OptionalLong.of(last) : OptionalLong.empty();
  }

  /**
   * The arithmetics that runs could still decide, each with what that takes; empty if there are
   * none. The seconds of one core are counted, not timed.
   */
  String decidable() {
    return results.stream()
        .filter(one -> one.replicatesToDecide().isPresent())
        .map(
            one ->
                Text.format(
                    canBeRun(one)
                        ? "%s with --replicates %d, about %s of processor time"
                        : "%s with no number of replicates that can be run: %,d would take %s",
                    one.arithmetic(),
                    one.replicatesToDecide().getAsLong(),
                    Meter.duration(secondsToDecide(one))))
        .collect(Collectors.joining("; "));
  }

  /** How many replicates would decide, if they can be run, as a table shows it. */
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

  /** What the formulas say of the arithmetics that the runs leave undetermined. */
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
   * What was seen at one step, over all replicates.
   *
   * @param step the step
   * @param normX2 the mean of ||X||^2
   * @param normY2 the mean of ||Y||^2
   * @param imbalance the mean of ||X||^2 - gamma^2 ||Y||^2
   * @param loss the mean loss
   * @param significantBits significant bits: -log2 of the root mean square distance from the twin,
   *     relative to the twin's norm; infinite at distance 0
   * @param ratioStdErr the standard error of ||X||^2 / ||Y||^2 of the means; NaN for a single
   *     replicate, like the next two
   * @param imbalanceStdErr that of the mean imbalance
   * @param lagStdErr that of its distance from the twin's, paired
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
   * What one phase counted.
   *
   * @param updates over all replicates
   * @param unchangedStores the share of stored entries that an update left as they were
   * @param overflows stores that overflowed
   * @param underflows stores below the smallest normal number
   * @param updateInPlacesX the root mean square update of X's entries, over that of the spacings
   *     there: below a half nearest rounding is in its dead zone; NaN for an arithmetic without a
   *     format
   * @param updateInPlacesY that of Y's
   * @param significantBits significant bits against the twin, as in {@link Point}, over all updates
   */
  public record PhaseFigures(
      long updates,
      double unchangedStores,
      long overflows,
      long underflows,
      double updateInPlacesX,
      double updateInPlacesY,
      double significantBits) {}

  /**
   * When runs became balanced and stayed so.
   *
   * @param median over replicates; empty if half of them or more did not
   * @param censored the replicates that did not within the run
   * @param roundingDriven those that did in less than half of their twin's time
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
   * What was seen of one arithmetic.
   *
   * @param arithmetic its name as given
   * @param drift the drift ratio
   * @param divergedFrom the step at which it was seen to have diverged; empty if it did not
   * @param verdict what the drift ratio means
   * @param replicatesToDecide about how many replicates would decide an undetermined one
   * @param phases what phases I, II and III counted
   * @param timeToBalance when it became balanced
   * @param loss the loss at the end
   * @param course what was seen along the way
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
      List<Point> course) {
    /** Keeps its own copies. */
    public OfArithmetic {
      phases = List.copyOf(phases);
      course = List.copyOf(course);
    }

    /** What Phase III counted. */
    public PhaseFigures phaseThree() {
      return phases.get(phases.size() - 1);
    }
  }
}
