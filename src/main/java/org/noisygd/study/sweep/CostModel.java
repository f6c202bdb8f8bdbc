// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.precision.DriftStudy;
import org.noisygd.study.twin.StudiedArithmetic;

/**
 * What cells cost, from short runs of their own studies measured here and now. Cells of one shape
 * and the same kinds of arithmetic form a class; its time is taken to be proportional to replicates
 * times steps. Where there are many classes some are measured, and others take the time of one with
 * the same arithmetics in proportion to d1 d2 r, else the mean of all. <b>Assumed</b>, therefore;
 * the progress of the sweep corrects it by the times of finished cells.
 *
 * @param seconds of each cell that was asked for, by its number
 * @param measured how many classes were measured
 */
public record CostModel(Map<Integer, Double> seconds, int measured) {
  /** The most classes that are measured. */
  private static final int MOST_CLASSES = 24;

  /** A measurement takes at least so long, in nanoseconds, unless the whole cell is shorter. */
  private static final long LEAST_NANOS = 40_000_000;

  /** Time spent before a measurement counts, so that the loops are compiled. */
  private static final double WARM_UP_NANOS = 250_000_000;

  /** No more than this share of what the whole sweep takes, so that a short one does not wait. */
  private static final double WARM_UP_SHARE = 0.02;

  private static final double NANOS_A_SECOND = 1e9;

  /** Updates of the first, shortest run. */
  private static final long SHORTEST = 512;

  /** Keeps its own copy. */
  public CostModel {
    seconds = Map.copyOf(seconds);
  }

  /** What costs the same: the kinds of arithmetic, and the shape. */
  private record Kind(String arithmetics, int d1, int d2, int r) {
    static Kind of(DriftStudy study) {
      Experiment setting = study.setting();
      return new Kind(
          arithmetic(study.reference())
              + " beside "
              + study.subjects().stream()
                  .map(Kind::subject)
                  .sorted()
                  .collect(Collectors.joining(" ")),
          setting.d1(),
          setting.d2(),
          setting.r());
    }

    private static String subject(StudiedArithmetic subject) {
      return arithmetic(subject.arithmetic()) + subject.site().map(site -> site.word()).orElse("");
    }

    /** Precision and exponents do not change the time of an emulated format, the rounding does. */
    private static String arithmetic(ArithmeticName name) {
      return name.format().isEmpty()
          ? name.name()
          : String.join(
              "/",
              name.isStochastic() ? "stochastic" : "directed",
              name.everyOperation() ? "every" : "store",
              name.beside().name());
    }

    double work() {
      return (double) d1 * d2 * r;
    }
  }

  /** Measures what those cells cost. */
  public static CostModel measure(Specification specification, List<Integer> cells) {
    double updates =
        cells.stream()
            .map(cell -> CellStudy.of(specification, cell))
            .mapToDouble(study -> (double) study.replicates() * study.steps())
            .sum();
    return measure(specification, cells, study -> nanosPerUpdate(study, updates));
  }

  /** The same with another clock: nanoseconds a replicate's update of a study. */
  static CostModel measure(
      Specification specification, List<Integer> cells, ToDoubleFunction<DriftStudy> clock) {
    Map<Kind, DriftStudy> classes = new HashMap<>();
    List<Kind> order = new ArrayList<>();
    for (int cell : cells) {
      DriftStudy study = CellStudy.of(specification, cell);
      if (classes.putIfAbsent(Kind.of(study), study) == null) {
        order.add(Kind.of(study));
      }
    }
    Map<Kind, Double> measured = new HashMap<>();
    int stride = (order.size() + MOST_CLASSES - 1) / MOST_CLASSES;
    for (int k = 0; k < order.size(); k += Math.max(1, stride)) {
      @Nullable DriftStudy study = classes.get(order.get(k));
      if (study != null) {
        measured.put(order.get(k), clock.applyAsDouble(study));
      }
    }
    Map<Integer, Double> seconds = new HashMap<>();
    for (int cell : cells) {
      DriftStudy study = CellStudy.of(specification, cell);
      double updates = (double) study.replicates() * study.steps();
      seconds.put(cell, updates * nanos(measured, Kind.of(study)) / NANOS_A_SECOND);
    }
    return new CostModel(seconds, measured.size());
  }

  private static double nanos(Map<Kind, Double> measured, Kind kind) {
    @Nullable Double own = measured.get(kind);
    if (own != null) {
      return own;
    }
    List<Double> near = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    measured.forEach(
        (other, nanos) -> {
          double scaled = nanos * kind.work() / other.work();
          all.add(scaled);
          if (other.arithmetics().equals(kind.arithmetics())) {
            near.add(scaled);
          }
        });
    List<Double> used = near.isEmpty() ? all : near;
    return used.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /**
   * The processor time of a replicate's update, from runs of growing length, the last of which
   * counts.
   */
  private static double nanosPerUpdate(DriftStudy study, double allUpdates) {
    long spent = 0;
    double least = Double.POSITIVE_INFINITY;
    for (long steps = Math.min(SHORTEST, study.steps()); ; ) {
      long nanos = time(study, steps);
      spent += nanos;
      least = Math.min(least, (double) nanos / steps);
      double share = WARM_UP_SHARE * allUpdates * least;
      if (spent >= Math.min(WARM_UP_NANOS, share)
          && (nanos >= LEAST_NANOS || steps == study.steps())) {
        return least;
      }
      steps = Math.min(2 * steps, study.steps());
    }
  }

  /** Processor time, so that other work on the machine does not count. */
  private static long time(DriftStudy study, long steps) {
    DriftStudy one =
        new DriftStudy(
            study.setting(), study.reference(), study.subjects(), 1, steps, study.seed());
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    one.runWithoutBiases(1, done -> {});
    return clock.getCurrentThreadCpuTime() - start;
  }

  /** All of them together, in seconds of one core. */
  public double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** What one of them costs, in seconds. */
  public double of(int cell) {
    return seconds.getOrDefault(cell, 0.0);
  }

  /** Those of most work first, so that no long one is left to the end. */
  List<Integer> longestFirst(List<Integer> cells) {
    return cells.stream()
        .sorted((a, b) -> of(a) != of(b) ? Double.compare(of(b), of(a)) : Integer.compare(a, b))
        .toList();
  }
}
