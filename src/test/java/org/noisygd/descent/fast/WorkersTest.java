// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers: the order of results, and what a failure or an interrupt leaves behind. */
@Timeout(60)
class WorkersTest {
  private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void map_givesResultsInOrder(int threads) {
    try (Workers workers = new Workers(threads)) {
      assertEquals(
          ITEMS.stream().map(n -> n * n).toList(),
          workers.map(ITEMS, n -> Math.multiplyExact(n, n)));
    }
  }

  @Test
  void inOrder_laterItemFirst_waitsForTheEarlier() {
    CountDownLatch second = new CountDownLatch(1);
    List<Integer> taken = new ArrayList<>();
    try (Workers workers = new Workers(2)) {
      workers.inOrder(
          List.of(0, 1),
          n -> {
            if (n == 1) {
              second.countDown();
            } else {
              await(second);
            }
            return n;
          },
          taken::add);
    }
    assertEquals(List.of(0, 1), taken);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void all_oneFails_beginsNoOtherAndThrowsIt(int threads) {
    AssertionError failure = new AssertionError("third");
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger running = new AtomicInteger();
    try (Workers workers = new Workers(threads)) {
      AssertionError thrown =
          assertThrows(
              AssertionError.class,
              () ->
                  workers.all(
                      ITEMS,
                      n -> {
                        begun.incrementAndGet();
                        running.incrementAndGet();
                        try {
                          if (n == 2) {
                            throw failure;
                          }
                          Thread.sleep(n > 2 ? 20 : 0); // so that the failure is seen in time
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        } finally {
                          running.decrementAndGet();
                        }
                      }));
      assertSame(failure, thrown);
    }
    assertEquals(0, running.get());
    assertTrue(begun.get() < ITEMS.size(), begun + " were begun");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void all_callerInterrupted_endsTheWorkAndStaysInterrupted(int threads) {
    AtomicInteger running = new AtomicInteger();
    Thread caller = Thread.currentThread();
    try (Workers workers = new Workers(threads)) {
      assertThrows(
          CancellationException.class,
          () ->
              workers.all(
                  ITEMS,
                  n -> {
                    running.incrementAndGet();
                    caller.interrupt();
                    if (Thread.currentThread() != caller) {
                      await(new CountDownLatch(1));
                    }
                    running.decrementAndGet();
                  }));
      assertEquals(0, running.get());
    }
    assertTrue(Thread.interrupted());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
