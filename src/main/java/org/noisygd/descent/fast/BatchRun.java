// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;
import java.util.Optional;
import org.noisygd.number.random.NoiseSource;

/** One batch of an {@link Ensemble} on its way, on one thread. */
final class BatchRun {
  /** Updates between two looks at whether the run is cancelled. */
  private static final int UPDATES_BETWEEN_LOOKS = 128;

  private final double[][] target;
  private final BatchUpdate kernel;
  private final BatchNoise noiseX;
  private final BatchNoise noiseY;
  private final Optional<AfterUpdate> rounding;
  private final ReplicateBatch batch;
  private final long first;
  private final long[] nonFiniteAt;
  private final double[][] zx;
  private final double[][] zy;
  private final double[] marks;

  BatchRun(
      double[][] target,
      BatchUpdate kernel,
      NoiseSource noiseX,
      NoiseSource noiseY,
      Optional<AfterUpdate> rounding,
      ReplicateBatch batch,
      long first) {
    this.target = target;
    this.kernel = kernel;
    this.noiseX = new BatchNoise(noiseX);
    this.noiseY = new BatchNoise(noiseY);
    this.rounding = rounding;
    this.batch = batch;
    this.first = first;
    this.nonFiniteAt = new long[batch.size()];
    this.zx = new double[batch.d1() * batch.r()][batch.lanes()];
    this.zy = new double[batch.d2() * batch.r()][batch.lanes()];
    this.marks = new double[batch.lanes()];
    Arrays.fill(nonFiniteAt, Ensemble.FINITE);
  }

  /** For each replicate the step at which it left the finite numbers, or {@code FINITE}. */
  long[] nonFiniteAt() {
    return nonFiniteAt;
  }

  /** From the batch's states at {@code from} to those at {@code to}. */
  void run(long from, long to, EnsembleRecorder recorder, SharedProgress looks) {
    markNonFinite(from);
    show(from, recorder);
    int sinceLook = 0;
    for (long t = from; t < to; t++) {
      noiseX.fill(zx, batch.size(), first, t);
      noiseY.fill(zy, batch.size(), first, t);
      kernel.apply(batch, zx, zy);
      if (rounding.isPresent()) {
        rounding.get().round(batch, first, t + 1);
      }
      markNonFinite(t + 1);
      show(t + 1, recorder);
      if (++sinceLook == UPDATES_BETWEEN_LOOKS || t + 1 == to) {
        looks.look((long) sinceLook * batch.size());
        sinceLook = 0;
      }
    }
  }

  private void show(long step, EnsembleRecorder recorder) {
    if (recorder.wants(step)) {
      recorder.state(new Snapshot(batch, target, first, step, nonFiniteAt));
    }
  }

  private void markNonFinite(long step) {
    Arrays.fill(marks, 0);
    for (double[][] part : batch.x()) {
      markNonFinite(part);
    }
    for (double[][] part : batch.y()) {
      markNonFinite(part);
    }
    for (int lane = 0; lane < nonFiniteAt.length; lane++) {
      if (marks[lane] != 0 && nonFiniteAt[lane] == Ensemble.FINITE) {
        nonFiniteAt[lane] = step;
      }
    }
  }

  /** 0 x is a zero where x is finite, NaN where it is not, and NaN stays. */
  private void markNonFinite(double[][] entries) {
    for (double[] entry : entries) {
      BatchLoops.addScaled(marks, 0, entry);
    }
  }
}
