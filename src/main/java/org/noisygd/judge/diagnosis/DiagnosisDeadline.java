// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A limit to the time of a search for an explanation. It counts from when it is made, and remembers
 * whether a search has reached it.
 */
public final class DiagnosisDeadline {
  /** Seconds between two lines of progress. */
  private static final long SECOND = 1_000_000_000;

  private final Duration limit;
  private final Consumer<String> progress;
  private final long begun = System.nanoTime();
  private long told = begun;
  private boolean met;

  /**
   * A deadline so far from now.
   *
   * @param progress told, about every second, how long the search has gone on
   */
  public DiagnosisDeadline(Duration limit, Consumer<String> progress) {
    this.limit = limit;
    this.progress = progress;
  }

  /** None. */
  public static DiagnosisDeadline never() {
    return new DiagnosisDeadline(Duration.ofDays(1), line -> {});
  }

  /** Thrown out of a search that it ends. */
  static final class Passed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Passed() {
      super("the time for a diagnosis has passed", null, false, false);
    }
  }

  /** Whether it has passed. */
  public boolean hasPassed() {
    long now = System.nanoTime();
    if (now - told >= SECOND) {
      told = now;
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

  /** Ends the search that asks, if it has passed. */
  void check() {
    if (hasPassed()) {
      throw new Passed();
    }
  }

  /** The time until it passes, at least a millisecond. */
  public Duration left() {
    Duration left = limit.minusNanos(System.nanoTime() - begun);
    return left.toMillis() > 0 ? left : Duration.ofMillis(1);
  }

  /** Whether a search was ended by it. */
  public boolean isMet() {
    return met;
  }

  /** What the reader of a report is told of a search that was ended. */
  public String words() {
    return "The search for an explanation gave up after "
        + BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString()
        + " s; --diagnosis-timeout SECONDS gives it longer.";
  }
}
