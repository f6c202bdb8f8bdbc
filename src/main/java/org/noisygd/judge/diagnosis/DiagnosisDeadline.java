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
 * Limits a search for an explanation, on which no verdict depends: its time, counted from the
 * construction of this object, and the damage of a fault of the reference itself. Remembers whether
 * time ran out, and the faults.
 */
public final class DiagnosisDeadline {
  /** The first words of a report of a fault. */
  public static final String FAULT = "a fault of the reference itself";

  /** Nanoseconds between two lines of progress. */
  private static final long SECOND = 1_000_000_000;

  /** How many places in the source the report of a fault shows. */
  private static final int FRAMES = 4;

  /** How many characters of a fault are shown. */
  private static final int LONGEST_FAULT = 200;

  private final Duration limit;
  private final Consumer<String> progress;
  private final long begun = System.nanoTime();
  private long told = begun;
  private boolean met;
  private final List<String> faults = new ArrayList<>();

  /**
   * A deadline after some time from now.
   *
   * @param progress is told about every second how long the search has taken
   */
  public DiagnosisDeadline(Duration limit, Consumer<String> progress) {
    this.limit = limit;
    this.progress = progress;
  }

  /** No deadline. */
  public static DiagnosisDeadline never() {
    return new DiagnosisDeadline(Duration.ofDays(1), line -> {});
  }

  /** Thrown to end a search. */
  static final class Passed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Passed() {
      super("the time for a diagnosis has passed", null, false, false);
    }
  }

  /** Whether the deadline has passed. */
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

  /** Ends the caller's search if the deadline has passed. */
  void check() {
    if (hasPassed()) {
      throw new Passed();
    }
  }

  /**
   * What a part of the search finds. A fault of the reference itself ends only that part, and is
   * remembered.
   *
   * @param sought what the part looks for, in words
   * @param otherwise the result if a fault ends the part
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

  /** Whether the search was neither ended nor hit by a fault. */
  public boolean isComplete() {
    return !met && faults.isEmpty();
  }

  /** The time until the deadline, at least a millisecond. */
  public Duration left() {
    Duration left = limit.minusNanos(System.nanoTime() - begun);
    return left.toMillis() > 0 ? left : Duration.ofMillis(1);
  }

  /** Whether the deadline ended a search. */
  public boolean isMet() {
    return met;
  }

  /** What a report says about a search that the deadline ended. */
  public String words() {
    return "The search for an explanation gave up after "
        + BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString()
        + " s; --diagnosis-timeout SECONDS gives it longer.";
  }
}
