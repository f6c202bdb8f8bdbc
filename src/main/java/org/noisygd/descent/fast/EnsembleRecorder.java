// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

/**
 * Receives the states of an {@code Ensemble} at the steps that it wants.
 *
 * <p>Several threads call it at once, for different replicates; a replicate's states come in order
 * of the step. So a recorder that keeps values by the number of the replicate needs no lock and
 * does not depend on the threads.
 */
public interface EnsembleRecorder {
  /** Whether states at this step are to be shown; depends on the step alone. By default, yes. */
  default boolean wants(long step) {
    return true;
  }

  /** Receives the replicates of one batch at one step, also those that are not finite. */
  void state(Snapshot snapshot);
}
