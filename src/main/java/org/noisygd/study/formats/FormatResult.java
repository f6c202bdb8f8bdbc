// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.VerdictRule;
import org.noisygd.study.twin.VerdictRule.Verdict;

/**
 * What each place that rounds did.
 *
 * @param runs what was run of each place, from the start
 * @param settled the step from which on runs from the optimum are looked at
 * @param settledSteps their updates
 * @param ended where they ended, if that was before their work was done
 * @param rule what gives the verdicts
 * @param phases of the plain twin
 * @param sites one for each place
 */
public record FormatResult(
    Runs runs,
    long settled,
    long settledSteps,
    Optional<Ended> ended,
    VerdictRule rule,
    Phases phases,
    List<OfSite> sites) {
  /** Keeps its own copy. */
  public FormatResult {
    sites = List.copyOf(sites);
  }

  /**
   * The last steps that were looked at, if the study ended early.
   *
   * @param at of the runs from the start
   * @param settledAt of those from the optimum; 0 if they had not begun
   */
  public record Ended(long at, long settledAt) {}

  /** The last step of the runs from the start, if the study ended early. */
  OptionalLong endedAt() {
    return ended.stream().mapToLong(Ended::at).findFirst();
  }

  /** The last step of the runs from the optimum, if the study ended early. */
  OptionalLong settledEndedAt() {
    return ended.stream().mapToLong(Ended::settledAt).findFirst();
  }

  /**
   * What one place did.
   *
   * @param site its name as given
   * @param drift the drift of the imbalance beside the twin's
   * @param verdict what that means
   * @param replicatesToDecide about how many replicates would decide an undetermined verdict
   * @param unchanged the share of what is stored that an update left as it was; NaN where nothing
   *     is stored
   * @param placesX a of X: root mean square update over root mean square spacing; NaN but for
   *     stores of the iterate
   * @param placesY a of Y
   * @param imbalance the imbalance of settled runs; NaN where a run left the finite numbers
   * @param twin the imbalance of the twin's settled runs
   */
  public record OfSite(
      String site,
      DriftRatio drift,
      Verdict verdict,
      OptionalLong replicatesToDecide,
      double unchanged,
      double placesX,
      double placesY,
      ReplicateMoments imbalance,
      ReplicateMoments twin) {

    /** The spread of the settled imbalance, divided by the twin's. */
    public double spread() {
      return imbalance.deviation() / twin.deviation();
    }

    /** Its standard error, as of independent runs. */
    public double spreadError() {
      double own = imbalance.deviationError();
      double ofTwin = spread() * twin.deviationError();
      return Math.sqrt(own * own + ofTwin * ofTwin) / twin.deviation();
    }

    /** The mean of the settled imbalance less the twin's, in units of the twin's spread. */
    public double shift() {
      return (imbalance.mean() - twin.mean()) / twin.deviation();
    }

    /** Its standard error. */
    public double shiftError() {
      double own = imbalance.meanError();
      double ofTwin = twin.meanError();
      return Math.sqrt(own * own + ofTwin * ofTwin) / twin.deviation();
    }
  }
}
