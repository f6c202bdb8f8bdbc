// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.SafeText;

/** Reads a program's output, one bounded line at a time; at most one line waits to be taken. */
final class OutputLines implements Runnable {
  /** Maximum length of a line, 64 MiB. */
  static final int MAX_BYTES = 1 << 26;

  /** A line, or the reason why there is none. */
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
  private volatile ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** The output of a program, with its name for messages. */
  OutputLines(String program, InputStream out) {
    this.program = program;
    this.out = out;
  }

  @Override
  public void run() {
    try {
      received.put(new Received(new byte[0], read()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line = new ByteArrayOutputStream();
  }

  /** Reads to the end of the output, or until a line is too long; returns the reason of the end. */
  private String read() throws InterruptedException {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
        int from = 0;
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            append(buffer, from, i - from);
            received.put(new Received(line.toByteArray(), ""));
            line = new ByteArrayOutputStream();
            from = i + 1;
          }
        }
        append(buffer, from, n - from);
      }
      String shown = SafeText.start(line.toByteArray());
      return program
          + (pending() == 0 ? " ended without a reply" : " ended within a reply: " + shown);
    } catch (ProtocolViolation e) {
      return e.getMessage() + SafeText.start(line.toByteArray());
    } catch (IOException | OutOfMemoryError e) {
      return program
          + "'s output could not be read: "
          + SafeText.start(String.valueOf(e), SafeText.SHOWN);
    }
  }

  private void append(byte[] buffer, int from, int count) throws ProtocolViolation {
    if (line.size() + count > MAX_BYTES) {
      throw new ProtocolViolation(
          "reply must have at most " + MAX_BYTES + " bytes, got more, beginning ");
    }
    line.write(buffer, from, count);
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
    return line.size();
  }
}
