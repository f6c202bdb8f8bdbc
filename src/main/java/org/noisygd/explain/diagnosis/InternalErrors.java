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
 * The faults of the reference itself in work on which no verdict depends: each ends only the part
 * of the work that it is in, and is remembered.
 */
public final class InternalErrors {
  /** The first words of a report of a fault. */
  public static final String FAULT = "a fault of the reference itself";

  /** How many places in the source the report of a fault shows. */
  private static final int FRAMES = 4;

  /** How many characters of a fault are shown. */
  private static final int LONGEST = 200;

  private final Consumer<String> progress;
  private final List<String> found = new ArrayList<>();

  /**
   * No faults yet.
   *
   * @param progress told what is looked for
   */
  public InternalErrors(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * What a part of the work finds, unless a fault ends it. Work that is ended on purpose, by a
   * {@link CancellationException}, is no fault.
   *
   * @param sought what the part looks for, in words
   * @param otherwise the result if a fault ends the part
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

  /** A fault of the reference itself, on one line: what it is, and where. */
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

  /** What was not explained because of a fault, and the fault. */
  public List<String> found() {
    return List.copyOf(found);
  }
}
