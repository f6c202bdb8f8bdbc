// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.noisygd.io.SafeText;
import org.noisygd.io.StopCondition;
import org.noisygd.number.Text;

/**
 * Another program's process, whose time and output are limited.
 *
 * <p>A conversation is one line in, one line out. Lines are bounded, at most one is held unread
 * ({@link OutputLines}), and only the tail of standard error is kept ({@link ErrorTail}): the
 * program can neither hang this process nor fill its memory. A program that runs by itself writes
 * to a file ({@link #run}). Either program ends, with the processes it started, with this process.
 */
public final class LimitedProcess implements AutoCloseable {
  /** Maximum size of a reply, 64 MiB. */
  public static final int MAX_REPLY_BYTES = OutputLines.MAX_BYTES;

  /** Time limit for a program to end after {@code bye}, and for output after its end. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Maximum number of processes started by the program that are ended with it. */
  private static final int MAX_CHILDREN = 1000;

  /** Minimum time between two searches for its children: each lists all processes. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** Interval between checks that a silent program is still alive. */
  private static final long LOOK_MILLIS = 50;

  private final String program;
  private final Process process;
  private final Duration timeout;
  private final ExecutorService requests;
  private final OutputLines replies;
  private final ErrorTail errors;
  private final Thread replyReader;
  private final Thread errorReader;
  private final Thread endWithUs;

  /** The known processes that the program started. */
  private final Set<ProcessHandle> children = new HashSet<>();

  /** The {@link System#nanoTime} of the last search for them. */
  private long noticed = System.nanoTime() - LOOK_AGAIN.toNanos();

