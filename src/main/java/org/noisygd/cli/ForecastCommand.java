// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.ResultFiles;
import org.noisygd.report.Terminal;
import org.noisygd.study.file.MatrixFile;
import org.noisygd.study.forecast.Forecast;
import org.noisygd.study.forecast.Forecast.Training;
import org.noisygd.study.forecast.ForecastReport;
import org.noisygd.study.forecast.WeightForecast;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./verify.sh study forecast}: the effect of an arithmetic, without a run. */
@Command(
    name = "forecast",
    description = {
      "Reports by formula, without a run, the effect of an arithmetic on stored weights: the lost updates,"
          + " the expected step ratio, the bias of truncation, the scatter of the weights, and the bits needed.",
      ""
    },
    footer = {
      "",
      "An ARITHMETIC is a format (bfloat16, e4m3, binary:P, mxfp4/floor, nvfp4 and others), then /nearest,"
          + " /zero, /up, /down, /stochastic, /stochastic:B or /stochastic-even:B, then"
          + " /compensated or /master.",
      "Exit status: 0 the forecast was made; 2 unusable input or command line.",
      "Example: ./verify.sh study forecast --step 1e-4 --weight 0.02 --noise 0.5 --decay 0.1"
    })
final class ForecastCommand implements Callable<Integer> {
  private static final String DEFAULTS =
      "bfloat16 bfloat16/zero bfloat16/stochastic:8 bfloat16/stochastic bfloat16/compensated binary16"
          + " mxfp8-e4m3/rceil/stochastic mxfp4/rceil/stochastic";

  private static final String OF_WEIGHTS = "bfloat16 bfloat16/stochastic binary16 binary32";

  /** The options that describe one weight. */
  private static final List<String> OF_A_WEIGHT =
      List.of("--weight", "--largest", "--noise", "--decay", "--curvature");

  @Option(
      names = "--arithmetic",
      paramLabel = "ARITHMETIC",
      description = "An arithmetic of the stored weights; repeatable.")
  private List<ArithmeticName> arithmetics = List.of();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Report for each tensor of FILE (.safetensors or .npz; FILE:NAME for some) the fraction of the"
              + " weights that an update of --step, about Adam's learning rate, cannot move, the part of it"
              + " that is stored on average, and the bits needed. Only with --step and --arithmetic.")
  private @Nullable Path weights;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--step", paramLabel = "E", description = "Step size (default ${DEFAULT-VALUE}).")
  private double step = 0.01;

  @Option(names = "--weight", paramLabel = "W", description = "Weight (default ${DEFAULT-VALUE}).")
  private double weight = 1.5;

  @Option(names = "--largest", paramLabel = "W", description = "The block's maximum (default: W).")
  private @Nullable Double largest;

  @Option(
      names = "--noise",
      paramLabel = "S",
      description = "The standard deviation of a gradient's entry (default ${DEFAULT-VALUE}).")
  private double noise = 0.1;

  @Option(
      names = "--decay",
      paramLabel = "L",
      description = "The weight decay, or another restoring rate (default ${DEFAULT-VALUE}).")
  private double decay = 0.01;

  @Option(
      names = "--curvature",
      paramLabel = "C",
      description = "The curvature of the loss at the weight (default ${DEFAULT-VALUE}).")
  private double curvature = 0;

  @Mixin private final ResultOptions json = new ResultOptions();

  @Override
  public Integer call() throws IOException {
    @Nullable Path read = weights;
    ResultFiles files = json.files(read == null ? List.of() : List.of(MatrixFile.file(read)));
    if (read != null) {
      Require.that(isGiven("--step"), "--weights", "be given with --step", "none");
      for (String other : OF_A_WEIGHT) {
        Require.that(!isGiven(other), "--weights", "be given without " + other, "both");
      }
      WeightForecast forecast = WeightForecast.of(read, step, named(OF_WEIGHTS));
      forecast.report().print(Terminal.current());
      files.write(ResultOptions.JSON, forecast::json);
    } else {
      Training training =
          new Training(step, weight, largest == null ? weight : largest, noise, decay, curvature);
      List<Forecast> forecasts =
          named(DEFAULTS).stream().map(name -> Forecast.of(name, training)).toList();
      ForecastReport.of(training, forecasts).print(Terminal.current());
      files.write(ResultOptions.JSON, () -> ForecastReport.json(training, forecasts));
    }
    files.close();
    return 0;
  }

  private boolean isGiven(String option) {
    return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private List<ArithmeticName> named(String otherwise) {
    return arithmetics.isEmpty()
        ? Stream.of(otherwise.split(" ")).map(ArithmeticName::parse).toList()
        : arithmetics;
  }
}
