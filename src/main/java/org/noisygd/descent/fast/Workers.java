// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.noisygd.number.Require;

/**
 * Some threads that do one thing for each of a list and wait for each other; one alone is the
 * caller's, which spares short work the waking of another.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService pool;

  /** That many threads. */
  public Workers(int threads) {
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            Require.positive("threads", threads),
            work -> {
              Thread thread = new Thread(work, "study");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Does the work for all; what one throws is thrown here. */
  public <L extends Object> void all(List<L> items, Consumer<L> work) {
    if (threads == 1) {
      items.forEach(work);
      return;
    }
    List<Future<?>> futures = new ArrayList<>();
    for (L item : items) {
      futures.add(pool.submit(() -> work.accept(item)));
    }
    try {
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The results of the work, in the order of the items. */
  public <L extends Object, R extends Object> List<R> map(List<L> items, Function<L, R> work) {
    Map<Integer, R> results = new ConcurrentHashMap<>();
    List<Integer> places = IntStream.range(0, items.size()).boxed().toList();
    all(places, place -> results.put(place, work.apply(items.get(place))));
    return List.copyOf(new TreeMap<>(results).values());
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
