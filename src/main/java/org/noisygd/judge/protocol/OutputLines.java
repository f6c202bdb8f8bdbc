// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.json.SafeText;

/** Reads a program's output, one bounded line at a time; at most one line waits to be taken. */
final class OutputLines implements Runnable {
  /** Maximum length of a line, 64 MiB. */
  static final int MAX_BYTES = 1 << 26;

  /** Maximum number of characters of a line in a message. */
  private static final int SHOWN = 120;

  private static final int FIRST_CAPACITY = 1 << 16; // bytes, doubled as needed

  /** A line, or, with a problem, the reason why there is none. */
  static final class Received {
    final byte[] line;
    final String problem;

    Received(byte[] line, String problem) {
      this.line = line;
      this.problem = problem;
    }
  }

  private final String program;
  private final InputStream out;
  private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(1);
  private byte[] line = new byte[FIRST_CAPACITY];
  private volatile int length;

  /** The output of a program, with its name for messages. */
  OutputLines(String program, InputStream out) {
    this.program = program;
    this.out = out;
  }

  /** Reads to the end of the output, or until a line is too long or the thread is interrupted. */
  @Override
  public void run() {
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
              ? program + " ended without a reply"
              : program + " ended within a reply: " + start());
    } catch (TooLong e) {
      problem("reply must have at most " + MAX_BYTES + " bytes, got more, beginning " + start());
    } catch (IOException | OutOfMemoryError e) {
      problem(program + "'s output could not be read: " + SafeText.start(String.valueOf(e), SHOWN));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line = new byte[0];
  }

  private static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("", null, false, false);
    }
  }

  private void append(byte[] buffer, int from, int count) throws TooLong {
    int whole = length + count;
    if (whole > MAX_BYTES) {
      throw new TooLong();
    }
    if (whole > line.length) {
      int grown = Math.max(whole, line.length + line.length / 2);
      line = Arrays.copyOf(line, Math.min(grown, MAX_BYTES));
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

  private void problem(String reason) {
    try {
      received.put(new Received(new byte[0], reason));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The start of a line, for a message. */
  static String start(byte[] line) {
    int shown = Math.min(line.length, 4 * SHOWN);
    return SafeText.start(new String(line, 0, shown, StandardCharsets.UTF_8), SHOWN);
  }

  private String start() {
    return start(Arrays.copyOf(line, Math.min(length, 4 * SHOWN)));
  }

  /** Returns the waiting line without taking it, or null. */
  @Nullable Received peek() {
    return received.peek();
  }

  /** Takes the next line, or null if there is none in time. */
  @Nullable Received poll(long nanos) throws InterruptedException {
    return received.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /** The number of bytes that were read of an unfinished line. */
  int pending() {
    return length;
  }
}
