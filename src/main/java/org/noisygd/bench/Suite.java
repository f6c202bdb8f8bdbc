// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.ours.OwnImplementation;
import org.noisygd.bench.ours.OwnRunner;
import org.noisygd.bench.peer.Peers;
import org.noisygd.bench.workload.Implementation;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.WholeExperiment;
import org.noisygd.descent.fast.IncubatorVectors;

/**
 * What a benchmark measures: problems by group, each with every implementation that takes it, and
 * the double kernel of the same shape beside them as the unit.
 *
 * @param groups the parts chosen
 * @param extent how much of it
 * @param rounds of each problem
 * @param peers those that can be run
 * @param progress told what is going on
 */
public record Suite(
    Set<BenchmarkGroup> groups,
    BenchmarkExtent extent,
    int rounds,
    Peers peers,
    Consumer<String> progress) {
  /** Digits of the readable code in a selection, at most. */
  private static final int READABLE_DIGITS = 100;

  /** The experiment takes seconds a round. */
  private static final int EXPERIMENT_ROUNDS = 3;

  /** Measures everything. */
  public Result run() {
    List<Row> rows = new ArrayList<>();
    Harness harness = new Harness(rounds, extent.warmNanos(), extent.roundNanos(), progress);
    List<Implementation> all = new ArrayList<>(OwnImplementation.all());
    all.addAll(peers.implementations());
    for (Problem problem : problems()) {
      rows.addAll(harness.measure(problem.id(), entries(problem, all)));
    }
    if (groups.contains(BenchmarkGroup.REPLICATES) && extent != BenchmarkExtent.QUICK) {
      rows.addAll(harness.measure("batches", batches()));
    }
    if (groups.contains(BenchmarkGroup.EXPERIMENT)) {
      rows.addAll(experiment());
    }
    List<Target.Outcome> outcomes = new ArrayList<>();
    boolean judged = extent == BenchmarkExtent.WHOLE && !peers.implementations().isEmpty();
    for (Target target : judged ? Target.all() : List.<Target>of()) {
      Problem p = target.problem();
      if (rows.stream()
          .anyMatch(r -> r.problem().equals(p) && r.experiment() == target.experiment())) {
        outcomes.add(target.judge(rows));
      }
    }
    progress.accept("what one core can do at most");
    return new Result(
        rows,
        outcomes,
        Scaling.of(rows),
        IncubatorVectors.kernel("VectorCeilings", Ceilings.class)
            .map(ceilings -> Roofline.of(rows, ceilings)),
        Machine.facts(),
        peers.versions(),
        peers.missing());
  }

  private Set<Problem> problems() {
    Set<Problem> problems = new LinkedHashSet<>();
    for (BenchmarkGroup group : groups) {
      problems.addAll(
          group.problems(extent == BenchmarkExtent.SELECTION, !peers.implementations().isEmpty()));
    }
    if (extent == BenchmarkExtent.QUICK) {
      Set<Problem> few =
          Set.of(
              Problem.binary64(20, 30, 1),
              new Problem("double-double", 20, 30, 1),
              new Problem("decimal:34", 20, 30, 1),
              Problem.binary64(20, 30, 1).withNoiseDrawn());
      problems.retainAll(few);
    }
    return problems;
  }

  /** Who computes a problem; the double kernel joins where the problem is another. */
  private List<Harness.Entry> entries(Problem problem, List<Implementation> all) {
    List<Harness.Entry> entries = new ArrayList<>();
    if (!problem.isBinary64() || problem.drawn()) {
      Problem same = Problem.binary64(problem.d1(), problem.d2(), problem.r());
      OwnImplementation.fastest(same).ifPresent(k -> entries.add(new Harness.Entry(same, k)));
    }
    for (Implementation implementation : all) {
      if (implementation.takes(problem) && isChosen(implementation, problem)) {
        entries.add(new Harness.Entry(problem, implementation));
      }
    }
    return entries;
  }

  /** In a selection the readable code is timed at rank one, 20 x 30, and few digits alone. */
  private boolean isChosen(Implementation implementation, Problem problem) {
    return extent != BenchmarkExtent.SELECTION
        || OwnImplementation.isKernel(implementation)
        || (problem.equals(new Problem(problem.arithmetic(), 20, 30, 1))
            && problem.digits() <= READABLE_DIGITS);
  }

  /** The batched kernel over several numbers of replicates, 20 x 30, rank one. */
  private static List<Harness.Entry> batches() {
    Problem problem = Problem.binary64(20, 30, 1);
    List<Harness.Entry> entries = new ArrayList<>();
    for (int size : new int[] {1, 8, 16, 32, 64, 128, 256}) {
      entries.add(new Harness.Entry(problem, OwnImplementation.batch(size)));
    }
    return entries;
  }

  private List<Row> experiment() {
    WholeExperiment experiment =
        extent == BenchmarkExtent.QUICK
            ? new WholeExperiment(
                WholeExperiment.WHOLE.problem(), 20, 50, WholeExperiment.WHOLE.sigma())
            : WholeExperiment.WHOLE;
    List<Timed> runners = new ArrayList<>();
    OwnRunner.all().forEach(runner -> runners.add(new Timed(runner)));
    peers.runners().forEach(runner -> runners.add(new Timed(runner)));
    WholeExperiment.@Nullable Outcome reference = null;
    for (int round = 0; round < Math.min(rounds, EXPERIMENT_ROUNDS); round++) {
      for (Timed one : runners) {
        if (!one.failure.isEmpty()) {
          continue;
        }
        progress.accept("experiment: round " + (round + 1) + ", " + one.runner.name());
        try {
          WholeExperiment.Outcome outcome = one.runner.run(experiment);
          one.nanos.add(
              outcome.cpuNanos() / ((double) experiment.replicates() * experiment.steps()));
          if (reference == null) {
            reference = outcome;
          } else if (!outcome.agreesWith(reference)) {
            one.failure =
                "mean of ||X||^2 is "
                    + outcome.mean()
                    + ", not that of the reference, "
                    + reference.mean();
          }
        } catch (IOException e) {
          one.failure = String.valueOf(e.getMessage());
        }
      }
    }
    return runners.stream().map(one -> one.row(experiment)).toList();
  }

  /** One way to carry the experiment out, as far as it was timed. */
  private static final class Timed {
    private final WholeExperiment.Runner runner;
    private final List<Double> nanos = new ArrayList<>();

    /** Why it is not timed; empty if it is. */
    private String failure = "";

    Timed(WholeExperiment.Runner runner) {
      this.runner = runner;
    }

    Row row(WholeExperiment experiment) {
      return new Row(
          "whole experiment",
          runner.name(),
          runner.description(),
          experiment.problem(),
          true,
          experiment.replicates(),
          WholeExperiment.THREADS,
          failure.isEmpty() ? new RoundTimes(nanos) : null,
          failure);
    }
  }
}
