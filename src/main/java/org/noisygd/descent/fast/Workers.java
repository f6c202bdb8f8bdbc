// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;

/**
 * Threads that process each item of a list. With one thread the caller's own thread does the work,
 * so that short work need not wake another.
 *
 * <p>Every call returns or throws only after all of its work has ended. After a failure, or an
 * interrupt of the caller, no further work begins; running work is awaited, and also interrupted if
 * the caller was. Then the first failure is thrown, or, for an interrupt, a {@link
 * CancellationException}; the caller stays interrupted and these threads are closed.
 */
public final class Workers implements AutoCloseable {
  /** The prefix of the threads' names. */
  static final String NAME = "worker-";

  private final int threads;
  private final List<Thread> started = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService pool;

  /** Workers with this many threads. */
  public Workers(int threads) {
    this.threads = Require.positive("threads", threads);
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, NAME + (started.size() + 1));
              thread.setDaemon(true);
              started.add(thread);
              return thread;
            });
  }

  /** The number of threads. */
  public int threads() {
    return threads;
  }

  /** Processes all items. */
  public <L> void all(List<L> items, Consumer<L> work) {
    inOrder(
        items,
        item -> {
          work.accept(item);
          return item;
        },
        item -> {});
  }

  /** The results of the work, in the order of the items. */
  public <L, R> List<R> map(List<L> items, Function<L, R> work) {
    List<R> results = new ArrayList<>(items.size());
    inOrder(items, work, results::add);
    return results;
  }

  /**
   * Processes all items and passes on the results in the order of the items, each as soon as it and
   * all earlier ones are ready.
   *
   * @param taker the receiver of results, called by the caller's thread alone
   */
  public <L, R> void inOrder(List<L> items, Function<L, R> work, Consumer<R> taker) {
    if (threads == 1) {
      for (L item : items) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted");
        }
        taker.accept(work.apply(item));
      }
      return;
    }
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Future<R>> futures = new ArrayList<>(items.size());
    for (L item : items) {
      futures.add(pool.submit(() -> unlessFailed(failure, item, work)));
    }
    try {
      boolean whole = true;
      for (Future<R> future : futures) {
        try {
          R result = future.get();
          if (whole) {
            taker.accept(result);
          }
        } catch (ExecutionException e) {
          whole = false; // thrown below, once all have ended
        }
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private static <L, R> R unlessFailed(
      AtomicReference<@Nullable Throwable> failure, L item, Function<L, R> work) {
    if (failure.get() != null) {
      throw new CancellationException("another failed");
    }
    try {
      return work.apply(item);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  /** Interrupts the threads and waits until none is left. */
  @Override
  public void close() {
    pool.shutdownNow();
    boolean interrupted = false;
    for (Thread thread : List.copyOf(started)) { // the pool has ended before its threads have
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
