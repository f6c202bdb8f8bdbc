// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.io.SafeText;

/**
 * The time limit of a search for an explanation, from the construction of this object on. No
 * verdict depends on it. An internal error ends only a part of the search; notes report the errors
 * and the passed deadline.
 */
public final class DiagnosisDeadline {
  /** The first words of the report of an internal error. */
  public static final String FAULT = "a fault of the reference itself";

  /** Maximum number of stack frames in a report, so that they fit a line. */
  private static final int FRAMES = 4;

  /** Maximum number of characters of an exception's text: two lines of a screen. */
  private static final int LONGEST = 200;

  /** Nanoseconds between two lines of progress. */
  private static final long SECOND = 1_000_000_000;

  private final Duration limit;
  private final Consumer<String> progress;
  private final long begun = System.nanoTime();
  private long reported = begun;
  private boolean met;
  private final List<String> errors = new ArrayList<>();

  /**
   * A deadline that passes after the given time.
   *
   * @param progress the receiver of a line of progress, about one per second
   */
  public DiagnosisDeadline(Duration limit, Consumer<String> progress) {
    this.limit = limit;
    this.progress = progress;
  }

  /** No deadline. */
  public static DiagnosisDeadline never() {
    return never(line -> {});
  }

  /** A deadline that never passes, with a receiver of progress. */
  public static DiagnosisDeadline never(Consumer<String> progress) {
    return new DiagnosisDeadline(Duration.ofDays(1), progress);
  }

  /** Returns true if the deadline has passed. */
  public boolean hasPassed() {
    long now = System.nanoTime();
    if (now - reported >= SECOND) {
      reported = now;
      progress.accept(
          "looking for an explanation: "
              + (now - begun) / SECOND
              + " of at most "
              + limit.toSeconds()
              + " s");
    }
    met |= now - begun >= limit.toNanos();
    return met;
  }

  /** Ends the caller's search if the deadline has passed. */
  void check() {
    if (hasPassed()) {
      throw new CancellationException("the time for a diagnosis has passed");
    }
  }

  /**
   * Returns the result of a part of the search, or a substitute if an error ends it. A {@link
   * CancellationException} is not an error.
   *
   * @param sought the name of what the part searches for
   * @param otherwise the result if an error ends the part
   */
  public <R> R guarded(String sought, R otherwise, Supplier<R> part) {
    try {
      progress.accept("looking for " + sought);
      return part.get();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      errors.add("Not explained: " + sought + "; " + words(e));
      return otherwise;
    }
  }

  /** An error with its first stack frames, on one line. */
  public static String words(Throwable e) {
    String where =
        Stream.of(e.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("org.noisygd."))
            .limit(FRAMES)
            .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
            .collect(Collectors.joining(", "));
    return FAULT
        + ", please report it: "
        + SafeText.start(e.toString(), LONGEST)
        + " ("
        + where
        + ")";
  }

  /** The notes on errors and on a passed deadline; empty if the search was complete. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (met) {
      notes.add(
          "The search for an explanation gave up after "
              + BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString()
              + " s; --diagnosis-timeout SECONDS gives it longer.");
    }
    notes.addAll(errors);
    return notes;
  }

  /** The time until the deadline, or a millisecond if it has passed. */
  public Duration left() {
    Duration left = limit.minusNanos(System.nanoTime() - begun);
    return left.toMillis() > 0 ? left : Duration.ofMillis(1);
  }
}