  /**
   * Starts a command for a conversation.
   *
   * @param program its name in messages
   * @param environment the change of its environment variables
   * @param timeout the limit for one reply
   * @throws ProtocolViolation if it cannot be started
   */
  public LimitedProcess(
      String program,
      List<String> command,
      Consumer<Map<String, String>> environment,
      Duration timeout)
      throws ProtocolViolation {
    this.program = program;
    this.timeout = timeout;
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      environment.accept(builder.environment());
      this.process = builder.start();
    } catch (IOException | IllegalArgumentException | SecurityException e) {
      throw new ProtocolViolation(
          program
              + " could not be started: "
              + SafeText.start(String.valueOf(e.getMessage()), SafeText.SHOWN));
    }
    this.replies = new OutputLines(program, process.getInputStream());
    this.requests = Executors.newSingleThreadExecutor(task -> daemon(program + "-requests", task));
    this.errors = new ErrorTail(process.getErrorStream());
    this.replyReader = daemon(program + "-replies", replies);
    this.errorReader = daemon(program + "-errors", errors);
    replyReader.start();
    errorReader.start();
    Process started = process;
    this.endWithUs = StopCondition.atEnd(started::destroyForcibly);
  }

  /**
   * Runs a command to its end, with its output in a file.
   *
   * @param environment the change of its environment variables
   * @param output the file, overwritten
   * @param limit its time limit
   * @param everySecond the action about every second while it runs
   * @return its exit status
   * @throws IOException if the command cannot be started or exceeds its time limit
   */
  public static int run(
      List<String> command,
      Consumer<Map<String, String>> environment,
      Path output,
      Duration limit,
      Runnable everySecond)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    environment.accept(builder.environment());
    Process process = builder.start();
    Thread end = StopCondition.atEnd(() -> end(process));
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      while (!process.waitFor(1, TimeUnit.SECONDS)) {
        if (System.nanoTime() - deadline >= 0) {
          throw new IOException(command.get(0) + " must end within " + seconds(limit) + " s");
        }
        everySecond.run();
      }
      return process.exitValue();
    } finally {
      end(process);
      StopCondition.cancel(end);
    }
  }

  /** Asks a process and its children to end, so that each can remove its unfinished files. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Sends a line and waits for the reply.
   *
   * @throws ProtocolViolation if no reply comes in time, the reply is too long, the program ended,
   *     or the program wrote a line before it was asked
   */
  public byte[] ask(String line) throws ProtocolViolation {
    OutputLines.Received early = replies.peek();
    if (early != null && early.problem.isEmpty()) {
      throw new ProtocolViolation(
          program + " wrote a line without a request: " + SafeText.start(early.line));
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    CompletableFuture<Void> sent = send(line, false);
    try {
      OutputLines.Received reply = await(deadline);
      if (!reply.problem.isEmpty()) {
        throw new ProtocolViolation(ended(reply.problem));
      }
      sent.get(left(deadline, timeout), TimeUnit.NANOSECONDS);
      if (System.nanoTime() - noticed >= LOOK_AGAIN.toNanos()) {
        notice();
      }
      return reply.line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProtocolViolation("interrupted while waiting for a reply");
    } catch (ExecutionException e) {
      throw new ProtocolViolation(ended(program + " closed its input"));
    } catch (TimeoutException e) {
      throw new ProtocolViolation(program + " replied before it had read the request");
    }
  }

  /** The next line of output. */
  private OutputLines.Received await(long deadline) throws InterruptedException, ProtocolViolation {
    while (true) {
      boolean alive = process.isAlive();
      Duration atMost = alive ? Duration.ofMillis(LOOK_MILLIS) : GRACE;
      OutputLines.Received reply = replies.poll(left(deadline, atMost));
      if (reply != null) {
        return reply;
      }
      if (!alive) {
        // Its output is still open: a process that it started holds it.
        throw new ProtocolViolation(ended(program + " ended without a reply"));
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new ProtocolViolation(
            Text.format(
                "%s gave no reply within %s s%s",
                program,
                seconds(timeout),
                replies.pending() == 0
                    ? "; it must answer each line as it comes, and flush its output after each; what takes long to"
                        + " start or compile is built before, or given --timeout"
                    : ", only part of a line"));
      }
    }
  }

  private static String seconds(Duration d) {
    return BigDecimal.valueOf(d.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** Nanoseconds until a deadline: at least one, and at most the given time. */
  private static long left(long deadline, Duration atMost) {
    return Math.max(1, Math.min(deadline - System.nanoTime(), atMost.toNanos()));
  }

  /** Sends a line from a separate thread, as the program may never read it. */
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
        requests);
  }

  /** The text of a problem, with the exit status if the program has ended. */
  private String ended(String problem) {
    try {
      if (!process.waitFor(LOOK_MILLIS * 10, TimeUnit.MILLISECONDS)) {
        return problem.replace(program + " ended", program + " closed its output");
      }
      errorReader.join(LOOK_MILLIS * 4); // not longer, as another process may hold the pipe open
      return problem + " (exit status " + process.exitValue() + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return problem;
    }
  }

  /** The end of the program's standard error, on one line, or an empty string. */
  public String stderrTail() {
    return errors.lastLines();
  }

  /** Sends a last line, closes the pipe, and ends all processes, after at most two seconds. */
  public void bye(String line) {
    notice();
    long deadline = System.nanoTime() + GRACE.toNanos();
    CompletableFuture<Void> bye = send(line, true);
    try {
      // Its output is discarded, so that it can end.
      while (process.isAlive() && System.nanoTime() - deadline < 0) {
        replies.poll(left(deadline, Duration.ofMillis(LOOK_MILLIS / 5)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    bye.cancel(true); // the program need not have read it
    close();
  }

  /** Takes note of the processes that the program has started: they may outlive it. */
  private void notice() {
    noticed = System.nanoTime();
    process.descendants().limit(MAX_CHILDREN).forEach(children::add);
  }

  @Override
  public void close() {
    notice();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    requests.shutdown();
    replyReader.interrupt();
    StopCondition.cancel(endWithUs);
  }

  /** Reads a program's standard error to its end and keeps the last bytes. */
  private static final class ErrorTail implements Runnable {
    private static final int KEPT = 1 << 12; // bytes
    private static final int SHOWN_LINES = 3;
    private static final int SHOWN = 200; // characters

    /**
     * A line of a Java stack trace, below the exception; most other languages print the exception
     * last.
     */
    private static final Pattern JAVA_FRAME =
        Pattern.compile("at [^ ]+\\(.*\\)|[.]{3} [0-9]+ more");

    private final InputStream err;
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
      }
    }

    private synchronized void keep(byte[] buffer, int n) {
      byte[] all = Arrays.copyOf(tail, tail.length + n);
      System.arraycopy(buffer, 0, all, tail.length, n);
      tail = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
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
}
