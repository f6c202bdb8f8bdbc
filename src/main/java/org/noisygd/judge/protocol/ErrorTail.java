// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.noisygd.report.json.SafeText;

/** Reads a program's standard error to its end and keeps the last bytes. */
final class ErrorTail implements Runnable {
  private static final int KEPT = 1 << 12;
  private static final int SHOWN_LINES = 3;
  private static final int SHOWN = 200;

  /**
   * A line of a Java stack trace, below the exception; most other languages print the exception
   * last.
   */
  private static final Pattern JAVA_FRAME = Pattern.compile("at [^ ]+\\(.*\\)|[.]{3} [0-9]+ more");

  private final InputStream err;
  private final CountDownLatch ended = new CountDownLatch(1);

  private byte[] tail = new byte[0];

  ErrorTail(InputStream err) {
    this.err = err;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = err.read(buffer); n >= 0; n = err.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // The process ended; the tail is kept.
    } finally {
      ended.countDown();
    }
  }

  private synchronized void keep(byte[] buffer, int n) {
    byte[] all = Arrays.copyOf(tail, tail.length + n);
    System.arraycopy(buffer, 0, all, tail.length, n);
    tail = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
  }

  /** Waits until all has been read, but no longer than the given time. */
  void await(Duration atMost) throws InterruptedException {
    boolean read = ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (!read) {
      return; // another process holds the pipe open
    }
  }

  /** The last nonblank lines, joined and cut, or an empty string. */
  synchronized String lastLines() {
    List<String> lines =
        new String(tail, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !JAVA_FRAME.matcher(line).matches())
            .toList();
    int from = Math.max(0, lines.size() - SHOWN_LINES);
    return SafeText.end(String.join(" | ", lines.subList(from, lines.size())), SHOWN);
  }
}
