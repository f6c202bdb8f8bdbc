// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

/**
 * Is shown the states of an {@link Ensemble} at the steps that it wants.
 *
 * <p>Several threads call it at once, for different replicates; a replicate's states come in order
 * of the step. So what a recorder keeps by the number of the replicate needs no lock and does not
 * depend on the threads.
 */
public interface EnsembleRecorder {
  /** Records nothing. */
  EnsembleRecorder NONE =
      new EnsembleRecorder() {
        @Override
        public boolean wants(long step) {
          return false;
        }

        @Override
        public void state(Snapshot snapshot) {}
      };

  /** Whether states at this step are to be shown; depends on the step alone. */
  boolean wants(long step);

  /** Shown the replicates of one batch at one step; not finite ones too, marked as such. */
  void state(Snapshot snapshot);
}
