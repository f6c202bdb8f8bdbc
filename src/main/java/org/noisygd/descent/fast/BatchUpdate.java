// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

/**
 * One perturbed update of many replicates at once; {@code BatchUpdates} constructs them.
 *
 * <p>Every lane does the operations of {@code PerturbedUpdate} in its order, each rounded once. So
 * a replicate has the bits of {@code descent.update}, whatever the batch, the Java and the
 * machine's vectors (tested in {@code BatchUpdateTest}); the bits of a NaN are unspecified.
 * Implementations have working space: use one per thread.
 */
public interface BatchUpdate {
  /**
   * Replaces the batch's iterates by the iterates after one update.
   *
   * @param batch the iterates, in as many parts as this update's arithmetic has
   * @param noiseX the perturbations of X, noiseX[i r + k][lane], all {@link ReplicateBatch#lanes}
   *     of them
   * @param noiseY the perturbations of Y likewise
   * @throws IllegalArgumentException if shapes do not fit
   */
  void apply(ReplicateBatch batch, double[][] noiseX, double[][] noiseY);

  /** A factory of updates, loaded by the name of its class. */
  interface Maker {
    /** The update with these numbers. */
    BatchUpdate make(UpdateData data);
  }
}
