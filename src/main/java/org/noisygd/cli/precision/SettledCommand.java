// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.study.precision.DriftStudy;
import org.noisygd.study.precision.SettledReport;
import org.noisygd.study.precision.SettledStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code settled}: where runs settle, beside the stationary law. */
@Command(
    name = "settled",
    description = {
      "Measures the mean and the spread of ratio, imbalance and loss in runs that have settled at"
          + " the smoothed optimum, beside the stationary law in closed form."
          + " Unless told otherwise it compares ten arithmetics in 32 replicates, of as many updates as"
          + " twelve times the inverse of the slowest rate.",
      ""
    },
    footer = {"", PrecisionOptions.ARITHMETIC, PrecisionOptions.STATUS})
final class SettledCommand implements Callable<Integer> {
  @Mixin private final PrecisionOptions options = new PrecisionOptions();

  @Mixin private final EndOptions end = new EndOptions();

  @Override
  public Integer call() throws IOException {
    Experiment setting = options.settingOfRuns();
    // These runs start at the optimum, and take as many updates as they need to settle.
    setting = setting.withOrigin(setting.origin().without("X and Y|-*steps|startSigma"));
    SettledStudy study =
        new SettledStudy(
            setting,
            options.named(DriftStudy.DEFAULT_ARITHMETICS),
            options.replicates(PrecisionOptions.REPLICATES),
            options.steps(0),
            options.seed());
    return end.run(
        options, study, List.of(SettledReport.TABLE), SettledReport::of, SettledReport::json);
  }
}
