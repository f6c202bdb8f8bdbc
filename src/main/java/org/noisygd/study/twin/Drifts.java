// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.List;
import org.noisygd.study.statistics.DriftRatio;

/** The drift of some of the coupled runs of a setting, each beside that of its twin. */
public final class Drifts implements CoupledRuns.Meeting {
  /** A run and its twin, by their numbers in each replicate. */
  public record Pair(int own, int twin) {}

  private final List<Pair> pairs;
  private final List<CoupledRuns.LastValues> imbalances;
  private final List<DriftTracker> trackers;
  private final boolean whole;

  /**
   * Follows runs that have not begun.
   *
   * @param t0 the step from which drifts are followed; negative for none
   * @param misses the chance with which the interval of a drift ratio misses
   * @param whole whether the runs go on to their last step when all drifts are known
   */
  public Drifts(CoupledRuns coupled, List<Pair> pairs, long t0, double misses, boolean whole) {
    Runs runs = coupled.runs();
    FlatProblem problem = new FlatProblem(runs.setting());
    this.pairs = List.copyOf(pairs);
    this.whole = whole;
    this.imbalances = coupled.lastValues(run -> problem.imbalance(run.x(), run.y()));
    this.trackers =
        pairs.stream()
            .map(p -> new DriftTracker(runs.replicates(), t0, runs.steps(), misses))
            .toList();
  }

  /** Takes the steps of a stretch. */
  @Override
  public boolean goesOn(long from, long to) {
    for (long t = from == 0 ? 0 : from + 1; t <= to; t++) {
      long step = t;
      for (int k = 0; k < pairs.size(); k++) {
        Pair pair = pairs.get(k);
        trackers
            .get(k)
            .at(
                step,
                i -> imbalances.get(i).get(pair.own(), step),
                i -> imbalances.get(i).get(pair.twin(), step));
      }
    }
    return whole || !trackers.stream().allMatch(DriftTracker::isDone);
  }

  /** Ends the drifts that go on, at the last step that was taken. */
  public void end() {
    trackers.forEach(DriftTracker::end);
  }

  /** The drift ratio of each pair, as far as it is known. */
  public List<DriftRatio> found() {
    return trackers.stream().map(DriftTracker::found).toList();
  }
}
