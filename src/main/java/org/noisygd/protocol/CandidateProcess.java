// SPDX-License-Identifier: Apache-2.0
package org.noisygd.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A candidate's process: one line in, one line out, each within a time limit. Lines are bounded, at
 * most one is held unread, and the tail of standard error is kept: the candidate can neither hang
 * this process nor fill its memory.
 */
public final class CandidateProcess implements AutoCloseable {
  /** The longest reply, 64 MiB. */
  static final int MAX_REPLY_BYTES = 1 << 26;

  /** The bytes of standard error that are kept. */
  private static final int STDERR_TAIL = 2000;

  /** How long a candidate may take to end after the pipe is closed. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** What the reading thread found. */
  private record Received(@Nullable String line, String problem) {}

  /** The last characters written to it. */
  private static final class Tail {
    private final StringBuilder text = new StringBuilder();

    synchronized void append(String more) {
      text.append(more);
      text.delete(0, Math.max(0, text.length() - STDERR_TAIL));
    }

    synchronized String text() {
      return text.toString().strip();
    }
  }

  private final Process process;
  private final Duration timeout;
  private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(1);
  private final Tail stderr = new Tail();
  private final Thread reader;

  /**
   * Starts a command.
   *
   * @throws ProtocolViolation if it cannot be started
   */
  public CandidateProcess(List<String> command, Duration timeout) throws ProtocolViolation {
    this.timeout = timeout;
    try {
      this.process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new ProtocolViolation("candidate could not be started: " + e.getMessage());
    }
    InputStream out = process.getInputStream();
    InputStream err = process.getErrorStream();
    BlockingQueue<Received> lines = received;
    Tail tail = stderr;
    this.reader = daemon("candidate-replies", () -> readLines(out, lines));
    daemon("candidate-errors", () -> keepTail(err, tail));
  }

  private static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void readLines(InputStream out, BlockingQueue<Received> received) {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      int n;
      while ((n = out.read(buffer)) >= 0) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            received.put(new Received(line.toString(StandardCharsets.UTF_8), ""));
            line.reset();
          } else if (line.size() < MAX_REPLY_BYTES) {
            line.write(buffer[i]);
          } else {
            received.put(
                new Received(null, "reply must have at most " + MAX_REPLY_BYTES + " bytes"));
            return;
          }
        }
      }
      received.put(
          new Received(
              null,
              line.size() == 0
                  ? "candidate ended without a reply"
                  : "candidate ended within a reply: "
                      + Reply.start(line.toString(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      received.offer(new Received(null, "candidate's output could not be read: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void keepTail(InputStream err, Tail tail) {
    byte[] buffer = new byte[1 << 12];
    int n;
    try {
      while ((n = err.read(buffer)) >= 0) {
        tail.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The process ended: its tail is what was kept.
    }
  }

  /**
   * Sends a line and waits for the reply.
   *
   * @throws ProtocolViolation if none comes in time, it is too long, or the candidate ended
   */
  public String ask(String line) throws ProtocolViolation {
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(() -> send(line), task -> daemon("candidate-requests", task));
    try {
      Received reply = received.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (reply == null) {
        throw new ProtocolViolation("candidate gave no reply within " + timeout.toSeconds() + " s");
      }
      @Nullable String text = reply.line();
      if (text == null) {
        throw new ProtocolViolation(reply.problem() + exitStatus());
      }
      sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProtocolViolation("interrupted while waiting for a reply");
    } catch (ExecutionException e) {
      throw new ProtocolViolation("candidate closed its input" + exitStatus());
    } catch (TimeoutException e) {
      throw new ProtocolViolation("candidate replied before it had read the request");
    }
  }

  private void send(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String exitStatus() {
    try {
      return process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
          ? " (exit status " + process.exitValue() + ")"
          : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** The end of what the candidate wrote to standard error. */
  public String stderrTail() {
    return stderr.text();
  }

  /** Says bye, closes the pipe, and ends the process and its children after two seconds. */
  public void bye(long id) {
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () -> {
              send(RequestJson.bye(id));
              try {
                process.getOutputStream().close();
              } catch (IOException e) {
                // Already closed.
              }
            },
            task -> daemon("candidate-requests", task));
    try {
      sent.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      received.poll(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It no longer listens: it is ended below.
    }
    close();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    reader.interrupt();
  }
}
