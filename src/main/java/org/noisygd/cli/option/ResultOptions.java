// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Provenance;
import org.noisygd.report.ResultFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The origin and the destination of a result: the options {@code --json} and {@code --quiet}. */
public final class ResultOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
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
   * The file, tried before any work; null if none was requested.
   *
   * @throws IllegalArgumentException if it could not be written
   */
  public @Nullable ResultFile file() {
    return json == null ? null : ResultFile.of("--json", json);
  }

  /** The provenance of a result: this program with its arguments. */
  public Provenance provenance() {
    @Nullable ParseResult parsed = spec == null ? null : spec.root().commandLine().getParseResult();
    return Provenance.of(parsed == null ? List.of() : parsed.originalArgs());
  }
}
