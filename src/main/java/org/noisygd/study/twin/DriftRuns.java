// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.List;
import java.util.function.LongConsumer;
import org.noisygd.descent.fast.Workers;
import org.noisygd.study.statistics.DriftRatio;

/**
 * Replicates that advance together, a stretch of updates at a time, and the drift of each of their
 * runs beside that of its twin. Replicates go to threads; whatever is added over replicates is
 * added in their order, so results do not depend on the number of threads.
 *
 * @param <R> the replicates
 */
public final class DriftRuns<R extends DriftRuns.Replicate> {
  /** The most updates between two meetings of the replicates. */
  public static final int STRETCH = 512;

  /** One replicate: several runs under the same noise. */
  public interface Replicate {
    /** Runs from step {@code from} to step {@code to}, at most a stretch. */
    void advance(long from, long to);

    /** The imbalance of a run after an update of the last stretch. */
    double imbalance(int run, int place);

    /** The imbalance of a run as it stands. */
    double imbalance(int run);
  }

  /** A run and its twin, by their numbers in each replicate. */
  public record Pair(int own, int twin) {}

  private final List<R> replicates;
  private final List<Pair> pairs;
  private final long steps;
  private final List<DriftTracker> trackers;

  /**
   * Runs of so many steps.
   *
   * @param t0 the step from which drifts are followed; negative for none
   * @param misses the chance with which the interval of a drift ratio misses
   */
  public DriftRuns(List<R> replicates, List<Pair> pairs, long t0, long steps, double misses) {
    this.replicates = List.copyOf(replicates);
    this.pairs = List.copyOf(pairs);
    this.steps = steps;
    this.trackers =
        pairs.stream().map(p -> new DriftTracker(replicates.size(), t0, steps, misses)).toList();
  }

  /** The replicates. */
  public List<R> replicates() {
    return replicates;
  }

  /** The drift ratio of each pair, as far as it is known. */
  public List<DriftRatio> found() {
    return trackers.stream().map(DriftTracker::found).toList();
  }

  /**
   * Advances to the last step, or no farther than every drift takes.
   *
   * @param whole whether to the last step
   * @param progress told each step where the replicates met
   */
  public void advance(Workers workers, boolean whole, LongConsumer progress) {
    track(0, -1);
    for (long from = 0; from < steps; from += STRETCH) {
      if (!whole && trackers.stream().allMatch(DriftTracker::isDone)) {
        return;
      }
      long begin = from;
      long end = Math.min(steps, from + STRETCH);
      workers.all(replicates, run -> run.advance(begin, end));
      for (long t = begin; t < end; t++) {
        track(t + 1, (int) (t - begin));
      }
      progress.accept(end);
    }
  }

  private void track(long t, int place) {
    for (int k = 0; k < pairs.size(); k++) {
      Pair pair = pairs.get(k);
      trackers
          .get(k)
          .at(t, i -> imbalance(i, pair.own(), place), i -> imbalance(i, pair.twin(), place));
    }
  }

  private double imbalance(int replicate, int run, int place) {
    R one = replicates.get(replicate);
    return place < 0 ? one.imbalance(run) : one.imbalance(run, place);
  }
}
