// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;

/**
 * The files of one command's results, by their options or names. None is an input, and all differ.
 * If one cannot be written, the others are still written.
 */
public final class ResultFiles {
  /** The page of a report in its directory. */
  public static final String PAGE = "report.html";

  private final List<Path> taken;
  private final Map<String, ResultFile> files = new HashMap<>();
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
   * Adds the file that an option names; nothing if its path is null.
   *
   * @throws IllegalArgumentException if it could not be written, is an input or was added before
   */
  public ResultFiles add(String option, @Nullable Path path) {
    return path == null ? this : add(option, ResultFile.of(option, path));
  }

  /** Adds a file of that name in the directory of {@code --out}; nothing if that is null. */
  public ResultFiles addIn(@Nullable Path directory, String name) {
    return directory == null ? this : add(name, ResultFile.in("--out", directory, name));
  }

  private ResultFiles add(String key, ResultFile file) {
    file.requireNone(taken);
    taken.add(file.path());
    files.put(key, file);
    return this;
  }

  /** Refuses a file in the folder of other results. */
  public void requireOutside(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    files.forEach(
        (option, file) ->
            Require.that(
                !file.path().startsWith(whole),
                option,
                "name a file outside of the results' folder",
                file.path()));
  }

  /** Returns true if no file was added. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** Writes the file of an option or name, if there is one; the text is made only then. */
  public void write(String key, Supplier<String> text) {
    @Nullable ResultFile file = files.get(key);
    if (file != null) {
      try {
        file.write(text.get());
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
  }

  /**
   * Writes a report to a directory: its page, {@value #PAGE}, and its tables and figures.
   *
   * @param page the supplier of the page
   * @param undrawn the receiver of a line on each figure that cannot be drawn, with the reason
   */
  public void write(
      Path directory, Report report, Supplier<String> page, Consumer<String> undrawn) {
    Map<String, Supplier<String>> all = new LinkedHashMap<>();
    all.put(PAGE, page);
    all.putAll(report.files());
    all.forEach(
        (name, text) -> {
          String written;
          try {
            written = text.get();
          } catch (IllegalArgumentException e) {
            if (name.endsWith(".svg")) { // one line for the figure and its data
              String figure = name.substring(0, name.lastIndexOf('.'));
              undrawn.accept(figure + " could not be drawn: " + e.getMessage());
            }
            return;
          }
          try {
            if (!files.containsKey(name)) {
              addIn(directory, name);
            }
            write(name, () -> written);
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
