// SPDX-License-Identifier: Apache-2.0
package org.noisygd.jmh;

import java.util.concurrent.TimeUnit;
import org.noisygd.descent.fast.BatchNoise;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Gaussian numbers, alone and drawn in the loop of updates; nanoseconds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class NoiseBenchmark {
  private static final int MANY = 1000;
  private static final int ROWS = 20;
  private static final int LANES = 40;

  private final GaussianStream stream = new GaussianStream(1);
  private final double[] z = new double[MANY];
  private final double[] x = new double[20];
  private final double[] y = new double[30];
  private final double[] noiseX = new double[20];
  private final double[] noiseY = new double[30];
  private final NoiseSource sourceX = new NoiseSource(stream, FactorId.NOISE_X, 0.0625);
  private final NoiseSource sourceY = new NoiseSource(stream, FactorId.NOISE_Y, 0.0625);
  private final DoubleUpdate update =
      new DoubleUpdate(
          new PerturbedUpdate<>(
              Matrix.zeros(Binary64.INSTANCE, 20, 30),
              StepSizes.of(Binary64.INSTANCE, 0.0078125, 0.0078125),
              UpdateForm.RESIDUAL),
          1);
  private final BatchNoise batchX = new BatchNoise(sourceX);
  private final double[][] lanes = new double[ROWS][LANES];
  private long t;

  /** One number of the reference's stream, of a matrix filled at once. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public double[] philox() {
    stream.fill(z, 0, t++, FactorId.NOISE_X);
    return z;
  }

  /** One perturbation of the reference's stream, of 20 entries of 40 replicates at once. */
  @Benchmark
  @OperationsPerInvocation(ROWS * LANES)
  public double[][] batch() {
    batchX.fill(lanes, LANES, 0, t++);
    return lanes;
  }

  /** An update of 20 x 30, rank one, whose 50 numbers are drawn first. */
  @Benchmark
  public double[] inlineUpdate() {
    sourceX.fill(noiseX, 0, t);
    sourceY.fill(noiseY, 0, t++);
    update.apply(x, y, noiseX, noiseY);
    return x;
  }
}
