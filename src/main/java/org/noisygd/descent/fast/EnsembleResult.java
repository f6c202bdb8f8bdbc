// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import org.noisygd.number.Require;

/**
 * The last states of an {@link Ensemble}'s replicates, and which of them left the finite numbers.
 */
public final class EnsembleResult {
  private final long first;
  private final int[] starts;
  private final ReplicateBatch[] batches;
  private final long[] nonFiniteAt;

  EnsembleResult(long first, int[] starts, ReplicateBatch[] batches, long[] nonFiniteAt) {
    this.first = first;
    this.starts = starts;
    this.batches = batches;
    this.nonFiniteAt = nonFiniteAt;
  }

  /** The number of the first replicate. */
  public long first() {
    return first;
  }

  /** The number of replicates. */
  public int size() {
    return nonFiniteAt.length;
  }

  /** Whether a replicate was finite at every step. */
  public boolean isFinite(long replicate) {
    return nonFiniteAt[index(replicate)] == Ensemble.FINITE;
  }

  /**
   * The first step at which an entry of a replicate was infinite or NaN.
   *
   * @throws IllegalArgumentException if there is none
   */
  public long nonFiniteAt(long replicate) {
    Require.that(!isFinite(replicate), "replicate", "have left the finite numbers", replicate);
    return nonFiniteAt[index(replicate)];
  }

  /** Copies a part of a replicate's last X and Y, each row by row; part 1 is the low one. */
  public void get(long replicate, int part, double[] x, double[] y) {
    int index = index(replicate);
    int b = batches.length - 1;
    while (starts[b] > index) {
      b--;
    }
    batches[b].get(index - starts[b], part, x, y);
  }

  private int index(long replicate) {
    Require.that(
        replicate >= first && replicate - first < size(),
        "replicate",
        "be in " + first + ".." + (first + size() - 1),
        replicate);
    return (int) (replicate - first);
  }
}
