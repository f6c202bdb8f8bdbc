// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.measure;

import java.util.List;
import java.util.stream.Stream;
import org.noisygd.study.coupled.ArrayProblem;
import org.noisygd.study.coupled.CoupledRuns;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.statistics.DriftRatio;

/** The drift ratios of coupled runs, of which run 0 is the reference run. */
public final class DriftMeasurement implements CoupledRuns.Meeting {
  private final List<CoupledRuns.LastValues> imbalances;
  private final List<DriftTracker> trackers;
  private final boolean whole;

  /**
   * Prepares the measurement, before the runs begin.
   *
   * @param compared the number of runs beside the reference run
   * @param t0 the step from which drifts are followed; negative for none
   * @param misses probability that the interval of a drift ratio misses
   * @param whole true to run to the last step even if all drifts are known
   */
  public DriftMeasurement(
      CoupledRuns coupled, int compared, long t0, double misses, boolean whole) {
    RunSet runs = coupled.runs();
    ArrayProblem problem = new ArrayProblem(runs.setting());
    this.whole = whole;
    this.imbalances = coupled.lastValues(run -> problem.imbalance(run.x(), run.y()));
    this.trackers =
        Stream.generate(() -> new DriftTracker(runs.replicates(), t0, runs.steps(), misses))
            .limit(compared)
            .toList();
  }

  /** Reads the steps of a stretch. */
  @Override
  public boolean goesOn(long from, long to) {
    for (long t = from == 0 ? 0 : from + 1; t <= to; t++) {
      long step = t;
      for (int k = 0; k < trackers.size(); k++) {
        int own = k + 1;
        trackers
            .get(k)
            .at(step, i -> imbalances.get(i).get(own, step), i -> imbalances.get(i).get(0, step));
      }
    }
    return whole || !trackers.stream().allMatch(DriftTracker::isDone);
  }

  /** Ends the drifts that are not complete, at the last step so far. */
  public void end() {
    trackers.forEach(DriftTracker::end);
  }

  /** The drift ratio of each run, as far as it is known. */
  public List<DriftRatio> found() {
    return trackers.stream().map(DriftTracker::found).toList();
  }
}
