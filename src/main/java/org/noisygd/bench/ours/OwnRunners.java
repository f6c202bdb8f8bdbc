// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.WholeExperiment;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.fast.EnsembleRecorder;
import org.noisygd.descent.fast.EnsembleResult;
import org.noisygd.descent.fast.Snapshot;
import org.noisygd.descent.fast.UpdateForms;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.number.Binary64;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/** The whole experiment by this project, in the readable way and in the fast one. */
public final class OwnRunners {
  private OwnRunners() {}

  /** All of them. */
  public static List<WholeExperiment.Runner> all() {
    return List.of(new ArrayRunner(), new EnsembleRunner());
  }

  /** {@link DoubleUpdate} and {@link GaussianStream}: the readable way. */
  private static final class ArrayRunner implements WholeExperiment.Runner {
    @Override
    public String name() {
      return "ours-array";
    }

    @Override
    public String description() {
      return "descent.update.DoubleUpdate, number.random.GaussianStream";
    }

    @Override
    public WholeExperiment.Outcome run(WholeExperiment e) {
      double[] squares = new double[e.replicates()];
      long cpu =
          OwnSessions.onThreads(
              WholeExperiment.THREADS,
              share -> {
                for (int b = share; b < squares.length; b += WholeExperiment.THREADS) {
                  squares[b] = square(e, b);
                }
              });
      return WholeExperiment.Outcome.of(cpu, squares);
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
      DoubleUpdate update = OwnSessions.doubleUpdate(p);
      for (int t = 0; t < e.steps(); t++) {
        sourceX.fill(noiseX, replicate, t);
        sourceY.fill(noiseY, replicate, t);
        update.apply(x, y, noiseX, noiseY);
      }
      double square = 0;
      for (double entry : x) {
        square += entry * entry;
      }
      return square;
    }
  }

  /** {@link Ensemble} over {@link BoxMullerStream}: the whole experiment. */
  private static final class EnsembleRunner implements WholeExperiment.Runner {
    @Override
    public String name() {
      return "ours-ensemble";
    }

    @Override
    public String description() {
      return "descent.fast.Ensemble, the faster form, number.random.BoxMullerStream";
    }

    @Override
    public WholeExperiment.Outcome run(WholeExperiment e) {
      Problem p = e.problem();
      BoxMullerStream stream = new BoxMullerStream(1);
      Ensemble<Double> ensemble =
          Ensemble.binary64(
              OwnSessions.update(p, Binary64.INSTANCE, UpdateForms.faster(p.d1(), p.d2(), p.r())),
              p.r(),
              new NoiseSource(stream, FactorId.NOISE_X, e.sigma()),
              new NoiseSource(stream, FactorId.NOISE_Y, e.sigma()));
      Factors<Double> start =
          OwnSessions.factors(p, Binary64.INSTANCE, Problem.Part.X, Problem.Part.Y, 0);
      // The threads are the ensemble's own and new; each is asked at the end of each of its
      // batches.
      Map<Long, Long> nanos = new ConcurrentHashMap<>();
      EnsembleRecorder clock =
          new EnsembleRecorder() {
            @Override
            public boolean wants(long step) {
              return step == e.steps();
            }

            @Override
            public void state(Snapshot snapshot) {
              nanos.put(Thread.currentThread().getId(), OwnSessions.cpu());
            }
          };
      EnsembleResult result =
          ensemble.run(
              replicate -> start,
              0,
              e.replicates(),
              0,
              e.steps(),
              clock,
              EnsembleControl.threads(WholeExperiment.THREADS));
      double[] squares = new double[e.replicates()];
      double[] x = new double[p.d1() * p.r()];
      double[] y = new double[p.d2() * p.r()];
      for (int b = 0; b < squares.length; b++) {
        result.get(b, 0, x, y);
        squares[b] = Arrays.stream(x).map(entry -> entry * entry).sum();
      }
      long cpu = nanos.values().stream().mapToLong(Long::longValue).sum();
      return WholeExperiment.Outcome.of(cpu, squares);
    }
  }
}
