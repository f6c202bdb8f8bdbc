// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.numbers.core.DD;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;
import org.noisygd.descent.fast.BatchMatrices;
import org.noisygd.descent.fast.BatchUpdate;
import org.noisygd.descent.fast.BatchUpdates;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.descent.fixedpoint.FixedPoint;
import org.noisygd.descent.fixedpoint.FixedPointNoise;
import org.noisygd.descent.fixedpoint.FixedPointTrajectory;
import org.noisygd.descent.fixedpoint.FixedPointUpdate;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;

/**
 * A session of one of this project's implementations. Each has its own loop over the steps, with
 * nothing between the timed loop and the update.
 */
final class OwnSession implements Session {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Number of entries of a batch, which stays in the second-level cache with its noise. */
  private static final int NUMBERS = 8192;

  private static final int MAX_IN_A_BATCH = 64; // replicates

  /** The updates from one step to another. */
  @FunctionalInterface
  private interface Updates {
    void apply(long from, long to);
  }

  private final int replicates;
  private final Updates updates;
  private final IntFunction<BigDecimal[]> iterates;
  private long t;

  private OwnSession(int replicates, Updates updates, IntFunction<BigDecimal[]> iterates) {
    this.replicates = replicates;
    this.updates = updates;
    this.iterates = iterates;
  }

  @Override
  public int replicates() {
    return replicates;
  }

  @Override
  public long run(long steps) {
    long begun = cpu();
    updates.apply(t, t + steps);
    t += steps;
    return cpu() - begun;
  }

  @Override
  public BigDecimal[] iterate(int replicate) {
    return iterates.apply(replicate);
  }

  /** The CPU time of this thread in nanoseconds. */
  private static long cpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** {@link PerturbedUpdate} in any arithmetic, for one replicate. */
  static <T> OwnSession descent(Problem problem, Arithmetic<T> arithmetic, int replicate) {
    PerturbedUpdate<T> update = ProblemNumbers.update(problem, arithmetic, UpdateForm.RESIDUAL);
    LongFunction<Factors<T>> noise = ProblemNumbers.noises(problem, arithmetic, replicate);
    AtomicReference<Factors<T>> iterate =
        new AtomicReference<>(ProblemNumbers.start(problem, arithmetic));
    return new OwnSession(
        1,
        (from, to) -> {
          Factors<T> now = iterate.get();
          for (long t = from; t < to; t++) {
            now = update.apply(now, noise.apply(t));
          }
          iterate.set(now);
        },
        b -> ProblemNumbers.exact(iterate.get()));
  }

  /** {@link DoubleUpdate}, residual form, for one replicate. */
  static OwnSession doubles(Problem problem, int replicate) {
    DoubleUpdate update =
        new DoubleUpdate(
            ProblemNumbers.update(problem, Binary64.INSTANCE, UpdateForm.RESIDUAL), problem.r());
    double[] x = problem.doubles(Problem.Part.X, 0);
    double[] y = problem.doubles(Problem.Part.Y, 0);
    LongFunction<double[]> noiseX = ProblemNumbers.arrays(problem, Problem.Part.NOISE_X, replicate);
    LongFunction<double[]> noiseY = ProblemNumbers.arrays(problem, Problem.Part.NOISE_Y, replicate);
    return new OwnSession(
        1,
        (from, to) -> {
          for (long t = from; t < to; t++) {
            update.apply(x, y, noiseX.apply(t), noiseY.apply(t));
          }
        },
        b -> ProblemNumbers.exact(x, y));
  }

  /** {@link FixedPointUpdate} to the digits of a decimal problem. */
  static OwnSession fixed(Problem problem, boolean portable) {
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    Dyadic eta = exact.fromDecimal(problem.eta());
    FixedPointUpdate update =
        FixedPointUpdate.of(
            FixedPoint.ofDigits(problem.digits()),
            ProblemNumbers.matrix(problem, exact, Problem.Part.M, 0),
            StepSizes.of(exact, eta, eta),
            problem.r());
    Factors<Dyadic> start = ProblemNumbers.start(problem, exact);
    FixedPointTrajectory trajectory =
        portable
            ? FixedPointTrajectory.portable(update, start)
            : FixedPointTrajectory.of(update, start);
    LongFunction<FixedPointNoise> noise =
        ProblemNumbers.inTurn(
            problem,
            0,
            slot -> FixedPointNoise.of(update, ProblemNumbers.noise(problem, exact, slot)));
    return new OwnSession(
        1,
        (from, to) -> {
          for (long t = from; t < to; t++) {
            trajectory.apply(noise.apply(t));
          }
        },
        b -> ProblemNumbers.exact(trajectory.iterate()));
  }

