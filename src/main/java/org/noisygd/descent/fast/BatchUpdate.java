// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import org.apache.commons.numbers.core.DD;
import org.noisygd.descent.update.PerturbedUpdate;

/**
 * One perturbed update of many replicates at once; {@link #of} makes the fastest that this Java can
 * run.
 *
 * <p>Every lane does the operations of {@code PerturbedUpdate} in its order, each rounded once, so
 * the bits of a replicate are those of {@code descent.update}, whatever the batch, the Java and the
 * machine's vectors (tested in {@code BatchUpdateTest}). Where a result is NaN only its being NaN
 * is promised. Implementations hold their working space: one for each thread.
 */
public interface BatchUpdate {
  /**
   * Replaces the batch's iterates by those after one update.
   *
   * @param batch the iterates, in as many parts as this update's arithmetic has
   * @param noiseX the perturbations of X, noiseX[i r + k][lane], all {@link ReplicateBatch#lanes}
   *     of them
   * @param noiseY the same of Y
   * @throws IllegalArgumentException if shapes do not fit
   */
  void apply(ReplicateBatch batch, double[][] noiseX, double[][] noiseY);

  /** The update in binary64 of factors with r columns. */
  static BatchUpdate of(PerturbedUpdate<Double> update, int r) {
    UpdateData data = UpdateData.of(update, r);
    return IncubatorVectors.kernel("VectorBatchUpdates", BatchUpdate.Maker.class)
        .map(maker -> maker.make(data))
        .orElseGet(() -> new PortableBatchUpdate(data));
  }

  /** The update in double-double of factors with r columns. */
  static BatchUpdate ofDoubleDouble(PerturbedUpdate<DD> update, int r) {
    UpdateData data = UpdateData.ofDoubleDouble(update, r);
    return IncubatorVectors.kernel("VectorDoubleDouble", BatchUpdate.Maker.class)
        .map(maker -> maker.make(data))
        .orElseGet(() -> new PortableDoubleDouble(data));
  }

  /** Makes the updates of a kernel that is reached by name. */
  interface Maker {
    /** The update with these numbers. */
    BatchUpdate make(UpdateData data);
  }
}
