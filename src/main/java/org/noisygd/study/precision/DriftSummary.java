// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.PhaseFigures;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.study.precision.DriftResult.TimeToBalance;
import org.noisygd.study.twin.DriftRatio;
import org.noisygd.study.twin.DriftTracker;
import org.noisygd.study.twin.ObservationGrid;
import org.noisygd.study.twin.StoreMeter;
import org.noisygd.study.twin.StudiedArithmetic;

/**
 * Puts together what the replicates of a study saw, in their order.
 *
 * @param subjects what is held against the twin
 * @param steps how many updates each run took
 * @param grid where the runs were observed
 * @param replicates all of them; their run 0 is the twin
 * @param trackers one for each subject
 * @param biases those of each subject
 */
record DriftSummary(
    List<StudiedArithmetic> subjects,
    long steps,
    ObservationGrid grid,
    List<DriftReplicate> replicates,
    List<DriftTracker> trackers,
    List<List<DriftResult.Bias>> biases) {

  /** The twin's course. */
  List<Point> twin() {
    return course(0);
  }

  /** One for each subject. */
  List<OfArithmetic> results() {
    List<OfArithmetic> results = new ArrayList<>();
    for (int k = 0; k < subjects.size(); k++) {
      int a = k + 1;
      results.add(
          new OfArithmetic(
              subjects.get(k).arithmetic().name(),
              subjects.get(k).site(),
              trackers.get(k).found(),
              windows(a),
              phaseFigures(a),
              timeToBalance(a),
              biases.get(k),
              course(a)));
    }
    return results;
  }

  private double mean(ToDoubleFunction<DriftReplicate> of) {
    double sum = 0;
    for (DriftReplicate one : replicates) {
      sum += of.applyAsDouble(one);
    }
    return sum / replicates.size();
  }

  private List<Point> course(int a) {
    List<Point> points = new ArrayList<>();
    for (int k = 0; k < grid.size(); k++) {
      int place = k;
      points.add(
          new Point(
              grid.step(place),
              mean(one -> one.observations().normX(a, place)),
              mean(one -> one.observations().normY(a, place)),
              mean(one -> one.observations().imbalance(a, place)),
              mean(one -> one.observations().loss(a, place)),
              bits(mean(one -> one.observations().distanceSquared(a, place)))));
    }
    return points;
  }

  /** -log2 of the root of a mean square. */
  private static double bits(double meanSquare) {
    return -StrictMath.log(meanSquare) / (2 * StrictMath.log(2));
  }

  private List<DriftRatio> windows(int a) {
    List<DriftRatio> windows = new ArrayList<>();
    for (int w = 0; w < grid.windows(); w++) {
      int from = grid.place(grid.window(w));
      int to = grid.place(grid.window(w + 1));
      if (from < to) {
        windows.add(
            DriftRatio.of(
                imbalances(a, from),
                imbalances(a, to),
                imbalances(0, from),
                imbalances(0, to),
                grid.step(from),
                grid.step(to)));
      }
    }
    return windows;
  }

  private double[] imbalances(int a, int place) {
    return replicates.stream().mapToDouble(one -> one.observations().imbalance(a, place)).toArray();
  }

  private List<PhaseFigures> phaseFigures(int a) {
    List<PhaseFigures> figures = new ArrayList<>();
    for (int phase = 0; phase < replicates.get(0).meter(a).phases.length; phase++) {
      StoreMeter.PhaseSums sums = new StoreMeter.PhaseSums();
      for (DriftReplicate one : replicates) {
        sums.add(one.meter(a).phases[phase]);
      }
      boolean hasFormat = replicates.get(0).meter(a).hasFormat();
      figures.add(
          new PhaseFigures(
              sums.updates,
              (double) sums.unchanged / sums.stores,
              sums.overflows,
              sums.underflows,
              hasFormat ? Math.sqrt(sums.updateX / sums.spacingX) : Double.NaN,
              hasFormat ? Math.sqrt(sums.updateY / sums.spacingY) : Double.NaN,
              bits(sums.distanceSquared / sums.updates)));
    }
    return figures;
  }

  private TimeToBalance timeToBalance(int a) {
    int n = replicates.size();
    long[] held = new long[n];
    int count = 0;
    int falseBalance = 0;
    for (DriftReplicate one : replicates) {
      long time = one.meter(a).timeToBalance();
      if (time >= 0) {
        held[count++] = time;
        long twin = one.meter(0).timeToBalance();
        long twinAtLeast = twin >= 0 ? twin : steps;
        falseBalance += 2 * time < twinAtLeast ? 1 : 0;
      }
    }
    long[] sorted = java.util.Arrays.copyOf(held, count);
    java.util.Arrays.sort(sorted);
    // The n/2-th of all, for even n the lower middle one: known as soon as that many are.
    int middle = (n - 1) / 2;
    return new TimeToBalance(
        middle < count ? OptionalLong.of(sorted[middle]) : OptionalLong.empty(),
        n - count,
        falseBalance);
  }
}
