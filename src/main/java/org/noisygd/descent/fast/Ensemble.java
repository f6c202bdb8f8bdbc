// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.NoiseSource;

/**
 * Many independent replicates of one run in binary64, shown to an {@link EnsembleRecorder}.
 * Replicates of Perturbed GD are what {@code descent.update.PerturbedRun} gives from their start
 * with their noise, bit for bit; replicates of another rule are made by its own kernel.
 *
 * <p>Replicate p takes the perturbations of address (seed, p, t, factor, entry) at the update from
 * t to t + 1, so its bits depend on neither the other replicates nor the batches nor the threads. A
 * replicate that leaves the finite numbers is still computed with the others; an entry that is not
 * finite never becomes finite again, since it is only ever added to or subtracted from.
 */
public final class Ensemble {
  /** Lanes in one batch: enough for the portable loops, few enough for the second cache. */
  private static final int LANES = 64;

  /** Updates between two looks at whether the run is cancelled. */
  private static final int UPDATES_BETWEEN_LOOKS = 128;

  /** The updates of a batch. */
  public interface Updates {
    /** Replaces the iterates of the replicates from {@code first} on at step t by the next ones. */
    void make(long first, long t);
  }

  private final int r;
  private final double[][] target;
  private final Function<ReplicateBatch, Updates> updates;

  /**
   * Replicates with factors of r columns.
   *
   * @param target M
   * @param updates makes the updates of a batch; called by several threads
   */
  public Ensemble(Matrix<Double> target, int r, Function<ReplicateBatch, Updates> updates) {
    this.r = Require.positive("r", r);
    this.target = target.roundToDoubles();
    this.updates = updates;
  }

  /** Replicates of Perturbed GD. */
  public Ensemble(PerturbedUpdate<Double> update, int r, NoiseSource noiseX, NoiseSource noiseY) {
    this(update.target(), r, perturbed(update, noiseX, noiseY));
  }

  private static Function<ReplicateBatch, Updates> perturbed(
      PerturbedUpdate<Double> update, NoiseSource noiseX, NoiseSource noiseY) {
    Require.that(
        noiseX.factor() != noiseY.factor() || !noiseX.stream().equals(noiseY.stream()),
        "noiseY",
        "differ from noiseX in factor or stream",
        noiseY);
    return batch -> {
      BatchUpdate kernel = BatchUpdates.of(update, batch.r());
      BatchNoise drawnX = new BatchNoise(noiseX);
      BatchNoise drawnY = new BatchNoise(noiseY);
      double[][] zx = BatchMatrices.zeros(batch.d1() * batch.r(), batch.lanes());
      double[][] zy = BatchMatrices.zeros(batch.d2() * batch.r(), batch.lanes());
      return (first, t) -> {
        drawnX.fill(zx, batch.size(), first, t);
        drawnY.fill(zy, batch.size(), first, t);
        kernel.apply(batch, zx, zy);
      };
    };
  }

  /**
   * Runs replicates {@code first} to {@code first + replicates - 1} from step {@code from} to step
   * {@code to}.
   *
   * @param starts the iterate of each replicate at step {@code from}; called by several threads
   * @throws CancellationException if the run was cancelled, or the calling thread interrupted
   *     (which it then still is); no thread of the run is left
   */
  public void run(
      LongFunction<Factors<Double>> starts,
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
    int batches = bounds.length - 1;
    SharedProgress looks = new SharedProgress(control);
    try (Workers workers = new Workers(Math.min(control.threads(), batches))) {
      workers.all(
          IntStream.range(0, batches).boxed().toList(),
          b ->
              looks.stoppingAll(
                  () -> {
                    long number = first + bounds[b];
                    ReplicateBatch batch = batch(starts, number, bounds[b + 1] - bounds[b]);
                    run(batch, number, from, to, recorder, looks);
                  }));
    }
  }

  /** Where batches begin, and the end: as few batches as possible, of nearly equal lane groups. */
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

  private ReplicateBatch batch(LongFunction<Factors<Double>> starts, long first, int size) {
    ReplicateBatch batch = new ReplicateBatch(target.length, target[0].length, r, 1, size);
    for (int lane = 0; lane < size; lane++) {
      Factors<Double> start = starts.apply(first + lane);
      Require.that(
          start.d1() == batch.d1() && start.d2() == batch.d2() && start.r() == r,
          "start",
          "have d1, d2, r = " + batch.d1() + ", " + batch.d2() + ", " + r,
          start.d1() + ", " + start.d2() + ", " + start.r());
      batch.put(lane, 0, start.x().roundToRows(), start.y().roundToRows());
    }
    return batch;
  }

  /** One batch on one thread, from its states at {@code from} to those at {@code to}. */
  private void run(
      ReplicateBatch batch,
      long first,
      long from,
      long to,
      EnsembleRecorder recorder,
      SharedProgress looks) {
    Updates made = updates.apply(batch);
    show(batch, first, from, recorder);
    int sinceLook = 0;
    for (long t = from; t < to; t++) {
      made.make(first, t);
      show(batch, first, t + 1, recorder);
      if (++sinceLook == UPDATES_BETWEEN_LOOKS || t + 1 == to) {
        looks.look((long) sinceLook * batch.size());
        sinceLook = 0;
      }
    }
  }

  private void show(ReplicateBatch batch, long first, long step, EnsembleRecorder recorder) {
    if (recorder.wants(step)) {
      recorder.state(new Snapshot(batch, target, first, step));
    }
  }

  /** Shared by the threads of one ensemble: whether to stop, and how much is done. */
  private static final class SharedProgress {
    private final EnsembleControl control;
    private final AtomicLong done = new AtomicLong();
    private volatile boolean stopped;

    SharedProgress(EnsembleControl control) {
      this.control = control;
    }

    /** Does one thread's part; if it fails, all threads end at their next look. */
    void stoppingAll(Runnable part) {
      try {
        part.run();
      } catch (RuntimeException | Error e) {
        stopped = true;
        throw e;
      }
    }

    /**
     * Called by every thread now and then.
     *
     * @param updates the updates of single replicates that it has done since its last look
     * @throws CancellationException if the run is to end
     */
    void look(long updates) {
      if (stopped || Thread.currentThread().isInterrupted() || control.cancelled().getAsBoolean()) {
        stopped = true;
        throw new CancellationException("ensemble cancelled");
      }
      control.progress().accept(done.addAndGet(updates));
    }
  }
}
