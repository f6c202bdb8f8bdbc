// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Lets a long command end before its work is done, with the results so far: after a given time, or
 * once this process is asked to end (Ctrl-C, SIGTERM). The command asks now and then whether it is
 * due, and closes this once its results are written; meanwhile the process waits with its end, for
 * {@value #SECONDS} seconds at most.
 */
public final class EarlyEnd implements AutoCloseable {
  /** How long results may take to be written once the end is due. */
  private static final long SECONDS = 120;

  private final long begin = System.nanoTime();
  private final @Nullable Duration within;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread waiting;
  private volatile boolean asked;

  private EarlyEnd(@Nullable Duration within, Thread waiting) {
    this.within = within;
    this.waiting = waiting;
  }

  /** An end after that time, or none of its own. */
  public static EarlyEnd after(@Nullable Duration within) {
    // So that what comes first is done even if nothing else is registered.
    EarlyEnd end = new EarlyEnd(within, Ending.with(() -> {}));
    Ending.first(end::ask);
    return end;
  }

  private void ask() {
    asked = true;
    try {
      boolean inTime = written.await(SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("verify.sh: ended before the results so far were written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the command should end with what it has. */
  public boolean isDue() {
    @Nullable Duration limit = within;
    return asked || (limit != null && System.nanoTime() - begin >= limit.toNanos());
  }

  @Override
  public void close() {
    written.countDown();
    Ending.first(null);
    Ending.without(waiting);
  }
}
