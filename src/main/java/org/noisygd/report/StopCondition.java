// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The stop condition of a long command: a given time has passed, or this process is asked to end
 * (Ctrl-C, SIGTERM). The command then ends with the results so far. The command polls {@link
 * #isMet} and closes this after writing its results; until then the end of the process waits, for
 * at most {@value #SECONDS} seconds.
 */
public final class StopCondition implements AutoCloseable {
  /** Maximum time to write results once the command should end, in seconds. */
  private static final long SECONDS = 120;

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
    // This registration makes the first action run even if no other work is registered.
    StopCondition end = new StopCondition(within, ShutdownHook.with(() -> {}));
    ShutdownHook.first(end::ask);
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

  /** Returns true if the command should end with the results so far. */
  public boolean isMet() {
    @Nullable Duration limit = within;
    return asked || (limit != null && System.nanoTime() - begin >= limit.toNanos());
  }

  @Override
  public void close() {
    written.countDown();
    ShutdownHook.first(null);
    ShutdownHook.without(waiting);
  }
}
