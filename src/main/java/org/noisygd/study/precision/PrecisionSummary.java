// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.noisygd.study.precision.PrecisionResult.OfArithmetic;
import org.noisygd.study.precision.PrecisionResult.PhaseFigures;
import org.noisygd.study.precision.PrecisionResult.Point;
import org.noisygd.study.precision.PrecisionResult.TimeToBalance;
import org.noisygd.study.twin.DriftRatio;
import org.noisygd.study.twin.DriftTracker;
import org.noisygd.study.twin.ObservationGrid;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.StoreMeter;

/** Puts together what the replicates of a study saw, in their order. */
record PrecisionSummary(
    PrecisionStudy study,
    Phases phases,
    ObservationGrid grid,
    List<PrecisionReplicate> lanes,
    List<DriftTracker> trackers,
    List<List<PrecisionResult.Bias>> biases) {

  PrecisionResult result() {
    List<OfArithmetic> results = new ArrayList<>();
    for (int k = 0; k < trackers.size(); k++) {
      int a = k + 1;
      results.add(
          new OfArithmetic(
              study.subjects().get(k).arithmetic().name(),
              study.subjects().get(k).site(),
              trackers.get(k).found(),
              windows(a),
              phaseFigures(a),
              timeToBalance(a),
              biases.get(k),
              course(a)));
    }
    return new PrecisionResult(
        study.setting(),
        study.reference().name(),
        study.replicates(),
        study.steps(),
        study.seed(),
        phases,
        course(0),
        results.stream().filter(one -> one.site().isEmpty()).toList(),
        results.stream().filter(one -> one.site().isPresent()).toList());
  }

  private double mean(ToDoubleFunction<PrecisionReplicate> of) {
    double sum = 0;
    for (PrecisionReplicate lane : lanes) {
      sum += of.applyAsDouble(lane);
    }
    return sum / lanes.size();
  }

  private List<Point> course(int a) {
    List<Point> points = new ArrayList<>();
    for (int k = 0; k < grid.size(); k++) {
      int place = k;
      points.add(
          new Point(
              grid.step(place),
              mean(lane -> lane.observations().normX(a, place)),
              mean(lane -> lane.observations().normY(a, place)),
              mean(lane -> lane.observations().imbalance(a, place)),
              mean(lane -> lane.observations().loss(a, place)),
              bits(mean(lane -> lane.observations().distanceSquared(a, place)))));
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
    return lanes.stream().mapToDouble(lane -> lane.observations().imbalance(a, place)).toArray();
  }

  private List<PhaseFigures> phaseFigures(int a) {
    List<PhaseFigures> figures = new ArrayList<>();
    for (int phase = 0; phase < lanes.get(0).meter(a).phases.length; phase++) {
      StoreMeter.PhaseSums sums = new StoreMeter.PhaseSums();
      for (PrecisionReplicate lane : lanes) {
        sums.add(lane.meter(a).phases[phase]);
      }
      boolean hasFormat = lanes.get(0).meter(a).hasFormat();
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
    int n = lanes.size();
    long[] held = new long[n];
    int count = 0;
    int falseBalance = 0;
    for (PrecisionReplicate lane : lanes) {
      long time = lane.meter(a).timeToBalance();
      if (time >= 0) {
        held[count++] = time;
        long twin = lane.meter(0).timeToBalance();
        long twinAtLeast = twin >= 0 ? twin : study.steps();
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
