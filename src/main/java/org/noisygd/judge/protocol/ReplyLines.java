// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads a candidate's output, a bounded line at a time; at most one is held until it is taken. */
final class ReplyLines implements Runnable {
  private static final int FIRST_CAPACITY = 1 << 16;

  /** A line, or, with a problem, the reason why there is none. */
  static final class Received {
    private final byte[] line;
    private final String problem;

    Received(byte[] line, String problem) {
      this.line = line;
      this.problem = problem;
    }

    /** The line without its end. */
    byte[] line() {
      return line;
    }

    /** Why no line will come any more; empty if this is one. */
    String problem() {
      return problem;
    }
  }

  private final InputStream out;
  private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(1);
  private byte[] line = new byte[FIRST_CAPACITY];
  private volatile int length;
  private volatile @Nullable Thread thread;

  ReplyLines(InputStream out) {
    this.out = out;
  }

  /** Reads to the end of the output, or until a line is too long, or until {@link #stop}. */
  @Override
  public void run() {
    thread = Thread.currentThread();
    byte[] buffer = new byte[FIRST_CAPACITY];
    try {
      for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
        int from = 0;
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            append(buffer, from, i - from);
            give();
            from = i + 1;
          }
        }
        append(buffer, from, n - from);
      }
      problem(
          length == 0
              ? "candidate ended without a reply"
              : "candidate ended within a reply: " + start());
    } catch (TooLong e) {
      problem(
          "reply must have at most "
              + CandidateProcess.MAX_REPLY_BYTES
              + " bytes, got more, beginning "
              + start());
    } catch (IOException e) {
      problem("candidate's output could not be read: " + Reply.start(String.valueOf(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line = new byte[0];
  }

  /** A line beyond the bound. */
  private static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("", null, false, false);
    }
  }

  private void append(byte[] buffer, int from, int count) throws TooLong {
    int whole = length + count;
    if (whole > CandidateProcess.MAX_REPLY_BYTES) {
      throw new TooLong();
    }
    if (whole > line.length) {
      int grown = Math.max(whole, line.length + line.length / 2);
      line = Arrays.copyOf(line, Math.min(grown, CandidateProcess.MAX_REPLY_BYTES));
    }
    System.arraycopy(buffer, from, line, length, count);
    length = whole; // this thread alone writes it
  }

  private void give() throws InterruptedException {
    byte[] whole = Arrays.copyOf(line, length);
    length = 0;
    if (line.length > 16 * FIRST_CAPACITY) {
      line = new byte[FIRST_CAPACITY];
    }
    received.put(new Received(whole, ""));
  }

  private void problem(String what) {
    try {
      received.put(new Received(new byte[0], what));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String start() {
    return Reply.start(Arrays.copyOf(line, Math.min(length, 1000)));
  }

  /** The line that is held, without taking it; null if none is. */
  @Nullable Received peek() {
    return received.peek();
  }

  /** Takes the next line; null if none comes in time. */
  @Nullable Received poll(long nanos) throws InterruptedException {
    return received.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /** The bytes read of a line that has not ended. */
  int pending() {
    return length;
  }

  /** Stops reading. */
  void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