  /** The number of replicates for timing a problem. */
  static int batchSize(Problem problem) {
    int fitting = NUMBERS / ((problem.d1() + problem.d2()) * problem.r());
    return Math.max(
        ReplicateBatch.LANE_GROUP, Math.min(MAX_IN_A_BATCH, Integer.highestOneBit(fitting)));
  }

  /** {@link BatchUpdate} in binary64. */
  static OwnSession batch(Problem problem, UpdateForm form, int replicates) {
    BatchUpdate kernel =
        BatchUpdates.of(ProblemNumbers.update(problem, Binary64.INSTANCE, form), problem.r());
    return batch(problem, kernel, Binary64.INSTANCE, List.of(Double::doubleValue), replicates);
  }

  /** {@link BatchUpdate} in double-double. */
  static OwnSession doubleDoubleBatch(Problem problem, UpdateForm form, int replicates) {
    BatchUpdate kernel =
        BatchUpdates.ofDoubleDouble(
            ProblemNumbers.update(problem, DoubleDouble.INSTANCE, form), problem.r());
    return batch(problem, kernel, DoubleDouble.INSTANCE, List.of(DD::hi, DD::lo), replicates);
  }

  private static <T> OwnSession batch(
      Problem problem,
      BatchUpdate kernel,
      Arithmetic<T> arithmetic,
      List<ToDoubleFunction<T>> parts,
      int replicates) {
    ReplicateBatch batch =
        new ReplicateBatch(problem.d1(), problem.d2(), problem.r(), parts.size(), replicates);
    Factors<T> start = ProblemNumbers.start(problem, arithmetic);
    for (int part = 0; part < parts.size(); part++) {
      double[] x = start.x().entries().stream().mapToDouble(parts.get(part)).toArray();
      double[] y = start.y().entries().stream().mapToDouble(parts.get(part)).toArray();
      for (int lane = 0; lane < replicates; lane++) {
        batch.put(lane, part, x, y);
      }
    }
    LongFunction<double[][]> noiseX = noise(problem, Problem.Part.NOISE_X, batch);
    LongFunction<double[][]> noiseY = noise(problem, Problem.Part.NOISE_Y, batch);
    return new OwnSession(
        replicates,
        (from, to) -> {
          for (long t = from; t < to; t++) {
            kernel.apply(batch, noiseX.apply(t), noiseY.apply(t));
          }
        },
        b -> exact(batch, b));
  }

  /** The perturbations by entry and lane: lane b has slot (t + b) mod slots. */
  private static LongFunction<double[][]> noise(
      Problem problem, Problem.Part part, ReplicateBatch batch) {
    LongFunction<double[]> slots = ProblemNumbers.arrays(problem, part, 0);
    return ProblemNumbers.inTurn(
        problem,
        0,
        slot -> {
          double[][] all = new double[problem.size(part)][batch.lanes()];
          for (int lane = 0; lane < batch.lanes(); lane++) {
            BatchMatrices.put(all, lane, slots.apply((long) slot + lane));
          }
          return all;
        });
  }

  /** X then Y of one replicate, the exact sums of their parts. */
  private static BigDecimal[] exact(ReplicateBatch batch, int replicate) {
    double[] x = new double[batch.d1() * batch.r()];
    double[] y = new double[batch.d2() * batch.r()];
    BigDecimal[] sum = new BigDecimal[x.length + y.length];
    Arrays.fill(sum, BigDecimal.ZERO);
    for (int part = 0; part < batch.parts(); part++) {
      batch.get(replicate, part, x, y);
      BigDecimal[] some = ProblemNumbers.exact(x, y);
      Arrays.setAll(sum, n -> sum[n].add(some[n]));
    }
    return sum;
  }
}
