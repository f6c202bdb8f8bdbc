// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.forecast.DriftForecast;
import org.noisygd.study.forecast.DriftForecastReport;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.precision.DriftStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code forecast}: the drift by formula. */
@Command(
    name = "forecast",
    description = {
      "Reports by formula, within seconds and without a run, which arithmetics still drift to the balanced"
          + " optimum, and which only runs can decide (drift).",
      ""
    },
    footer = {
      "",
      PrecisionOptions.ARITHMETIC,
      PrecisionOptions.STATUS,
      "Example: ./verify.sh study precision forecast --problem weights.npy --arithmetic bfloat16"
    })
final class DriftForecastCommand implements Callable<Integer> {
  @Mixin private final PrecisionOptions options = new PrecisionOptions();

  @Override
  public Integer call() throws IOException {
    RunSet runs = options.runs(options.setting(), PrecisionOptions.REPLICATES);
    VerdictRule rule = options.rule();
    List<ArithmeticName> names = options.named(DriftStudy.DEFAULT_ARITHMETICS);
    return options.run(
        runs.setting(),
        List.of(DriftForecastReport.TABLE),
        progress ->
            DriftForecast.of(runs.setting(), names, runs.seed(), rule, () -> false, progress),
        forecasts -> DriftForecastReport.of(runs, names, forecasts),
        forecasts -> DriftForecastReport.json(runs, forecasts));
  }
}
