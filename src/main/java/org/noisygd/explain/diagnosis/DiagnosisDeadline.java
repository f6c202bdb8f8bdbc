// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * The time limit of a search for an explanation, on which no verdict depends, counted from the
 * construction of this object. Records {@link InternalErrors} and the end of the time.
 */
public final class DiagnosisDeadline {
  /** Nanoseconds between two lines of progress. */
  private static final long SECOND = 1_000_000_000;

  private final Duration limit;
  private final Consumer<String> progress;
  private final long begun = System.nanoTime();
  private long reported = begun;
  private boolean met;
  private final InternalErrors errors;

  /**
   * A deadline after some time from now.
   *
   * @param progress the receiver of the time of the search, about every second
   */
  public DiagnosisDeadline(Duration limit, Consumer<String> progress) {
    this.limit = limit;
    this.progress = progress;
    this.errors = new InternalErrors(progress);
  }

  /** No deadline. */
  public static DiagnosisDeadline never() {
    return new DiagnosisDeadline(Duration.ofDays(1), line -> {});
  }

  /** The end of a search. */
  static final class Passed extends CancellationException {
    private static final long serialVersionUID = 1L;

    Passed() {
      super("the time for a diagnosis has passed");
    }
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
      throw new Passed();
    }
  }

  /** The internal errors that ended parts of the search. */
  public InternalErrors errors() {
    return errors;
  }

  /** Returns true if the search was not cut short by the deadline or an internal error. */
  public boolean isComplete() {
    return !met && errors.found().isEmpty();
  }

  /** The time until the deadline, at least a millisecond. */
  public Duration left() {
    Duration left = limit.minusNanos(System.nanoTime() - begun);
    return left.toMillis() > 0 ? left : Duration.ofMillis(1);
  }

  /** Returns true if the deadline ended a search. */
  public boolean isMet() {
    return met;
  }

  /** The note on a search that the deadline ended. */
  public String words() {
    return "The search for an explanation gave up after "
        + BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString()
        + " s; --diagnosis-timeout SECONDS gives it longer.";
  }
}
