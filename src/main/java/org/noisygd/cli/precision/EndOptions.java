// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.noisygd.cli.option.WithinOption;
import org.noisygd.report.EarlyEnd;
import org.noisygd.report.Meter;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;
import org.noisygd.study.twin.CoupledStudy;
import picocli.CommandLine.Mixin;

/** Lets a study that makes runs end before its work is done: the option {@code --within}. */
final class EndOptions {
  @Mixin private final WithinOption within = new WithinOption();

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
      return options.run(
          study.runs().setting(),
          tables,
          progress -> {
            Meter.expected(
                    study.expectedSeconds(threads),
                    "fewer --replicates, --steps or --arithmetic make it shorter, and it ends"
                        + " with what is known after --within 10m")
                .ifPresent(EndOptions::tell);
            return study.run(threads, end::isDue, progress);
          },
          report,
          text);
    }
  }

  private static void tell(String line) {
    Terminal.current().showNotes(System.err, List.of(line));
  }
}
