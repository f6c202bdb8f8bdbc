// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.noisygd.number.Require;

/** Threads of this process, each of which takes one whole cell after the other. */
public final class ThreadEngine implements CellEngine {
  private final int threads;

  /** That many threads. */
  public ThreadEngine(int threads) {
    this.threads = Require.positive("--threads", threads);
  }

  @Override
  public String describe() {
    return "in process";
  }

  @Override
  public int parallelism() {
    return threads;
  }

  @Override
  public void compute(Specification specification, List<Integer> cells, Finished finished)
      throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "sweep");
              thread.setDaemon(true);
              return thread;
            });
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<?>> workers = new ArrayList<>();
    for (int k = 0; k < threads; k++) {
      workers.add(
          pool.submit(
              () -> {
                boolean whole = false;
                try {
                  for (int i = next.getAndIncrement();
                      i < cells.size() && !failed.get();
                      i = next.getAndIncrement()) {
                    long start = System.nanoTime();
                    String text = CellFile.compute(specification, cells.get(i));
                    finished.cell(cells.get(i), text, System.nanoTime() - start);
                  }
                  whole = true;
                } finally {
                  // One that fails stops the others after their cells, which are not lost.
                  failed.compareAndSet(false, !whole);
                }
                return whole;
              }));
    }
    pool.shutdown();
    await(workers);
  }

  /** Waits for all, so that nothing is written afterwards; what one threw is thrown here. */
  private static void await(List<Future<?>> workers) throws IOException {
    List<Throwable> causes = new ArrayList<>();
    for (Future<?> worker : workers) {
      try {
        worker.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (ExecutionException e) {
        causes.add(e.getCause() == null ? e : e.getCause());
      }
    }
    if (!causes.isEmpty()) {
      if (causes.get(0) instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(causes.get(0));
    }
  }

  @Override
  public void close() {}
}
