// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.study.precision.DistanceReport;
import org.noisygd.study.precision.DistanceStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code distances}: how far rounding moves a run, beside a bound. */
@Command(
    name = "distances",
    description = {
      "Measures how the distance from a run in a wide arithmetic grows step by step, beside a bound.",
      ""
    },
    footer = {"", PrecisionOptions.ARITHMETIC, PrecisionOptions.STATUS})
final class DistancesCommand implements Callable<Integer> {
  @Mixin private final PrecisionOptions options = new PrecisionOptions();

  @Option(
      names = "--arithmetic",
      paramLabel = "ARITHMETIC",
      description =
          "An arithmetic that rounds every operation. Repeat the option for more (default: binary64,"
              + " double-double, decimal:50 and decimal:100).")
  private List<String> arithmetics = new ArrayList<>();

  @Option(
      names = "--reference",
      paramLabel = "ARITHMETIC",
      defaultValue = DistanceStudy.DEFAULT_REFERENCE,
      description = "The wide arithmetic (default ${DEFAULT-VALUE}).")
  private String reference = DistanceStudy.DEFAULT_REFERENCE;

  @Option(
      names = "--replicates",
      paramLabel = "N",
      description = "Independent repeats (default 4, or 1 above 64 variables).")
  private @Nullable Integer replicates;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description = "Updates of each run (default 300, or 30 above 64 variables).")
  private @Nullable Long steps;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Experiment setting = options.setting();
    DistanceStudy study =
        new DistanceStudy(
            setting,
            reference,
            arithmetics.isEmpty() ? DistanceStudy.DEFAULT_ARITHMETICS : arithmetics,
            replicates == null ? DistanceStudy.defaultReplicates(setting) : replicates,
            steps == null ? DistanceStudy.defaultSteps(setting) : steps,
            options.seed());
    int threads = options.threads();
    return options.run(
        spec,
        List.of(DistanceReport.TABLE),
        progress -> study.run(threads),
        done -> "",
        DistanceReport::of,
        DistanceReport::json);
  }
}
