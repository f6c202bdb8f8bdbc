// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.WithinOption;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.report.Meter;
import org.noisygd.report.StopCondition;
import org.noisygd.report.Terminal;
import org.noisygd.study.precision.DriftReport;
import org.noisygd.study.precision.DriftStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drift}: which arithmetics still drift to the balanced optimum. */
@Command(
    name = "drift",
    description = {
      "Says which arithmetics still drift to the balanced optimum, beside a twin of high precision"
          + " under the same noise. Unless told otherwise it compares four arithmetics in 32 replicates,"
          + " of 150,000 updates for fig4 and of 8,000 for rank1 and rank10; for a problem of one's own in"
          + " 8 at first, of as many updates as balancing takes. Undecided arithmetics are run again, with"
          + " up to 16 times as many replicates, within about a minute on two cores.",
      ""
    },
    footer = {
      "",
      PrecisionOptions.ARITHMETIC,
      PrecisionOptions.STATUS,
      "Example: ./verify.sh study precision drift --arithmetic bfloat16/stochastic:8 --replicates 8"
    })
final class DriftCommand implements Callable<Integer> {
  /** The replicates of the first look at a problem of one's own: as many as a batch has lanes. */
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
      description = "The twin's (double-double; with --problem binary64 if that will do).")
  private @Nullable ArithmeticName reference;

  /** From this precision on the rounding of a twin in binary64 might show. */
  private static final int COARSE = 24;

  @Mixin private final WithinOption within = new WithinOption();

  @Override
  public Integer call() throws IOException {
    List<ArithmeticName> subjects = subjects();
    int threads = options.threads.count();
    try (StopCondition end = within.end()) {
      Experiment setting = within.inTime(end, options::settingOfRuns);
      ArithmeticName twin = reference;
      if (twin == null) {
        boolean coarse = subjects.stream().allMatch(DriftCommand::isCoarse);
        String chosen = coarse && options.hasProblem() ? "binary64" : "double-double";
        setting = options.hasProblem() ? setting.withDefault(reason(chosen)) : setting;
        twin = ArithmeticName.parse(chosen);
      }
      DriftStudy study =
          new DriftStudy(
              options.runs(setting, options.hasProblem() ? FEW : PrecisionOptions.REPLICATES),
              twin,
              subjects,
              options.rule());
      return options.run(
          setting,
          DriftReport.TABLES,
          progress -> {
            Meter.expected(
                    study.expectedSeconds(threads),
                    "fewer --replicates, --steps or --arithmetic make it shorter, and it ends"
                        + " with what is known after --within 10m")
                .ifPresent(line -> Terminal.current().showNotes(System.err, List.of(line)));
            return study.run(threads, end::isDue, progress);
          },
          DriftReport::of,
          DriftReport::json);
    }
  }

  private static boolean isCoarse(ArithmeticName name) {
    return name.blocks().isPresent()
        || name.format().filter(format -> format.precision() <= COARSE).isPresent();
  }

  private static String reason(String twin) {
    return twin.equals("binary64")
        ? "twin = binary64: its 53 bits are far more than the "
            + COARSE
            + " or fewer of what is studied"
        : "twin = " + twin + ": some of what is studied has more than " + COARSE + " bits";
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
