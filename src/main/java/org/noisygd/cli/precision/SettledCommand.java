// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;
import org.noisygd.study.precision.DriftStudy;
import org.noisygd.study.precision.SettledReport;
import org.noisygd.study.precision.SettledStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code settled}: where runs settle, beside the stationary law. */
@Command(
    name = "settled",
    description = {
      "Measures the mean and the spread of ratio, imbalance and loss in runs that have settled at"
          + " the smoothed optimum, beside the stationary law in closed form.",
      ""
    },
    footer = {"", PrecisionOptions.ARITHMETIC, PrecisionOptions.STATUS})
final class SettledCommand implements Callable<Integer> {
  @Mixin private final PrecisionOptions options = new PrecisionOptions();

  @Option(
      names = "--arithmetic",
      paramLabel = "ARITHMETIC",
      description = "An arithmetic to compare. Repeat the option for more (default: ten of them).")
  private List<String> arithmetics = new ArrayList<>();

  @Option(
      names = "--replicates",
      paramLabel = "N",
      defaultValue = "" + PrecisionOptions.DEFAULT_REPLICATES,
      description =
          "Independent repeats, at least 2, the same in every arithmetic (default"
              + " ${DEFAULT-VALUE}).")
  private int replicates = PrecisionOptions.DEFAULT_REPLICATES;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description = "Updates of each run (default: twelve times the inverse of the slowest rate).")
  private @Nullable Long steps;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Long asked = steps;
    if (asked != null) {
      Require.that(asked >= 1, "steps", "be at least 1", asked);
    }
    SettledStudy study =
        new SettledStudy(
            options.setting(),
            PrecisionOptions.named(arithmetics, DriftStudy.DEFAULT_ARITHMETICS),
            replicates,
            asked == null ? 0 : asked,
            options.seed());
    int threads = options.threads();
    return options.run(
        spec,
        List.of(SettledReport.TABLE),
        progress -> study.run(threads, progress),
        done ->
            String.format(
                Locale.ROOT, "%,d of %,d replicates have settled", done, study.replicates()),
        SettledReport::of,
        SettledReport::json);
  }
}
