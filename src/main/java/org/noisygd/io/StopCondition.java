// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The stop condition of a long command: a given time has passed, or this process is asked to end
 * (Ctrl-C, SIGTERM). The command then ends with the results so far. The command polls {@link
 * #isMet} and closes this after writing its results; until then the end of the process waits, for
 * at most {@value #SECONDS} seconds. Work that {@link #atEnd} registered follows. Other threads
 * continue meanwhile, for some milliseconds.
 */
public final class StopCondition implements AutoCloseable {
  /** Maximum time to write results once the command should end, in seconds. */
  private static final long SECONDS = 120;

  /** The stop condition of the running command, for which all registered work waits. */
  private static volatile @Nullable StopCondition current;

  private static final Object WAITED = new Object();

  private final long begin = System.nanoTime();
  private final @Nullable Duration within;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread waiting;
  private volatile boolean asked;

  private StopCondition(@Nullable Duration within, Thread waiting) {
    this.within = within;
    this.waiting = waiting;
  }

  /** A stop condition with a time limit, or null for none. */
  public static StopCondition after(@Nullable Duration within) {
    // This registration makes the process wait even if no other work is registered.
    StopCondition end = new StopCondition(within, atEnd(() -> {}));
    current = end;
    return end;
  }

  /** Asks the running command to end, once, and waits for its results. */
  private static void awaitResults() {
    synchronized (WAITED) {
      @Nullable StopCondition running = current;
      current = null;
      if (running != null) {
        running.ask();
      }
    }
  }

  private void ask() {
    asked = true;
    try {
      if (!written.await(SECONDS, TimeUnit.SECONDS)) {
        System.err.println("verify.sh: ended before the results were written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns true if the command should end with the results so far. */
  public boolean isMet() {
    @Nullable Duration limit = within;
    return asked || (limit != null && System.nanoTime() - begin >= limit.toNanos());
  }

  @Override
  public void close() {
    written.countDown();
    current = null;
    cancel(waiting);
  }

  /**
   * Registers work for the end of this process, for example after an interrupt. If it is ending
   * already, the work is done at once, and the caller never returns.
   *
   * @return the argument for {@link #cancel}
   */
  public static Thread atEnd(Runnable last) {
    Thread thread =
        new Thread(
            () -> {
              awaitResults();
              last.run();
            },
            "ending");
    try {
      Runtime.getRuntime().addShutdownHook(thread);
    } catch (IllegalStateException e) {
      last.run();
      while (true) { // until the process has ended
        LockSupport.park();
      }
    }
    return thread;
  }

  /** Cancels work registered by {@link #atEnd}. */
  public static void cancel(Thread last) {
    try {
      Runtime.getRuntime().removeShutdownHook(last);
    } catch (IllegalStateException e) {
      // This process is ending itself.
    }
  }
}
