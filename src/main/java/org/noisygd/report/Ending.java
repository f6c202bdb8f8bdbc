// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.concurrent.locks.LockSupport;

/**
 * What is still done when this process ends, for example after an interrupt. Other threads go on
 * meanwhile, for some milliseconds.
 */
public final class Ending {
  private Ending() {}

  /**
   * Registers work for the end of this process. If it is ending already, the work is done at once,
   * and the caller never returns.
   *
   * @return for {@link #without}
   */
  public static Thread with(Runnable last) {
    Thread thread = new Thread(last, "ending");
    try {
      Runtime.getRuntime().addShutdownHook(thread);
    } catch (IllegalStateException e) {
      last.run();
      stay();
    }
    return thread;
  }

  /** Cancels what {@link #with} registered. */
  public static void without(Thread last) {
    try {
      Runtime.getRuntime().removeShutdownHook(last);
    } catch (IllegalStateException e) {
      // This process is ending itself.
    }
  }

  @SuppressWarnings("InfiniteLoopStatement") // until the process has ended
  private static void stay() {
    while (true) {
      LockSupport.park();
    }
  }
}
