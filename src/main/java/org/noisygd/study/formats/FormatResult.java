// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.List;
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
 * @param rule what gives the verdicts
 * @param phases of the plain twin
 * @param sites one for each place
 */
public record FormatResult(
    Runs runs,
    long settled,
    long settledSteps,
    VerdictRule rule,
    Phases phases,
    List<OfSite> sites) {
  /** Keeps its own copy. */
  public FormatResult {
    sites = List.copyOf(sites);
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
