// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Workers;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.formats.FormatResult.OfSite;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.study.twin.DriftRuns;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.PhaseReplicate;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.VerdictRule;
import org.noisygd.study.twin.VerdictRule.Verdict;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.PhaseThree;

/**
 * What each place that rounds does to the noise phase, beside a twin that follows the same method
 * in binary64 under the same noise. Two sets of runs are made: from the setting's start, for the
 * drift of the imbalance, and from the smoothed optimum, for the imbalance of settled runs: they
 * settle for four times the inverse of the slowest rate and are then looked at every eight updates
 * for eight times that inverse.
 *
 * @param setting the problem
 * @param sites the places
 * @param replicates how many, at least 2
 * @param steps the updates of the first runs
 * @param seed of noise, starts and stochastic roundings
 * @param rule what gives the verdicts; of one look
 */
public record FormatStudy(
    Experiment setting,
    List<StudiedSite> sites,
    int replicates,
    long steps,
    long seed,
    VerdictRule rule) {
  /** Replicates unless told otherwise: a kind of run that one in six is of is then among them. */
  public static final int DEFAULT_REPLICATES = 32;

  private static final double UNTIL_SETTLED = 4;
  private static final double OBSERVED = 8;
  private static final int EVERY = 8;

  /** Checks the numbers. */
  public FormatStudy {
    sites = List.copyOf(sites);
    Require.that(!sites.isEmpty(), "sites", "be at least one", 0);
    Require.that(replicates >= 2, "replicates", "be at least 2", replicates);
    Require.that(steps >= 1, "steps", "be at least 1", steps);
  }

  /** The study of places by their names. */
  public static FormatStudy of(
      Experiment setting,
      List<String> names,
      int replicates,
      long steps,
      long seed,
      VerdictRule rule) {
    List<StudiedSite> sites = names.stream().map(StudiedSite::parse).toList();
    return new FormatStudy(setting, sites, replicates, steps, seed, rule);
  }

  /** The names of the places that are studied unless told otherwise. */
  public static List<String> defaults() {
    return StudiedSite.DEFAULTS;
  }

  /** The problem unless told otherwise. */
  public static Experiment problem() {
    return BlockProblem.experiment();
  }

  /** Runs the study on so many threads; the result does not depend on their number. */
  public FormatResult run(int threads, Consumer<String> progress) {
    List<Method> twins = sites.stream().map(StudiedSite::method).distinct().toList();
    try (Workers workers = new Workers(threads)) {
      Phases phases =
          PhaseReplicate.phases(
              setting, ArithmeticName.parse("binary64"), replicates, steps, seed, workers);
      List<FormatReplicate> drifting =
          replicates(twins, i -> setting.startX(seed, i), i -> setting.startY(seed, i));
      List<DriftRatio> drifts = drift(workers, drifting, twins, phases, progress);
      Theorem2<Double> theorem = Theorem2.ofLargest(setting);
      Factors<Double> optimum = theorem.optimum();
      double[] x = optimum.x().roundToRows();
      double[] y = optimum.y().roundToRows();
      List<FormatReplicate> settling = replicates(twins, i -> x, i -> y);
      double rate = PhaseThree.slowest(theorem, setting.etaX(), setting.etaY());
      long settled = (long) Math.ceil(UNTIL_SETTLED / rate);
      long end = settled + (long) Math.ceil(OBSERVED / rate);
      List<ReplicateMoments> moments =
          settle(workers, settling, twins.size() + sites.size(), settled, end, progress);
      List<OfSite> results = new ArrayList<>();
      for (int k = 0; k < sites.size(); k++) {
        int run = twins.size() + k;
        DriftRatio drift = drifts.get(k);
        boolean diverged = hasDiverged(drifting, run);
        double[] places = places(drifting, run);
        int twin = twins.indexOf(sites.get(k).method());
        results.add(
            new OfSite(
                sites.get(k).name(),
                drift,
                diverged ? Verdict.DIVERGED : rule.of(drift),
                diverged ? OptionalLong.empty() : rule.replicatesToDecide(drift),
                drifting.stream().mapToDouble(one -> one.unchanged(run)).sum() / replicates,
                Math.sqrt(places[0] / places[1]),
                Math.sqrt(places[2] / places[3]),
                moments.get(run),
                moments.get(twin)));
      }
      return new FormatResult(
          setting, replicates, steps, settled, end, seed, rule, phases, results);
    }
  }

  /** An array for each replicate. */
  private interface Starts {
    double[] of(long replicate);
  }

  private List<FormatReplicate> replicates(List<Method> twins, Starts x, Starts y) {
    return IntStream.range(0, replicates)
        .mapToObj(i -> new FormatReplicate(setting, twins, sites, x.of(i), y.of(i), seed, i))
        .toList();
  }

  private List<DriftRatio> drift(
      Workers workers,
      List<FormatReplicate> runs,
      List<Method> twins,
      Phases phases,
      Consumer<String> progress) {
    List<DriftRuns.Pair> pairs = new ArrayList<>();
    for (int k = 0; k < sites.size(); k++) {
      pairs.add(new DriftRuns.Pair(twins.size() + k, twins.indexOf(sites.get(k).method())));
    }
    DriftRuns<FormatReplicate> drifting =
        new DriftRuns<>(runs, pairs, phases.endOfTwo(), steps, rule.missesEachLook());
    drifting.advance(
        workers,
        true,
        end ->
            progress.accept(
                Text.format("drift: %,d of %,d updates of %d places", end, steps, sites.size())));
    return drifting.found();
  }

  /** The imbalance of each run once it has settled. */
  private List<ReplicateMoments> settle(
      Workers workers,
      List<FormatReplicate> runs,
      int count,
      long settled,
      long end,
      Consumer<String> progress) {
    int looks = Math.toIntExact((end - settled) / EVERY);
    double[][][] values = new double[count][replicates][looks];
    for (long from = 0; from < end; from += DriftRuns.STRETCH) {
      long begin = from;
      long to = Math.min(end, from + DriftRuns.STRETCH);
      workers.all(runs, run -> run.advance(begin, to));
      for (long t = Math.max(begin, settled); t < to; t++) {
        long observed = t + 1 - settled;
        if (observed % EVERY == 0) {
          int look = (int) (observed / EVERY) - 1;
          for (int a = 0; a < count; a++) {
            for (int i = 0; i < replicates; i++) {
              values[a][i][look] = runs.get(i).imbalance(a, (int) (t - begin));
            }
          }
        }
      }
      progress.accept(Text.format("settling: %,d of %,d updates", to, end));
    }
    List<ReplicateMoments> moments = new ArrayList<>();
    for (double[][] one : values) {
      // About the first value: what has frozen there has a variance of 0.
      moments.add(ReplicateMoments.of(one, one[0][0]));
    }
    return moments;
  }

  /** Whether the mean loss ended where no descent leads ({@code proofs-notes/precision.md}). */
  private boolean hasDiverged(List<FormatReplicate> runs, int run) {
    FlatProblem problem = new FlatProblem(setting);
    double bound = 0;
    double loss = 0;
    for (int i = 0; i < replicates; i++) {
      bound += problem.loss(setting.startX(seed, i), setting.startY(seed, i)) / replicates;
      loss += runs.get(i).loss(run) / replicates;
    }
    return !(loss <= Math.max(bound, 2 * Entries.normSquared(problem.m)));
  }

  private static double[] places(List<FormatReplicate> runs, int run) {
    double[] sums = new double[4];
    for (FormatReplicate one : runs) {
      double[] places = one.places(run);
      for (int k = 0; k < sums.length; k++) {
        sums[k] += places[k];
      }
    }
    return sums;
  }
}
