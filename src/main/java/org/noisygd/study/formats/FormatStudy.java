// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.Meter;
import org.noisygd.study.formats.FormatResult.Ended;
import org.noisygd.study.formats.FormatResult.OfSite;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.precision.SettledRuns;
import org.noisygd.study.precision.SettledRuns.Span;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.twin.CoupledRuns;
import org.noisygd.study.twin.CoupledStudy;
import org.noisygd.study.twin.Drifts;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.Method;
import org.noisygd.study.twin.MethodRun;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.StoreMeter;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.Trajectory;
import org.noisygd.study.twin.VerdictRule;
import org.noisygd.study.twin.VerdictRule.Verdict;

/**
 * What each place that rounds does to the noise phase, beside a twin that follows the same method
 * in binary64 under the same noise. Two sets of runs are made: from the setting's start, for the
 * drift of the imbalance, and from the smoothed optimum, for the imbalance of settled runs: they
 * settle for four times the inverse of the slowest rate and are then looked at every eight updates
 * for eight times that inverse.
 *
 * @param runs the first, of at least 2 replicates
 * @param sites the places
 * @param rule what gives the verdicts; of one look
 */
public record FormatStudy(Runs runs, List<StudiedArithmetic> sites, VerdictRule rule)
    implements CoupledStudy<FormatResult> {
  /** The default number of replicates: a kind that one run in six belongs to is then seen. */
  public static final int DEFAULT_REPLICATES = 32;

  /** What is studied unless told otherwise, by groups. */
  private static final List<String> DEFAULTS =
      List.of(
          "bfloat16",
          "bfloat16/zero",
          "bfloat16/odd",
          "bfloat16/stochastic",
          "bfloat16/stochastic:4",
          "bfloat16/stochastic-signed:0.1",
          "bfloat16/compensated",
          "e4m3/stochastic",
          "mxfp8-e4m3/rceil/columns",
          "mxfp8-e4m3/floor/stochastic/columns",
          "mxfp8-e4m3/even/stochastic/columns",
          "mxfp8-e4m3/rceil/stochastic/columns",
          "mxfp8-e4m3/ceil/stochastic/columns",
          "mxfp8-e4m3/rceil/stochastic",
          "mxfp8-e5m2/rceil/stochastic/columns",
          "mxfp6-e2m3/rceil/stochastic/columns",
          "mxfp6-e3m2/rceil/stochastic/columns",
          "mxfp4/floor/stochastic/columns",
          "mxfp4/rceil/stochastic/columns",
          "nvfp4/stochastic/columns",
          "mxfp8-e4m3/floor/columns/master",
          "mxfp8-e4m3/rceil/columns/master",
          "mxfp4/floor/columns/master",
          "mxfp4/rceil/columns/master",
          "nvfp4/columns/master",
          "bfloat16*25:8",
          "bfloat16*23:8",
          "bfloat16*13:8",
          "bfloat16*13:8:16",
          "bfloat16*6:8",
          "momentum:0.9/bfloat16",
          "momentum:0.999/bfloat16",
          "decay:0.01/binary:10",
          "decay:0.01/binary:10/stochastic",
          "average:0.01/bfloat16",
          "average:0.01/bfloat16/stochastic",
          "gradients:16/bfloat16",
          "gradients:16/e4m3/zero");

  /** Checks the numbers. */
  public FormatStudy {
    sites = List.copyOf(sites);
    Require.that(!sites.isEmpty(), "sites", "be at least one", 0);
    Require.that(runs.replicates() >= 2, "replicates", "be at least 2", runs.replicates());
  }

  /** The study of places by their names. */
  public static FormatStudy of(Runs runs, List<String> names, VerdictRule rule) {
    return new FormatStudy(runs, names.stream().map(StudiedArithmetic::parse).toList(), rule);
  }

  /** The names of the places that are studied unless told otherwise. */
  public static List<String> defaults() {
    return DEFAULTS;
  }

  /** The problem unless told otherwise. */
  public static Experiment problem() {
    return BlockProblem.experiment();
  }

  /** About the seconds that it takes, from a few timed updates. */
  @Override
  public double expectedSeconds(int threads) {
    return coupled(sites).expectedSeconds(runs.steps() + Span.of(runs.setting()).end(), threads);
  }

  private CoupledRuns coupled(List<StudiedArithmetic> all) {
    return new CoupledRuns(runs, i -> new Trajectories(runs.setting(), runs.seed(), i).in(all));
  }

  @Override
  public FormatResult run(int threads, BooleanSupplier isEndDue, Consumer<String> progress) {
    List<StudiedArithmetic> twins = sites.stream().map(StudiedArithmetic::twin).distinct().toList();
    List<StudiedArithmetic> all = Stream.concat(twins.stream(), sites.stream()).toList();
    Experiment setting = runs.setting();
    try (Workers workers = new Workers(threads)) {
      Phases phases = Phases.of(runs, StudiedArithmetic.BINARY64, workers, isEndDue);
      CoupledRuns coupled = coupled(all);
      List<SiteObserver> seen = coupled.observedBy(count -> new SiteObserver(setting, all));
      Drifts drifts =
          new Drifts(coupled, pairs(twins), phases.endOfTwo(), rule.missesEachLook(), true);
      Span span = Span.of(setting);
      Meter meter = new Meter(runs.steps() + span.end(), progress);
      String of = Text.count(sites.size(), "place");
      coupled.tell(meter, 0, of + " for the drift");
      boolean drifted = !coupled.advance(workers, drifts, isEndDue);
      if (!drifted) {
        drifts.end();
      }
      SettledRuns settled = new SettledRuns(setting, all, runs.replicates(), runs.seed(), span);
      boolean ended =
          !drifted || settled.run(workers, isEndDue, meter, runs.steps(), of + " for the spread");
      boolean canDiverge = drifted || phases.of(coupled.reached()) == 2; // in Phase III
      List<OfSite> results = new ArrayList<>();
      for (int k = 0; k < sites.size(); k++) {
        int run = twins.size() + k;
        DriftRatio drift = drifts.found().get(k);
        boolean diverged = canDiverge && hasDiverged(seen, run);
        StoreMeter.Counts counts = StoreMeter.Counts.sum(seen.stream().map(one -> one.counts(run)));
        results.add(
            new OfSite(
                sites.get(k).name(),
                drift,
                diverged ? Verdict.DIVERGED : rule.of(drift),
                diverged ? OptionalLong.empty() : rule.replicatesToDecide(drift),
                seen.stream().mapToDouble(one -> one.unchanged[run]).sum() / runs.replicates(),
                counts.updateInPlacesX(),
                counts.updateInPlacesY(),
                settled.moments(run, Quantity.IMBALANCE),
                settled.moments(twins.indexOf(sites.get(k).twin()), Quantity.IMBALANCE)));
      }
      return new FormatResult(
          runs,
          span.settled(),
          span.end(),
          ended ? Optional.of(new Ended(coupled.reached(), settled.reached())) : Optional.empty(),
          rule,
          phases,
          results);
    }
  }

  private List<Drifts.Pair> pairs(List<StudiedArithmetic> twins) {
    return IntStream.range(0, sites.size())
        .mapToObj(k -> new Drifts.Pair(twins.size() + k, twins.indexOf(sites.get(k).twin())))
        .toList();
  }

  /** What one replicate saw: what stores did until the end, and the loss there. */
  private static final class SiteObserver implements CoupledRuns.Observer {
    private final FlatProblem problem;
    private final List<StoreMeter> meters = new ArrayList<>();
    private final double[] loss;

    /** The share of what is stored that an update left as it was; NaN where nothing is stored. */
    private final double[] unchanged;

    SiteObserver(Experiment setting, List<StudiedArithmetic> all) {
      this.problem = new FlatProblem(setting);
      for (StudiedArithmetic one : all) {
        boolean stores = one.method().equals(Method.PLAIN);
        meters.add(StoreMeter.of(stores ? one.arithmetic().store(setting.r()) : Optional.empty()));
      }
      this.loss = new double[all.size()];
      this.unchanged = new double[all.size()];
      Arrays.fill(loss, Double.NaN);
      Arrays.fill(unchanged, Double.NaN);
    }

    @Override
    public void before(long t, int a, Trajectory run) {
      if (meters.get(a).rounds()) {
        meters.get(a).before(run);
      }
    }

    @Override
    public void at(long t, int a, Trajectory run) {
      if (t > 0 && meters.get(a).rounds()) {
        meters.get(a).after(0, run, 0);
      }
    }

    @Override
    public void ended(int a, Trajectory run) {
      loss[a] = problem.loss(run.x(), run.y());
      if (run instanceof MethodRun method) {
        unchanged[a] = method.unchanged();
      } else if (meters.get(a).rounds()) {
        unchanged[a] = counts(a).unchangedShare();
      }
    }

    StoreMeter.Counts counts(int a) {
      return meters.get(a).of(0);
    }
  }

  /** Whether the mean loss ended where no descent leads ({@code proofs-notes/precision.md}). */
  private boolean hasDiverged(List<SiteObserver> seen, int run) {
    Experiment setting = runs.setting();
    FlatProblem problem = new FlatProblem(setting);
    double bound = 0;
    double loss = 0;
    for (int i = 0; i < runs.replicates(); i++) {
      bound +=
          problem.loss(setting.startX(runs.seed(), i), setting.startY(runs.seed(), i))
              / runs.replicates();
      loss += seen.get(i).loss[run] / runs.replicates();
    }
    return !(loss <= Math.max(bound, 2 * Entries.normSquared(problem.m)));
  }

  /**
   * What is run unless told otherwise: M = u_1 v_1^T + u_2 v_2^T, 32 x 32, where u_k is the basis
   * vector k of the cosine transform and v_k the vector k + 2,
   *
   * <pre>
   *   c_k(i) = sqrt(2/32) cos(pi k (2 i + 1) / 64),   k = 1, 2, ..,
   * </pre>
   *
   * <p>which are orthonormal. So a column of a factor is one block of 32 numbers of all sizes, as
   * weights are, and a row a block of two. Runs start in the valley of global optima, at (U / 2, 2
   * V), so with an imbalance of 7.5 that the noise removes.
   */
  private static final class BlockProblem {
    private static final int SIZE = 32;
    private static final int RANK = 2;
    private static final double ETA = 0.02;
    private static final double SIGMA = 0.03;
    private static final double UNBALANCED = 2;
    private static final int STEPS = 3000;

    private BlockProblem() {}

    /** The problem. */
    static Experiment experiment() {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        for (int k = 0; k < RANK; k++) {
          x.add(cosine(1 + k, i) / UNBALANCED);
          y.add(cosine(1 + RANK + k, i) * UNBALANCED);
        }
      }
      return new Experiment(
          "blocks",
          "two cosines",
          Matrix.of(
              Binary64.INSTANCE,
              SIZE,
              SIZE,
              (i, j) -> cosine(1, i) * cosine(1 + RANK, j) + cosine(2, i) * cosine(2 + RANK, j)),
          RANK,
          ETA,
          ETA,
          SIGMA,
          SIGMA,
          1,
          Start.at(x, y),
          STEPS);
    }

    private static double cosine(int k, int i) {
      return Math.sqrt(2.0 / SIZE) * StrictMath.cos(Math.PI * k * (2 * i + 1) / (2 * SIZE));
    }
  }
}
