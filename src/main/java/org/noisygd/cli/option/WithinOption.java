// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.io.StopCondition;
import org.noisygd.number.Require;
import picocli.CommandLine.Option;

/** The option {@code --within} of commands that may end with the results so far. */
public final class WithinOption {
  private static final String FORM = "[1-9][0-9]{0,5}[smh]";

  /** Nanoseconds between two checks of the stop condition: 10 ms. */
  private static final long INTERVAL = 10_000_000;

  @Option(
      names = "--within",
      paramLabel = "TIME",
      description = "End after TIME (90s, 10m, 2h) with the results so far, as Ctrl-C does.")
  private @Nullable String within;

  /**
   * The stop condition of the command. Close it after the results have been written.
   *
   * @throws IllegalArgumentException if the time cannot be read
   */
  public StopCondition end() {
    @Nullable String time = within;
    if (time == null) {
      return StopCondition.after(null);
    }
    Require.that(
        time.matches(FORM), "--within", "be a whole number of s, m or h, such as 10m", time);
    return StopCondition.after(Duration.parse("PT" + time.toUpperCase(Locale.ROOT)));
  }

  /**
   * The result of work that precedes all results.
   *
   * @throws IllegalArgumentException if the command should end before it is done
   */
  public <T> T inTime(StopCondition end, Supplier<T> work) {
    CompletableFuture<T> made = CompletableFuture.supplyAsync(work);
    while (!made.isDone()) {
      String got = within == null ? "an interrupt" : within;
      Require.that(!end.isMet(), "--within", "leave time for runs once M is read", got);
      LockSupport.parkNanos(INTERVAL);
    }
    try {
      return made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException refused ? refused : e;
    }
  }
}
