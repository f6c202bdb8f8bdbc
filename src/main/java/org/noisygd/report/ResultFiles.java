// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The files of one command's results. None is an input, and all differ. If one cannot be written,
 * the others are still written.
 */
public final class ResultFiles {
  /** The page of a report in its directory. */
  public static final String PAGE = "report.html";

  private final List<Path> taken;
  private @Nullable IOException failure;

  /**
   * Begins without files.
   *
   * @param inputs the files that are read and must not be written
   */
  public ResultFiles(List<Path> inputs) {
    taken = new ArrayList<>(inputs);
  }

  /**
   * Adds a file, or null for no file.
   *
   * @throws IllegalArgumentException if it is an input or was added before
   */
  public @Nullable ResultFile add(@Nullable ResultFile file) {
    if (file != null) {
      file.requireNone(taken);
      taken.add(file.path());
    }
    return file;
  }

  /** Writes a file, unless it is null; the text is made only if there is a file. */
  public void write(@Nullable ResultFile file, Supplier<String> text) {
    if (file != null) {
      try {
        file.write(text.get());
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
  }

  /**
   * Writes a report to a directory: its tables, then its page, {@value #PAGE}, then its figures.
   *
   * @param begun the files of the directory that were already added, by name
   * @param page the supplier of the page
   * @param undrawn the receiver of a line on each figure that cannot be drawn, with the reason
   */
  public void write(
      Path directory,
      Map<String, ResultFile> begun,
      Report report,
      Supplier<String> page,
      Consumer<String> undrawn) {
    Map<String, Supplier<String>> all = new LinkedHashMap<>();
    Map<String, Supplier<String>> made = report.files();
    made.forEach((name, text) -> all.putAll(name.endsWith(".csv") ? Map.of(name, text) : Map.of()));
    all.put(PAGE, page);
    made.forEach(all::putIfAbsent);
    Set<String> said = new HashSet<>();
    all.forEach(
        (name, text) -> {
          String written;
          try {
            written = text.get();
          } catch (IllegalArgumentException e) {
            String figure = name.substring(0, name.lastIndexOf('.'));
            if (said.add(figure)) { // one line for the figure and its data
              undrawn.accept(figure + " could not be drawn: " + e.getMessage());
            }
            return;
          }
          try {
            @Nullable ResultFile file = begun.get(name);
            write(
                file == null ? add(ResultFile.in("--out", directory, name)) : file, () -> written);
          } catch (IllegalArgumentException e) {
            failure = failure == null ? new IOException(e.getMessage(), e) : failure;
          }
        });
  }

  /**
   * Reports the first failure.
   *
   * @throws IOException the first failure to write, if there was one
   */
  public void close() throws IOException {
    @Nullable IOException first = failure;
    if (first != null) {
      throw first;
    }
  }
}
