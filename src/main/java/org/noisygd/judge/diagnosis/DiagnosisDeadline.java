// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.report.json.OneLine;

/**
 * The limits of a search for an explanation, which no verdict depends on: its time, which counts
 * from when this is made, and what a fault of the reference itself in it may cost. Remembers
 * whether a search has reached the one or met the other.
 */
public final class DiagnosisDeadline {
  /** How the report of a fault begins. */
  public static final String FAULT = "a fault of the reference itself";

  /** Seconds between two lines of progress. */
  private static final long SECOND = 1_000_000_000;

  /** Places in the source that the report of a fault shows. */
  private static final int FRAMES = 4;

  /** Characters of a fault that are shown. */
  private static final int LONGEST_FAULT = 200;

  private final Duration limit;
  private final Consumer<String> progress;
  private final long begun = System.nanoTime();
  private long told = begun;
  private boolean met;
  private final List<String> faults = new ArrayList<>();

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

  /**
   * What a part of the search finds. A fault of the reference itself ends that part alone, and is
   * remembered.
   *
   * @param sought what the part looks for, in words
   * @param otherwise what it is taken to have found where a fault ends it
   */
  public <R> R guarded(String sought, R otherwise, Supplier<R> part) {
    try {
      progress.accept("looking for " + sought);
      return part.get();
    } catch (Passed | CancellationException e) {
      throw e; // no fault
    } catch (RuntimeException | Error e) {
      faults.add("Not explained: " + sought + "; " + fault(e));
      return otherwise;
    }
  }

  /** A fault of the reference itself, on one line: what it is, and where. */
  public static String fault(Throwable e) {
    String where =
        Stream.of(e.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("org.noisygd."))
            .limit(FRAMES)
            .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
            .collect(Collectors.joining(", "));
    return FAULT
        + ", please report it: "
        + OneLine.start(e.toString(), LONGEST_FAULT)
        + " ("
        + where
        + ")";
  }

  /** The faults of the reference itself that ended parts of the search. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** Whether the search looked for all that it knows. */
  public boolean isComplete() {
    return !met && faults.isEmpty();
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
