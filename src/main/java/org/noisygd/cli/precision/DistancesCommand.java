// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.study.precision.DistanceReport;
import org.noisygd.study.precision.DistanceStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code distances}: how far rounding moves a run, beside a bound. */
@Command(
    name = "distances",
    description = {
      "Measures how the distance from a run in a wide arithmetic grows step by step, beside a bound."
          + " Every arithmetic must round every operation. Unless told otherwise it takes binary64,"
          + " double-double, decimal:50 and decimal:100, and 4 replicates of 300 updates, or 1 of 30 where"
          + " there are more than 64 variables.",
      ""
    },
    footer = {"", PrecisionOptions.ARITHMETIC, PrecisionOptions.STATUS})
final class DistancesCommand implements Callable<Integer> {
  @Mixin private final PrecisionOptions options = new PrecisionOptions();

  @Option(
      names = "--reference",
      paramLabel = "ARITHMETIC",
      defaultValue = DistanceStudy.DEFAULT_REFERENCE,
      description = "The wide arithmetic (default ${DEFAULT-VALUE}).")
  private String reference = DistanceStudy.DEFAULT_REFERENCE;

  @Override
  public Integer call() throws IOException {
    Experiment setting = options.setting();
    DistanceStudy study =
        new DistanceStudy(
            setting,
            reference,
            options.arithmetics(DistanceStudy.DEFAULT_ARITHMETICS),
            options.replicates(DistanceStudy.defaultReplicates(setting)),
            options.steps(DistanceStudy.defaultSteps(setting)),
            options.seed());
    int threads = options.threads();
    return options.run(
        List.of(DistanceReport.TABLE),
        progress -> study.run(threads),
        DistanceReport::of,
        DistanceReport::json);
  }
}
