// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.NoiseSource;

/**
 * Many independent replicates of one run: each is what {@code descent.Run} gives from its start
 * with its noise, bit for bit.
 *
 * <p>Replicate p takes the perturbations of address (seed, p, t, factor, entry) at the update from
 * t to t + 1, so its bits depend on neither the other replicates nor the batches nor the threads. A
 * replicate that leaves the finite numbers is marked with the step at which it did and goes on
 * being computed beside the others; an entry that is not finite never becomes finite again, since
 * it is only ever subtracted from.
 *
 * @param <T> the type of the entries
 */
public final class Ensemble<T extends Object> {
  /** Stands for the step at which a replicate left the finite numbers, if it did not. */
  static final long FINITE = -1;

  /** Lanes in one batch: enough for the portable loops, few enough for the second cache. */
  private static final int LANES = 64;

  private final double[][] target;
  private final int r;
  private final Supplier<BatchUpdate> kernels;
  private final List<ToDoubleFunction<T>> parts;
  private final NoiseSource noiseX;
  private final NoiseSource noiseY;
  private final Optional<AfterUpdate> rounding;

  private Ensemble(
      double[][] target,
      int r,
      Supplier<BatchUpdate> kernels,
      List<ToDoubleFunction<T>> parts,
      NoiseSource noiseX,
      NoiseSource noiseY,
      Optional<AfterUpdate> rounding) {
    this.target = target;
    this.r = r;
    this.kernels = kernels;
    this.parts = parts;
    this.noiseX = noiseX;
    this.noiseY = noiseY;
    this.rounding = rounding;
  }

  /** Replicates in binary64 with factors of r columns. */
  public static Ensemble<Double> binary64(
      PerturbedUpdate<Double> update, int r, NoiseSource noiseX, NoiseSource noiseY) {
    return of(() -> BatchUpdate.of(update, r), update, r, noiseX, noiseY, BatchUpdate.BINARY64);
  }

  private static <T extends Object> Ensemble<T> of(
      Supplier<BatchUpdate> kernels,
      PerturbedUpdate<T> update,
      int r,
      NoiseSource noiseX,
      NoiseSource noiseY,
      List<ToDoubleFunction<T>> parts) {
    Require.that(
        noiseX.factor() != noiseY.factor() || !noiseX.stream().equals(noiseY.stream()),
        "noiseY",
        "differ from noiseX in factor or stream",
        noiseY);
    Matrix<T> m = update.target();
    double[][] target = new double[m.rows()][m.columns()];
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < m.columns(); j++) {
        target[i][j] = parts.get(0).applyAsDouble(m.get(i, j));
      }
    }
    return new Ensemble<>(
        target, Require.positive("r", r), kernels, parts, noiseX, noiseY, Optional.empty());
  }

  /** The same with something done to every new iterate. */
  public Ensemble<T> withStoreRounding(AfterUpdate storeRounding) {
    return new Ensemble<>(target, r, kernels, parts, noiseX, noiseY, Optional.of(storeRounding));
  }

  /**
   * Runs replicates {@code first} to {@code first + replicates - 1} from step {@code from} to step
   * {@code to}.
   *
   * @param starts the iterate of each replicate at step {@code from}; called by several threads
   * @throws CancellationException if the run was cancelled, or the calling thread interrupted
   *     (which it then still is); no thread of the run is left
   */
  public EnsembleResult run(
      LongFunction<Factors<T>> starts,
      long first,
      int replicates,
      long from,
      long to,
      EnsembleRecorder recorder,
      EnsembleControl control) {
    Require.nonNegative("first", first);
    Require.positive("replicates", replicates);
    Require.nonNegative("first step", from);
    Require.that(to >= from, "last step", "be at least the first, " + from, to);
    int[] bounds = bounds(replicates);
    ReplicateBatch[] batches = new ReplicateBatch[bounds.length - 1];
    long[] nonFiniteAt = new long[replicates];
    Arrays.fill(nonFiniteAt, FINITE);
    SharedProgress looks = new SharedProgress(control);
    try (Workers workers = new Workers(Math.min(control.threads(), batches.length))) {
      workers.all(
          IntStream.range(0, batches.length).boxed().toList(),
          b ->
              looks.stoppingAll(
                  () -> {
                    int size = bounds[b + 1] - bounds[b];
                    batches[b] =
                        new ReplicateBatch(target.length, target[0].length, r, parts.size(), size);
                    for (int lane = 0; lane < size; lane++) {
                      put(batches[b], lane, starts.apply(first + bounds[b] + lane));
                    }
                    BatchRun run =
                        new BatchRun(
                            target,
                            kernels.get(),
                            noiseX,
                            noiseY,
                            rounding,
                            batches[b],
                            first + bounds[b]);
                    run.run(from, to, recorder, looks);
                    System.arraycopy(run.nonFiniteAt(), 0, nonFiniteAt, bounds[b], size);
                  }));
    }
    return new EnsembleResult(first, bounds, batches, nonFiniteAt);
  }

  /** Where batches begin, and the end: as few as there must be, of nearly equal lane groups. */
  private static int[] bounds(int replicates) {
    int groups = ReplicateBatch.padded(replicates) / ReplicateBatch.LANE_GROUP;
    int batches = (groups * ReplicateBatch.LANE_GROUP + LANES - 1) / LANES;
    int[] bounds = new int[batches + 1];
    for (int b = 1; b < batches; b++) {
      bounds[b] = (int) ((long) groups * b / batches) * ReplicateBatch.LANE_GROUP;
    }
    bounds[batches] = replicates;
    return bounds;
  }

  private void put(ReplicateBatch batch, int lane, Factors<T> start) {
    Require.that(
        start.x().rows() == batch.d1() && start.y().rows() == batch.d2() && start.r() == r,
        "start",
        "have d1, d2, r = " + batch.d1() + ", " + batch.d2() + ", " + r,
        start.x().rows() + ", " + start.y().rows() + ", " + start.r());
    for (int part = 0; part < parts.size(); part++) {
      ToDoubleFunction<T> of = parts.get(part);
      batch.put(
          lane,
          part,
          start.x().entries().stream().mapToDouble(of).toArray(),
          start.y().entries().stream().mapToDouble(of).toArray());
    }
  }
}
