// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Runs the batches of an ensemble on threads of its own, of which none outlives the call. */
final class EnsembleThreads {
  private EnsembleThreads() {}

  /**
   * Calls {@code work} for 0, ..., batches - 1, each once, and returns when all are done.
   *
   * @throws CancellationException if the calling thread is interrupted, which it then still is
   * @throws RuntimeException the first that {@code work} threw
   */
  static void run(int batches, int threads, SharedProgress looks, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable worker =
        () -> {
          try {
            for (int b = next.getAndIncrement(); b < batches; b = next.getAndIncrement()) {
              work.accept(b);
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            looks.stop();
          }
        };
    Thread[] started = new Thread[Math.min(threads, batches)];
    for (int i = 0; i < started.length; i++) {
      started[i] = new Thread(worker, "ensemble-" + i);
      started[i].setDaemon(true);
      started[i].start();
    }
    boolean interrupted = join(started, looks);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (interrupted) {
      throw new CancellationException("ensemble cancelled");
    }
  }

  /** Waits for all; an interrupt stops them, and they are waited for still. */
  private static boolean join(Thread[] threads, SharedProgress looks) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          looks.stop();
        }
      }
    }
    return interrupted;
  }
}
