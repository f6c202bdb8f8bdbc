// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.WholeExperiment;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.fast.EnsembleRecorder;
import org.noisygd.descent.fast.Snapshot;
import org.noisygd.descent.fast.Workers;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/** The whole experiment by this project, in the readable way and in the fast one. */
public final class OwnRunners {
  private OwnRunners() {}

  /** All ways to run it; their names begin with {@code ours}. */
  public static List<WholeExperiment.Runner> all() {
    return List.of(
        new WholeExperiment.Runner(
            "ours-array",
            "descent.update.DoubleUpdate, number.random.GaussianStream",
            OwnRunners::byArrays),
        new WholeExperiment.Runner(
            "ours-ensemble",
            "descent.fast.Ensemble, the faster form, number.random.BoxMullerStream",
            OwnRunners::byEnsemble));
  }

  /** {@link DoubleUpdate} and {@link GaussianStream}: the readable way. */
  private static WholeExperiment.Outcome byArrays(WholeExperiment e) {
    double[] squares = new double[e.replicates()];
    try (Workers workers = new Workers(WholeExperiment.THREADS)) {
      List<Long> cpu =
          workers.map(
              IntStream.range(0, WholeExperiment.THREADS).boxed().toList(),
              share -> {
                long begun = OwnSession.cpu();
                for (int b = share; b < squares.length; b += WholeExperiment.THREADS) {
                  squares[b] = square(e, b);
                }
                return OwnSession.cpu() - begun;
              });
      return WholeExperiment.Outcome.of(cpu.stream().mapToLong(Long::longValue).sum(), squares);
    }
  }

  private static double square(WholeExperiment e, int replicate) {
    Problem p = e.problem();
    double[] x = p.doubles(Problem.Part.X, 0);
    double[] y = p.doubles(Problem.Part.Y, 0);
    double[] noiseX = new double[x.length];
    double[] noiseY = new double[y.length];
    GaussianStream stream = new GaussianStream(1);
    NoiseSource sourceX = new NoiseSource(stream, FactorId.NOISE_X, e.sigma());
    NoiseSource sourceY = new NoiseSource(stream, FactorId.NOISE_Y, e.sigma());
    DoubleUpdate update = OwnSession.doubleUpdate(p);
    for (int t = 0; t < e.steps(); t++) {
      sourceX.fill(noiseX, replicate, t);
      sourceY.fill(noiseY, replicate, t);
      update.apply(x, y, noiseX, noiseY);
    }
    return Entries.normSquared(x);
  }

  /** {@link Ensemble} over {@link BoxMullerStream}: the fast way. */
  private static WholeExperiment.Outcome byEnsemble(WholeExperiment e) {
    Problem p = e.problem();
    BoxMullerStream stream = new BoxMullerStream(1);
    Ensemble ensemble =
        new Ensemble(
            ProblemNumbers.update(p, Binary64.INSTANCE, UpdateForm.faster(p.d1(), p.d2(), p.r())),
            p.r(),
            new NoiseSource(stream, FactorId.NOISE_X, e.sigma()),
            new NoiseSource(stream, FactorId.NOISE_Y, e.sigma()));
    Factors<Double> start = ProblemNumbers.start(p, Binary64.INSTANCE);
    // All threads are new ones of the ensemble except this one, which may do a batch itself; each
    // thread is asked for its time at the end of each of its batches.
    Map<Long, Long> nanos = new ConcurrentHashMap<>();
    double[] squares = new double[e.replicates()];
    EnsembleRecorder clock =
        new EnsembleRecorder() {
          @Override
          public boolean wants(long step) {
            return step == e.steps();
          }

          @Override
          public void state(Snapshot snapshot) {
            System.arraycopy(
                snapshot.normSquaredX(), 0, squares, (int) snapshot.first(), snapshot.size());
            nanos.put(Thread.currentThread().getId(), OwnSession.cpu());
          }
        };
    long begun = OwnSession.cpu();
    ensemble.run(
        replicate -> start,
        0,
        e.replicates(),
        0,
        e.steps(),
        clock,
        EnsembleControl.threads(WholeExperiment.THREADS));
    nanos.computeIfPresent(Thread.currentThread().getId(), (thread, cpu) -> cpu - begun);
    return WholeExperiment.Outcome.of(
        nanos.values().stream().mapToLong(Long::longValue).sum(), squares);
  }
}
