// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.precision.DriftMap;
import org.noisygd.study.precision.DriftMapReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code map}: where an arithmetic freezes, over step sizes and noises. */
@Command(
    name = "map",
    description = {
      "Maps the drift ratio over step sizes and noises from a quarter to four times the setting's,"
          + " and the dead zone of each factor, measured and predicted. Each arithmetic has a map.",
      ""
    },
    footer = {"", PrecisionOptions.ARITHMETIC, PrecisionOptions.STATUS})
final class MapCommand implements Callable<Integer> {
  @Mixin private final PrecisionOptions options = new PrecisionOptions();

  @Option(
      names = "--arithmetic",
      paramLabel = "ARITHMETIC",
      description =
          "An arithmetic to map. Repeat the option for more (default: bfloat16, binary:10,"
              + " binary:11 and binary:12).")
  private List<String> arithmetics = new ArrayList<>();

  @Option(
      names = "--reference",
      paramLabel = "ARITHMETIC",
      defaultValue = "binary64",
      description = "The arithmetic of the twin (default ${DEFAULT-VALUE}).")
  private String reference = "binary64";

  @Option(
      names = "--replicates",
      paramLabel = "N",
      defaultValue = "" + DriftMap.DEFAULT_REPLICATES,
      description = "Independent repeats in each cell (default ${DEFAULT-VALUE}).")
  private int replicates = DriftMap.DEFAULT_REPLICATES;

  @Option(
      names = "--steps",
      paramLabel = "T",
      defaultValue = "" + DriftMap.DEFAULT_STEPS,
      description = "Updates of each run (default ${DEFAULT-VALUE}).")
  private long steps = DriftMap.DEFAULT_STEPS;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    DriftMap study =
        new DriftMap(
            options.setting(),
            ArithmeticName.parse(reference),
            PrecisionOptions.named(arithmetics, DriftMap.DEFAULT_ARITHMETICS),
            replicates,
            steps,
            options.seed());
    int threads = options.threads();
    int side = DriftMap.FACTORS.size();
    return options.run(
        spec,
        List.of(DriftMapReport.TABLE),
        progress -> study.run(threads, progress),
        done -> String.format(Locale.ROOT, "%,d of %,d cells", done, side * side),
        DriftMapReport::of,
        DriftMapReport::json);
  }
}
