// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Provenance;
import org.noisygd.report.ResultFiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The origin and the destination of a result: the options {@code --json} and {@code --quiet}. */
public final class ResultOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** The option of the file, also its key among the files of a result. */
  public static final String JSON = "--json";

  @Option(
      names = JSON,
      paramLabel = "FILE",
      description = "Also write the result to FILE as JSON, or to standard output (-) alone.")
  private @Nullable Path json;

  /** The option that {@link QuietExecution} looks for. */
  static final String QUIET = "--quiet";

  @Option(
      names = {"-q", QUIET},
      description = "Print nothing but errors: the results are the exit status and the files.")
  @SuppressWarnings("UnusedVariable") // QuietExecution asks the parser
  private boolean quiet;

  /**
   * The files of a result, with the requested one, which is tried before any work.
   *
   * @param inputs files that must not be written
   * @throws IllegalArgumentException if the requested file cannot be written
   */
  public ResultFiles files(List<Path> inputs) {
    return new ResultFiles(inputs).add(JSON, json);
  }

  /** The provenance of a result: this program with its arguments. */
  public Provenance provenance() {
    @Nullable ParseResult parsed = spec == null ? null : spec.root().commandLine().getParseResult();
    return Provenance.of(parsed == null ? List.of() : parsed.originalArgs());
  }
}
