// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A candidate's process: one line in, one line out, each within a time limit. Lines are bounded, at
 * most one is held unread ({@link ReplyLines}), and only the tail of standard error is kept ({@link
 * ErrorTail}): the candidate can neither hang this process nor fill its memory.
 */
public final class CandidateProcess implements AutoCloseable {
  /** The longest reply, 64 MiB. */
  public static final int MAX_REPLY_BYTES = 1 << 26;

  /** How long a candidate may take to end after bye, and output to arrive after its end. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Processes of the candidate's own that are ended with it. */
  private static final int MAX_CHILDREN = 1000;

  /** How often a silent candidate is looked at, whether it is still alive. */
  private static final long LOOK_MILLIS = 50;

  private final Process process;
  private final Duration timeout;
  private final ReplyLines replies;
  private final ErrorTail errors;
  private final Thread endWithUs;

  /** Processes that the candidate started, as far as they were seen. */
  private final List<ProcessHandle> children = new ArrayList<>();

  /**
   * Starts a command.
   *
   * @throws ProtocolViolation if it cannot be started
   */
  public CandidateProcess(List<String> command, Duration timeout) throws ProtocolViolation {
    this.timeout = timeout;
    try {
      this.process = new ProcessBuilder(command).start();
    } catch (IOException | IllegalArgumentException | SecurityException e) {
      throw new ProtocolViolation(
          "candidate could not be started: " + Reply.start(String.valueOf(e.getMessage())));
    }
    this.replies = new ReplyLines(process.getInputStream());
    this.errors = new ErrorTail(process.getErrorStream());
    daemon("candidate-replies", replies);
    daemon("candidate-errors", errors);
    Process started = process;
    this.endWithUs = new Thread(started::destroyForcibly, "candidate-end");
    Runtime.getRuntime().addShutdownHook(endWithUs);
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sends a line and waits for the reply.
   *
   * @throws ProtocolViolation if none comes in time, it is too long, the candidate ended, or it
   *     wrote a line before it was asked
   */
  public byte[] ask(String line) throws ProtocolViolation {
    ReplyLines.Received early = replies.peek();
    if (early != null && early.problem().isEmpty()) {
      throw new ProtocolViolation(
          "candidate wrote a line that nobody asked for: " + Reply.start(early.line()));
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    CompletableFuture<Void> sent = send(line, false);
    try {
      ReplyLines.Received reply = await(deadline);
      if (!reply.problem().isEmpty()) {
        throw new ProtocolViolation(ended(reply.problem()));
      }
      sent.get(left(deadline, timeout), TimeUnit.NANOSECONDS);
      if (children.isEmpty()) {
        notice();
      }
      return reply.line();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProtocolViolation("interrupted while waiting for a reply");
    } catch (ExecutionException e) {
      throw new ProtocolViolation(ended("candidate closed its input"));
    } catch (TimeoutException e) {
      throw new ProtocolViolation("candidate replied before it had read the request");
    }
  }

  /** The next line of output, or what became of it. */
  private ReplyLines.Received await(long deadline) throws InterruptedException, ProtocolViolation {
    while (true) {
      boolean alive = process.isAlive();
      Duration atMost = alive ? Duration.ofMillis(LOOK_MILLIS) : GRACE;
      ReplyLines.Received reply = replies.poll(left(deadline, atMost));
      if (reply != null) {
        return reply;
      }
      if (!alive) {
        // Its output is still open: a process that it started holds it.
        throw new ProtocolViolation(ended("candidate ended without a reply"));
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new ProtocolViolation(
            String.format(
                java.util.Locale.ROOT,
                "candidate gave no reply within %s s%s",
                seconds(timeout),
                replies.pending() == 0 ? "" : ", only part of a line"));
      }
    }
  }

  private static String seconds(Duration d) {
    return java.math.BigDecimal.valueOf(d.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** Nanoseconds until a deadline, at most so many, at least one. */
  private static long left(long deadline, Duration atMost) {
    return Math.max(1, Math.min(deadline - System.nanoTime(), atMost.toNanos()));
  }

  /** Sends a line from a thread of its own: the candidate may not read it. */
  private CompletableFuture<Void> send(String line, boolean last) {
    OutputStream in = process.getOutputStream();
    return CompletableFuture.runAsync(
        () -> {
          try {
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            if (last) {
              in.close();
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> daemon("candidate-requests", task));
  }

  /** What went wrong, with the exit status where the candidate has ended. */
  private String ended(String problem) {
    try {
      if (!process.waitFor(LOOK_MILLIS * 10, TimeUnit.MILLISECONDS)) {
        return problem.replace("candidate ended", "candidate closed its output");
      }
      errors.await(Duration.ofMillis(LOOK_MILLIS * 4));
      return problem + " (exit status " + process.exitValue() + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return problem;
    }
  }

  /** The end of what the candidate wrote to standard error, on one line; empty if nothing. */
  public String stderrTail() {
    return errors.lastLines();
  }

  /** Says bye, closes the pipe, and ends the process and its children after two seconds. */
  public void bye(long id) {
    notice();
    long deadline = System.nanoTime() + GRACE.toNanos();
    CompletableFuture<Void> farewell = send(RequestJson.bye(id), true);
    try {
      // What it writes is let go by, so that it can end.
      while (process.isAlive() && System.nanoTime() - deadline < 0) {
        replies.poll(left(deadline, Duration.ofMillis(LOOK_MILLIS / 5)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    farewell.cancel(true); // whether it was heard does not matter
    close();
  }

  /** Takes note of the processes that the candidate has started: they may outlive it. */
  private void notice() {
    process.descendants().limit(MAX_CHILDREN).forEach(children::add);
  }

  @Override
  public void close() {
    notice();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    replies.stop();
    try {
      Runtime.getRuntime().removeShutdownHook(endWithUs);
    } catch (IllegalStateException e) {
      // This process is ending itself.
    }
  }
}
