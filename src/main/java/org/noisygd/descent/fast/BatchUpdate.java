// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.numbers.core.DD;
import org.noisygd.descent.update.PerturbedUpdate;

/**
 * One perturbed update of many replicates at once.
 *
 * <p>Every lane does the operations of {@link PerturbedUpdate} in its order, each rounded once, so
 * the bits of a replicate are those of {@code descent}, whatever the batch, the Java and the
 * machine's vectors (tested in {@code BatchUpdateTest}). Where a result is NaN only its being NaN
 * is promised. Implementations hold their working space: one for each thread.
 */
public interface BatchUpdate {
  /** The one part of a binary64 entry. */
  List<ToDoubleFunction<Double>> BINARY64 = List.of(Double::doubleValue);

  /** The two parts of a double-double entry, high and low. */
  List<ToDoubleFunction<DD>> DOUBLE_DOUBLE = List.of(DD::hi, DD::lo);

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

  /** The update in binary64, by the fastest kernel that this Java can run. */
  static BatchUpdate of(PerturbedUpdate<Double> update, int r) {
    UpdateData data = UpdateData.of(update, r, BINARY64);
    return IncubatorVectors.kernel("VectorBatchUpdates", Maker.class)
        .map(maker -> maker.make(data))
        .orElseGet(() -> new PortableBatchUpdate(data));
  }

  /** The update in binary64 without the incubator's vectors. */
  static BatchUpdate portable(PerturbedUpdate<Double> update, int r) {
    return new PortableBatchUpdate(UpdateData.of(update, r, BINARY64));
  }

  /** The update in double-double, by the fastest kernel that this Java can run. */
  static BatchUpdate ofDoubleDouble(PerturbedUpdate<DD> update, int r) {
    UpdateData data = UpdateData.of(update, r, DOUBLE_DOUBLE);
    return IncubatorVectors.kernel("VectorDoubleDouble", Maker.class)
        .map(maker -> maker.make(data))
        .orElseGet(() -> new PortableDoubleDouble(data));
  }

  /** The update in double-double without the incubator's vectors. */
  static BatchUpdate portableDoubleDouble(PerturbedUpdate<DD> update, int r) {
    return new PortableDoubleDouble(UpdateData.of(update, r, DOUBLE_DOUBLE));
  }

  /** Makes the updates of a kernel that is reached by name. */
  interface Maker {
    /** The update with these numbers. */
    BatchUpdate make(UpdateData data);
  }
}
