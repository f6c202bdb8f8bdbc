// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.concurrent.locks.LockSupport;

/**
 * What is still done when this process ends, after an interrupt say. Other threads go on meanwhile,
 * for some milliseconds.
 */
public final class Ending {
  private Ending() {}

  /**
   * Has something done when this process ends. If it is ending already, that is done at once, and
   * the caller goes no further.
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

  /** Takes back what {@link #with} gave. */
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
