// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.report.json.SafeText;

/**
 * The faults of the reference itself in work on which no verdict depends. Each ends only its part
 * of the work and is recorded.
 */
public final class InternalErrors {
  /** The first words of a report of a fault. */
  public static final String FAULT = "a fault of the reference itself";

  /** Maximum number of stack frames in a report: they fit a line. */
  private static final int FRAMES = 4;

  /** Maximum number of characters of an exception: two lines of screen. */
  private static final int LONGEST = 200;

  private final Consumer<String> progress;
  private final List<String> found = new ArrayList<>();

  /**
   * No errors yet.
   *
   * @param progress the receiver of the name of each search
   */
  public InternalErrors(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * The result of a part of the work, unless an error ends it; a {@link CancellationException} is
   * no error.
   *
   * @param sought the aim of the part, in words
   * @param otherwise the result if an error ends the part
   */
  public <R> R guarded(String sought, R otherwise, Supplier<R> part) {
    try {
      progress.accept("looking for " + sought);
      return part.get();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      found.add("Not explained: " + sought + "; " + words(e));
      return otherwise;
    }
  }

  /** An error with its locations, on one line. */
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

  /** The parts that errors ended, with the errors. */
  public List<String> found() {
    return List.copyOf(found);
  }
}
