// SPDX-License-Identifier: Apache-2.0
package org.noisygd.jmh;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.fast.BatchUpdate;
import org.noisygd.descent.fast.BatchUpdates;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.coupled.JointUpdate;
import org.noisygd.study.coupled.ReplicateNoise;
import org.noisygd.study.coupled.Trajectories;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An update of a run in a precision study, its noise and its store included, beside the batched
 * kernel of the same shape alone. A score is the time of an update of one run, of which there are
 * eight in the kernel's batch, and eight replicates in a study.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoupledBenchmark {
  private static final int REPLICATES = 8;
  private static final int ARITHMETICS = 4;

  /** A shape, and M with ones on the diagonal. */
  @State(Scope.Thread)
  public static class Shape {
    /** d1, d2 and r. */
    @Param({"200x300x5", "1000x1000x16"})
    public String shape = "";

    private Experiment setting = PaperExperiments.studied("rank1");

    /** Makes the problem. */
    @Setup
    public void make() {
      String[] sizes = shape.split("x", -1);
      int d1 = Integer.parseInt(sizes[0]);
      int d2 = Integer.parseInt(sizes[1]);
      int r = Integer.parseInt(sizes[2]);
      setting =
          new Experiment(
              "bench",
              "bench",
              Experiment.unitDiagonal(d1, d2, r),
              r,
              0.01,
              0.01,
              0.01,
              0.01,
              1,
              Start.normal(0.1),
              1000);
    }
  }

  /** The kernel alone. */
  @State(Scope.Thread)
  public static class Kernel {
    private BatchUpdate update = (batch, noiseX, noiseY) -> {};
    private ReplicateBatch batch = new ReplicateBatch(1, 1, 1, 1, 1);
    private double[][] noiseX = {};
    private double[][] noiseY = {};

    /** Makes the batch. */
    @Setup
    public void make(Shape of) {
      Experiment setting = of.setting;
      update =
          BatchUpdates.of(
              new PerturbedUpdate<>(setting.target(), setting.stepSizes(), UpdateForm.RESIDUAL),
              setting.r());
      batch = new ReplicateBatch(setting.d1(), setting.d2(), setting.r(), 1, REPLICATES);
      for (int i = 0; i < REPLICATES; i++) {
        batch.put(i, 0, setting.startX(1, i), setting.startY(1, i));
      }
      noiseX = new double[setting.d1() * setting.r()][REPLICATES];
      noiseY = new double[setting.d2() * setting.r()][REPLICATES];
    }
  }

  /** The runs of a study: in each replicate as many with the same store. */
  @State(Scope.Thread)
  public static class Coupled {
    /** The store. */
    @Param({"binary64", "bfloat16", "bfloat16/stochastic"})
    public String store = "";

    private List<JointUpdate.Member> runs = List.of();
    private JointUpdate update = new JointUpdate(PaperExperiments.studied("rank1"), runs);
    private long t;

    /** Begins the runs. */
    @Setup
    public void begin(Shape of) {
      List<ArithmeticName> all = Collections.nCopies(ARITHMETICS, ArithmeticName.parse(store));
      runs =
          LongStream.range(0, REPLICATES)
              .boxed()
              .flatMap(
                  i -> {
                    ReplicateNoise noise = new ReplicateNoise(of.setting, 1, i);
                    Trajectories factory = new Trajectories(of.setting, 1, i);
                    return all.stream()
                        .map(name -> new JointUpdate.Member(factory.in(name), noise));
                  })
              .toList();
      update = new JointUpdate(of.setting, runs);
    }
  }

  /** One update of eight runs by the kernel. */
  @Benchmark
  @OperationsPerInvocation(REPLICATES)
  public double[] kernel(Kernel kernel) {
    kernel.update.apply(kernel.batch, kernel.noiseX, kernel.noiseY);
    return kernel.batch.x()[0][0];
  }

  /** One update of four runs in each of eight replicates. */
  @Benchmark
  @OperationsPerInvocation(REPLICATES * ARITHMETICS)
  public double[] coupled(Coupled coupled) {
    coupled.update.advance(coupled.t++);
    return coupled.runs.get(0).run().x();
  }
}
