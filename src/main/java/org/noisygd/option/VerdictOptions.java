// SPDX-License-Identifier: Apache-2.0
package org.noisygd.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.page.ResultFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where a verdict goes beside the terminal. */
public final class VerdictOptions {
  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the verdict to FILE as JUnit XML, for CI servers.")
  private @Nullable Path junit;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write the verdict to FILE as one HTML page, with pictures.")
  private @Nullable Path html;

  /**
   * The files that were asked for, all tried.
   *
   * @param json the JSON text
   * @param junit the JUnit XML text
   * @param html the HTML page
   */
  public record Files(
      @Nullable ResultFile json, @Nullable ResultFile junit, @Nullable ResultFile html) {
    /** Whether none was asked for. */
    public boolean isEmpty() {
      return json == null && junit == null && html == null;
    }

    /**
     * Writes each that was asked for; a text is only made if its file was. One that cannot be
     * written does not keep the others from it.
     *
     * @throws IOException if one could not be written after all
     */
    public void write(
        Supplier<String> jsonText, Supplier<String> junitText, Supplier<String> htmlText)
        throws IOException {
      List<IOException> failures = new ArrayList<>();
      write(json, jsonText, failures);
      write(junit, junitText, failures);
      write(html, htmlText, failures);
      if (!failures.isEmpty()) {
        throw failures.get(0);
      }
    }

    private static void write(
        @Nullable ResultFile file, Supplier<String> text, List<IOException> failures) {
      if (file != null) {
        try {
          file.write(text.get());
        } catch (IOException e) {
          failures.add(e);
        }
      }
    }
  }

  /**
   * The files, tried before any work.
   *
   * @param inputs files that are read, none of which may be written
   * @throws IllegalArgumentException if one could not be written, or is an input or another output
   */
  public Files open(List<Path> inputs) {
    Files files =
        new Files(
            json.file(),
            junit == null ? null : ResultFile.of("--junit", junit),
            html == null ? null : ResultFile.of("--html", html));
    List<ResultFile> seen = new ArrayList<>();
    for (ResultFile one : new @Nullable ResultFile[] {files.json(), files.junit(), files.html()}) {
      if (one != null) {
        one.requireNone(inputs);
        one.requireNone(seen.stream().map(ResultFile::path).toList());
        seen.add(one);
      }
    }
    return files;
  }
}
