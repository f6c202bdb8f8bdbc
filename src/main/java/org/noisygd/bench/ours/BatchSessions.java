// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.numbers.core.DD;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;
import org.noisygd.descent.fast.BatchNoise;
import org.noisygd.descent.fast.BatchUpdate;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;

/** The kernels over many replicates at work. */
final class BatchSessions {
  /** Numbers of a batch, so that it stays in the second cache with its noise. */
  private static final int NUMBERS = 8192;

  private static final int MOST_LANES = 64;

  private BatchSessions() {}

  /** How many replicates at once a problem is timed with. */
  static int lanes(Problem problem) {
    int fitting = NUMBERS / ((problem.d1() + problem.d2()) * problem.r());
    return Math.max(
        ReplicateBatch.LANE_GROUP, Math.min(MOST_LANES, Integer.highestOneBit(fitting)));
  }

  /** A batch in binary64. */
  static Session binary64(Problem problem, UpdateForm form, int replicates) {
    BatchUpdate kernel =
        BatchUpdate.of(OwnSessions.update(problem, Binary64.INSTANCE, form), problem.r());
    return new Batch<>(
        problem, kernel, Binary64.INSTANCE, List.of(Double::doubleValue), replicates);
  }

  /** A batch in double-double. */
  static Session doubleDouble(Problem problem, UpdateForm form, int replicates) {
    BatchUpdate kernel =
        BatchUpdate.ofDoubleDouble(
            OwnSessions.update(problem, DoubleDouble.INSTANCE, form), problem.r());
    return new Batch<>(problem, kernel, DoubleDouble.INSTANCE, List.of(DD::hi, DD::lo), replicates);
  }

  private static final class Batch<T extends Object> implements Session {
    private final BatchUpdate kernel;
    private final ReplicateBatch batch;
    private final LongFunction<double[][]> noiseX;
    private final LongFunction<double[][]> noiseY;
    private long t;

    Batch(
        Problem problem,
        BatchUpdate kernel,
        Arithmetic<T> arithmetic,
        List<ToDoubleFunction<T>> parts,
        int replicates) {
      this.kernel = kernel;
      batch = new ReplicateBatch(problem.d1(), problem.d2(), problem.r(), parts.size(), replicates);
      Factors<T> start =
          OwnSessions.factors(problem, arithmetic, Problem.Part.X, Problem.Part.Y, 0);
      for (int part = 0; part < parts.size(); part++) {
        double[] x = start.x().entries().stream().mapToDouble(parts.get(part)).toArray();
        double[] y = start.y().entries().stream().mapToDouble(parts.get(part)).toArray();
        for (int lane = 0; lane < replicates; lane++) {
          batch.put(lane, part, x, y);
        }
      }
      noiseX = perturbations(problem, Problem.Part.NOISE_X, batch);
      noiseY = perturbations(problem, Problem.Part.NOISE_Y, batch);
    }

    private static LongFunction<double[][]> perturbations(
        Problem problem, Problem.Part part, ReplicateBatch batch) {
      if (!problem.drawn()) {
        double[][][] slots = spread(OwnSessions.noise(problem, part), batch.lanes());
        return step -> slots[(int) (step % slots.length)];
      }
      BatchNoise source = new BatchNoise(problem.source(part));
      double[][] noise = new double[problem.size(part)][batch.lanes()];
      return step -> {
        source.fill(noise, batch.size(), 0, step);
        return noise;
      };
    }

    /** By slot of replicate 0, entry and lane: lane b has slot (t + b) mod slots. */
    private static double[][][] spread(double[][] slots, int lanes) {
      double[][][] all = new double[slots.length][slots[0].length][lanes];
      for (int slot = 0; slot < slots.length; slot++) {
        for (int lane = 0; lane < lanes; lane++) {
          double[] of = slots[(slot + lane) % slots.length];
          for (int n = 0; n < of.length; n++) {
            all[slot][n][lane] = of[n];
          }
        }
      }
      return all;
    }

    @Override
    public int replicates() {
      return batch.size();
    }

    @Override
    public long run(long steps) {
      long begun = OwnSessions.cpu();
      for (long n = 0; n < steps; n++) {
        kernel.apply(batch, noiseX.apply(t), noiseY.apply(t));
        t++;
      }
      return OwnSessions.cpu() - begun;
    }

    @Override
    public BigDecimal[] iterate(int replicate) {
      double[] x = new double[batch.d1() * batch.r()];
      double[] y = new double[batch.d2() * batch.r()];
      BigDecimal[] sum = new BigDecimal[x.length + y.length];
      Arrays.fill(sum, BigDecimal.ZERO);
      for (int part = 0; part < batch.parts(); part++) {
        batch.get(replicate, part, x, y);
        BigDecimal[] some = OwnSessions.exact(x, y);
        Arrays.setAll(sum, n -> sum[n].add(some[n]));
      }
      return sum;
    }
  }
}
