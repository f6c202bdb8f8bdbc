// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.WithinOption;
import org.noisygd.report.EarlyEnd;
import org.noisygd.report.Meter;
import org.noisygd.report.Report;
import org.noisygd.report.ResultFile;
import org.noisygd.report.Terminal;
import org.noisygd.study.twin.Checkpoint;
import org.noisygd.study.twin.CoupledStudy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How a study that makes runs may end before its work is done: the options {@code --within} and
 * {@code --resume}.
 */
final class EndOptions {
  @Mixin private final WithinOption within = new WithinOption();

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description = "Go on from FILE if it is there; keep in it what a stopped study needs.")
  private @Nullable Path resume;

  /**
   * Runs a study as {@link PrecisionOptions#run} does, and tells first if it takes long.
   *
   * @return the exit status
   */
  <T> Integer run(
      PrecisionOptions options,
      CoupledStudy<T> study,
      List<String> tables,
      Function<T, Report> report,
      Function<T, String> text)
      throws IOException {
    int threads = options.threads();
    try (EarlyEnd end = within.end()) {
      Checkpoint checkpoint = checkpoint(options, study, end);
      int status =
          options.run(
              study.runs().setting(),
              tables,
              progress -> {
                Meter.expected(
                        study.expectedSeconds(threads),
                        "fewer --replicates, --steps or --arithmetic make it shorter, and it ends"
                            + " with what is known after --within 10m")
                    .ifPresent(EndOptions::tell);
                return study.run(threads, checkpoint, progress);
              },
              report,
              text);
      checkpoint.close();
      return status;
    }
  }

  private Checkpoint checkpoint(PrecisionOptions options, CoupledStudy<?> study, EarlyEnd end) {
    @Nullable Path path = resume;
    if (path == null) {
      return Checkpoint.none(end::isDue);
    }
    options.reads(path);
    return Checkpoint.in(
        ResultFile.of("--resume", path), study.identity(), end::isDue, EndOptions::tell);
  }

  private static void tell(String line) {
    Terminal.current().showNotes(System.err, List.of(line));
  }
}
