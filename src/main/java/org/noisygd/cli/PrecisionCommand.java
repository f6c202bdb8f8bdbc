// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.WithinOption;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.io.Meter;
import org.noisygd.io.StopCondition;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.report.Terminal;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.forecast.DriftForecast;
import org.noisygd.study.forecast.DriftForecastReport;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.precision.DriftReport;
import org.noisygd.study.precision.DriftStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code ./verify.sh study precision}: the effect of an arithmetic on whole runs. */
@Command(
    name = "precision",
    description = {
      "Studies the effect of the arithmetic on Perturbed GD, under the same noise. Without one of"
          + " the commands below it runs drift.",
      ""
    },
    subcommands = {
      PrecisionCommand.DriftCommand.class,
      PrecisionCommand.DriftForecastCommand.class
    },
    preprocessor = PrecisionCommand.Words.class,
    footer = {"", PrecisionOptions.STATUS, "Example: ./verify.sh study precision drift --help"})
final class PrecisionCommand {
  /** The study that runs by default. */
  private static final String FIRST = "drift";

  /** For picocli. */
  PrecisionCommand() {}

  /** Puts {@link #FIRST} in front of the options if no study is named. */
  static final class Words implements IParameterPreprocessor {
    /** For picocli. */
    Words() {}

    @Override
    public boolean preprocess(
        Stack<String> arguments,
        CommandSpec precision,
        @Nullable ArgSpec none,
        Map<String, Object> info) {
      String next = arguments.isEmpty() ? "" : arguments.peek();
      if (!precision.subcommands().containsKey(next) && precision.findOption(next) == null) {
        arguments.push(FIRST);
      }
      return false;
    }
  }

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
  static final class DriftForecastCommand implements Callable<Integer> {
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

  /** {@code drift}: which arithmetics still drift to the balanced optimum. */
  @Command(
      name = "drift",
      description = {
        "Reports which arithmetics still drift to the balanced optimum, by runs beside a reference run of"
            + " high precision under the same noise. By default these are four arithmetics and 32 replicates,"
            + " of 150,000 updates for fig4 and 8,000 for rank1 and rank10; for your own problem 8 replicates,"
            + " of as many updates as balancing takes. Undetermined arithmetics are run again with up to 16"
            + " times as many replicates, for about a minute on two cores.",
        ""
      },
      footer = {
        "",
        PrecisionOptions.ARITHMETIC,
        PrecisionOptions.STATUS,
        "Example: ./verify.sh study precision drift --arithmetic bfloat16/stochastic:8 --replicates 8"
      })
  static final class DriftCommand implements Callable<Integer> {
    /** Number of replicates of a user's own problem in the first analysis: the lanes of a batch. */
    private static final int FEW = 8;

    @Mixin private final PrecisionOptions options = new PrecisionOptions();

    @Option(
        names = "--precisions",
        paramLabel = "A..B",
        description =
            "Also compare binary:P for every P from A to B (2 to 50), rounded to nearest, towards zero"
                + " and stochastically.")
    private @Nullable String precisions;

    @Option(
        names = "--reference",
        paramLabel = "ARITHMETIC",
        description =
            "The reference run's arithmetic (default: double-double; with --problem binary64 if that is enough).")
    private @Nullable ArithmeticName reference;

    /** Maximum precision of float32 and narrower: far below the 53 bits of binary64. */
    private static final int COARSE = 24;

    @Mixin private final WithinOption within = new WithinOption();

    @Override
    public Integer call() throws IOException {
      List<ArithmeticName> subjects = subjects();
      int threads = options.run.threads();
      try (StopCondition end = within.end()) {
        Experiment setting = within.inTime(end, options::settingOfRuns);
        ArithmeticName chosen = reference;
        if (chosen == null) {
          boolean coarse = subjects.stream().allMatch(DriftCommand::isCoarse);
          String name = coarse && options.hasProblem() ? "binary64" : "double-double";
          setting = options.hasProblem() ? setting.withDefault(reason(name)) : setting;
          chosen = ArithmeticName.parse(name);
        }
        DriftStudy study =
            new DriftStudy(
                options.runs(setting, options.hasProblem() ? FEW : PrecisionOptions.REPLICATES),
                chosen,
                subjects,
                options.rule());
        return options.run(
            setting,
            DriftReport.TABLES,
            progress -> {
              Meter.expected(
                      study.expectedSeconds(threads),
                      "fewer --replicates, --steps or --arithmetic make it shorter; with --within"
                          + " 10m it ends then, with the results so far")
                  .ifPresent(line -> Terminal.current().showNotes(List.of(line)));
              return study.run(threads, end::isMet, progress);
            },
            DriftReport::of,
            DriftReport::json);
      }
    }

    private static boolean isCoarse(ArithmeticName name) {
      return name.blocks().isPresent()
          || name.format().filter(format -> format.precision() <= COARSE).isPresent();
    }

    private static String reason(String reference) {
      return reference.equals("binary64")
          ? "reference = binary64: no arithmetic has more than " + COARSE + " bits"
          : "reference = " + reference + ": some arithmetic has more than " + COARSE + " bits";
    }

    private List<ArithmeticName> subjects() {
      List<ArithmeticName> names =
          new ArrayList<>(
              options.named(precisions == null ? DriftStudy.DEFAULT_ARITHMETICS : List.of()));
      if (precisions != null) {
        names.addAll(range(precisions));
      }
      return names;
    }

    private static List<ArithmeticName> range(String range) {
      String[] ends = range.split("\\.\\.", -1);
      boolean form = range.matches("[0-9]{1,2}\\.\\.[0-9]{1,2}");
      int from = form ? Integer.parseInt(ends[0]) : 0;
      int to = form ? Integer.parseInt(ends[1]) : 0;
      int least = BinaryFormat.MIN_PRECISION;
      int most = BinaryFormat.MAX_PRECISION;
      Require.that(
          least <= from && from <= to && to <= most,
          "--precisions",
          "be A..B with " + least + " <= A <= B <= " + most,
          range);
      List<ArithmeticName> names = new ArrayList<>();
      for (int p = from; p <= to; p++) {
        for (String rounding : List.of("", "/zero", "/stochastic")) {
          names.add(ArithmeticName.parse("binary:" + p + rounding));
        }
      }
      return names;
    }
  }
}
