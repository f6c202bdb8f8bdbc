// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.twin.DriftTracker;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.ObservationGrid;
import org.noisygd.study.twin.PhaseReplicate;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.StudiedArithmetic;

/**
 * A precision study: coupled runs of Perturbed GD, the same noise in every arithmetic, beside a
 * twin of high precision. Replicates go to threads; whatever is added over replicates is added in
 * their order, so results do not depend on the number of threads.
 *
 * @param setting the problem
 * @param reference the twin's arithmetic
 * @param subjects what is held against it
 * @param replicates how many replicates
 * @param steps how many updates each
 * @param seed of noise, starts and stochastic roundings
 */
public record DriftStudy(
    Experiment setting,
    ArithmeticName reference,
    List<StudiedArithmetic> subjects,
    int replicates,
    long steps,
    long seed) {

  /** The arithmetics that are compared unless told otherwise. */
  public static final List<String> DEFAULT_ARITHMETICS =
      List.of(
          "binary64",
          "binary:24",
          "binary:16",
          "binary:11",
          "binary:10",
          "binary:11/zero",
          "bfloat16/nearest",
          "bfloat16/nearest/compensated",
          "bfloat16/stochastic:16",
          "bfloat16/stochastic");

  /** Updates between two meetings of the replicates. */
  private static final int STRETCH = 512;

  /** The same while the phases are looked for: they are over soon. */
  private static final int PHASE_STRETCH = 32;

  /** Checks the numbers. */
  public DriftStudy {
    subjects = List.copyOf(subjects);
    Require.that(!subjects.isEmpty(), "arithmetics", "be at least one", 0);
    Require.positive("replicates", replicates);
    Require.that(steps >= 1, "steps", "be at least 1", steps);
  }

  /**
   * Runs the study.
   *
   * @param threads how many replicates advance at a time
   * @param progress told the steps that are done, now and then
   */
  public DriftResult run(int threads, LongConsumer progress) {
    return run(threads, true, progress);
  }

  /**
   * The same without the bias of single updates, whose cost does not fall with that of the runs.
   *
   * @param threads how many replicates advance at a time
   * @param progress told the steps that are done, now and then
   */
  public DriftResult runWithoutBiases(int threads, LongConsumer progress) {
    return run(threads, false, progress);
  }

  private DriftResult run(int threads, boolean withBiases, LongConsumer progress) {
    Require.positive("threads", threads);
    try (Workers workers = new Workers(threads)) {
      Phases phases = phases(workers);
      ObservationGrid grid = new ObservationGrid(steps, phases);
      List<StudiedArithmetic> all = new ArrayList<>();
      all.add(StudiedArithmetic.of(reference));
      all.addAll(subjects);
      List<DriftReplicate> runs =
          IntStream.range(0, replicates)
              .mapToObj(i -> new DriftReplicate(setting, seed, i, all, phases, grid, STRETCH))
              .toList();
      List<DriftTracker> trackers =
          subjects.stream()
              .map(a -> new DriftTracker(replicates, phases.endOfTwo(), steps))
              .toList();
      track(trackers, 0, runs, -1);
      for (long from = 0; from < steps; from += STRETCH) {
        long begin = from;
        long end = Math.min(steps, from + STRETCH);
        workers.all(runs, run -> run.advance(begin, end));
        for (long t = begin; t < end; t++) {
          track(trackers, t + 1, runs, (int) (t - begin));
        }
        progress.accept(end);
      }
      BiasField field = new BiasField(setting, seed, grid, runs);
      List<List<DriftResult.Bias>> biases =
          workers.map(subjects, subject -> withBiases ? field.of(subject) : List.of());
      DriftSummary summary = new DriftSummary(subjects, steps, grid, runs, trackers, biases);
      List<OfArithmetic> results = summary.results();
      return new DriftResult(
          setting,
          reference.name(),
          replicates,
          steps,
          seed,
          phases,
          summary.twin(),
          results.stream().filter(one -> one.site().isEmpty()).toList(),
          results.stream().filter(one -> one.site().isPresent()).toList());
    }
  }

  private static void track(
      List<DriftTracker> trackers, long t, List<DriftReplicate> runs, int place) {
    for (int k = 0; k < trackers.size(); k++) {
      int a = k + 1;
      trackers
          .get(k)
          .at(
              t,
              i -> place < 0 ? runs.get(i).imbalance(a) : runs.get(i).imbalance(a, place),
              i -> place < 0 ? runs.get(i).imbalance(0) : runs.get(i).imbalance(0, place));
    }
  }

  /** Runs the twins and noise-free runs until Phase II is over, at most to the end. */
  private Phases phases(Workers workers) {
    List<PhaseReplicate> runs =
        IntStream.range(0, replicates)
            .mapToObj(i -> new PhaseReplicate(setting, reference, seed, i, PHASE_STRETCH))
            .toList();
    Phases.Finder finder = new Phases.Finder(FlatProblem.normSquared(new FlatProblem(setting).m));
    for (long from = 0; from < steps; from += PHASE_STRETCH) {
      long begin = from;
      int length = (int) Math.min(steps - from, PHASE_STRETCH);
      workers.all(runs, run -> run.advance(begin, length));
      for (int k = 0; k < length; k++) {
        double twin = 0;
        double noiseFree = 0;
        for (PhaseReplicate run : runs) {
          twin += run.twinLoss(k);
          noiseFree += run.noiseFreeLoss(k);
        }
        if (finder.next(from + k, twin / replicates, noiseFree / replicates)) {
          return finder.found();
        }
      }
    }
    return finder.found();
  }
}
