// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/** What the threads of one ensemble share: whether to stop, and how much is done. */
final class SharedProgress {
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
