// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import org.apache.commons.numbers.core.DD;
import org.noisygd.descent.update.PerturbedUpdate;

/** The fastest {@link BatchUpdate} that this Java can run. */
public final class BatchUpdates {
  private BatchUpdates() {}

  /** The update in binary64 of factors with r columns. */
  public static BatchUpdate of(PerturbedUpdate<Double> update, int r) {
    UpdateData data = UpdateData.of(update, r);
    return IncubatorVectors.kernel("VectorBatchUpdates", BatchUpdate.Maker.class)
        .map(maker -> maker.make(data))
        .orElseGet(() -> new PortableBatchUpdate(data));
  }

  /** The update in double-double of factors with r columns. */
  public static BatchUpdate ofDoubleDouble(PerturbedUpdate<DD> update, int r) {
    UpdateData data = UpdateData.ofDoubleDouble(update, r);
    return IncubatorVectors.kernel("VectorDoubleDouble", BatchUpdate.Maker.class)
        .map(maker -> maker.make(data))
        .orElseGet(() -> new PortableDoubleDouble(data));
  }
}
