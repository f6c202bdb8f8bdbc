// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;

/**
 * The replicates of one batch at one step, as shown to a recorder. Valid only during the call: the
 * arrays are used again afterwards.
 *
 * <p>Sums run in ascending order of the entry, row by row, each operation rounded once. In a lane
 * that is not finite the sums need not be finite either.
 */
public final class Snapshot {
  private final ReplicateBatch batch;
  private final double[][] target;
  private final long first;
  private final long step;

  /** The replicates from {@code first} on, with M in doubles. */
  public Snapshot(ReplicateBatch batch, double[][] target, long first, long step) {
    this.batch = batch;
    this.target = target;
    this.first = first;
    this.step = step;
  }

  /** The step. */
  public long step() {
    return step;
  }

  /** The number of the first replicate; lane l is replicate {@code first() + l}. */
  public long first() {
    return first;
  }

  /** The number of replicates. */
  public int size() {
    return batch.size();
  }

  /** The iterates; not to be changed. */
  public ReplicateBatch batch() {
    return batch;
  }

  /** ||X||^2 of each lane. */
  public double[] normSquaredX() {
    return Arrays.copyOf(BatchMatrices.normSquared(batch.x()[0]), size());
  }

  /** ||Y||^2 of each lane. */
  public double[] normSquaredY() {
    return Arrays.copyOf(BatchMatrices.normSquared(batch.y()[0]), size());
  }

  /** f = 1/2 ||X Y^T - M||^2 of each lane, with M rounded to binary64. */
  public double[] loss() {
    return Arrays.copyOf(BatchMatrices.loss(batch.x()[0], batch.y()[0], target), size());
  }
}
