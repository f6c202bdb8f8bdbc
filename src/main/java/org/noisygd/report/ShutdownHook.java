// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.concurrent.locks.LockSupport;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Shutdown hooks: work at the end of this process, for example after an interrupt. Other threads
 * continue meanwhile, for some milliseconds.
 */
public final class ShutdownHook {
  /** The first action, for which all registered work waits. */
  private static volatile @Nullable Runnable first;

  private static final Object DONE = new Object();

  private ShutdownHook() {}

  /** Sets or replaces the action before all registered work. */
  static void first(@Nullable Runnable before) {
    first = before;
  }

  private static void doFirst() {
    synchronized (DONE) {
      @Nullable Runnable before = first;
      first = null;
      if (before != null) {
        before.run();
      }
    }
  }

  /**
   * Registers work for the end of this process. If it is ending already, the work is done at once,
   * and the caller never returns.
   *
   * @return the argument for {@link #without}
   */
  public static Thread with(Runnable last) {
    Thread thread =
        new Thread(
            () -> {
              doFirst();
              last.run();
            },
            "ending");
    try {
      Runtime.getRuntime().addShutdownHook(thread);
    } catch (IllegalStateException e) {
      last.run();
      stay();
    }
    return thread;
  }

  /** Cancels work registered by {@link #with}. */
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
