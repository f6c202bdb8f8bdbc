// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.precision.DriftMap;
import org.noisygd.study.precision.DriftMapReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code map}: where an arithmetic freezes, over step sizes and noises. */
@Command(
    name = "map",
    description = {
      "Maps the drift ratio over step sizes and noises from a quarter to four times the setting's,"
          + " and the dead zone of each factor, measured and predicted. Each arithmetic has a map."
          + " Unless told otherwise it maps bfloat16 and formats of 10, 11 and 12 bits with 8 replicates"
          + " of 60,000 updates in each cell. What is then undetermined is repeated more often, within"
          + " about a minute on two cores.",
      ""
    },
    footer = {"", PrecisionOptions.ARITHMETIC, PrecisionOptions.STATUS})
final class MapCommand implements Callable<Integer> {
  @Mixin private final PrecisionOptions options = new PrecisionOptions();

  @Option(
      names = "--reference",
      paramLabel = "ARITHMETIC",
      defaultValue = "binary64",
      description = "The arithmetic of the twin (default ${DEFAULT-VALUE}).")
  private String reference = "binary64";

  @Mixin private final BandOption band = new BandOption();

  @Override
  public Integer call() throws IOException {
    DriftMap study =
        new DriftMap(
            options.setting(),
            ArithmeticName.parse(reference),
            options.named(DriftMap.DEFAULT_ARITHMETICS),
            options.replicates(DriftMap.DEFAULT_REPLICATES),
            options.steps(DriftMap.DEFAULT_STEPS),
            options.seed(),
            options.rule(band.value(), DriftMap.CELLS));
    int threads = options.threads();
    return options.run(
        List.of(DriftMapReport.TABLE),
        progress -> study.run(threads, progress),
        DriftMapReport::of,
        DriftMapReport::json);
  }
}
