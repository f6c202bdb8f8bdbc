// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.report.Terminal;
import org.noisygd.study.precision.DistanceStudy;
import org.noisygd.study.precision.DriftMap;
import org.noisygd.study.precision.PrecisionCsv;
import org.noisygd.study.precision.PrecisionJson;
import org.noisygd.study.precision.PrecisionReport;
import org.noisygd.study.precision.PrecisionResult;
import org.noisygd.study.precision.PrecisionStudy;
import org.noisygd.study.precision.PrecisionTable;
import org.noisygd.study.precision.SettledStudy;
import org.noisygd.study.twin.RoundingSite;
import org.noisygd.study.twin.StudiedArithmetic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./verify.sh study precision}: coupled runs in several arithmetics. */
@Command(
    name = "precision",
    description = {
      "Runs Perturbed GD in several arithmetics under the same noise, beside a twin of high precision,"
          + " and says which of them still drift to the balanced optimum.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    usageHelpWidth = 100,
    footer = {
      "",
      "An ARITHMETIC is binary64, double-double, decimal:P, or a format (binary32, binary16, bfloat16, tf32,"
          + " e4m3, e4m3-ieee, e5m2, e2m1, e2m3, e3m2, binary:P, float:P:EMIN:EMAX), then /nearest,"
          + " /zero, /up, /down, /stochastic, /stochastic:B or /stochastic-even:B, then /store or"
          + " /every, then any of /saturate, /flush and one of /compensated, /master.",
      "Exit status: 0 the study was made, whatever the verdicts; 2 unusable input or command line.",
      "Example: ./verify.sh study precision --arithmetic bfloat16/stochastic:8 --replicates 8"
    })
final class PrecisionCommand implements Callable<Integer> {
  /** The paper's number on arXiv, 2102.12430. */
  private static final long DEFAULT_SEED = 210212430;

  private static final int DEFAULT_REPLICATES = 32;

  @Mixin private final SettingOptions settings = new SettingOptions();

  @Option(
      names = "--arithmetic",
      paramLabel = "ARITHMETIC",
      description = "What to compare; may be repeated. Ten of them by default.")
  private List<String> arithmetics = new ArrayList<>();

  @Option(
      names = "--reference",
      paramLabel = "ARITHMETIC",
      description =
          "The twin's arithmetic, decimal:50 say (double-double; with --distances decimal:150; with --map"
              + " binary64; not with --settled, which needs none).")
  private @Nullable String reference;

  @Option(
      names = "--replicates",
      paramLabel = "N",
      description =
          "Independent repeats, the same in every arithmetic (32; with --map 8, with --distances 4, or 1"
              + " above 64 variables).")
  private @Nullable Integer replicates;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description =
          "Updates of each run; 150000 for fig4, 8000 for rank1 and rank10; with --map 60000; with"
              + " --settled twelve times the slowest rate's inverse; with --distances 300, or 30 above 64"
              + " variables.")
  private @Nullable Long steps;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "" + DEFAULT_SEED,
      description = "Of noise, starts and stochastic roundings (${DEFAULT-VALUE}).")
  private long seed = DEFAULT_SEED;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Replicates at a time (${DEFAULT-VALUE}); the result does not depend on it.")
  private int threads = 2;

  @Option(
      names = "--precisions",
      paramLabel = "A..B",
      description =
          "Also binary:P for every P from A to B (2 to 50), to nearest, towards zero and stochastic.")
  private @Nullable String precisions;

  @Option(
      names = "--sites",
      description =
          "Also round each place of the update alone, with the format and rounding of each arithmetic.")
  private boolean sites;

  @Option(
      names = "--distances",
      description =
          "Instead: how the distance from a run in a wide arithmetic grows step by step, against a"
              + " bound, in binary64, double-double, decimal:50 and decimal:100, or others that round"
              + " every operation.")
  private boolean distances;

  @Option(
      names = "--settled",
      description =
          "Instead: mean and spread of ratio, imbalance and loss in runs that have settled at the"
              + " smoothed optimum, beside the stationary law in closed form.")
  private boolean settled;

  @Option(
      names = "--map",
      description =
          "Instead: the drift ratio over step sizes and noises from a quarter to four times the"
              + " setting's, and the dead zone of each factor, measured and predicted; a map for each"
              + " arithmetic.")
  private boolean map;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Also write report.html, with figures, and four tables as CSV to DIR; with --distances,"
              + " --settled or --map one.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  private List<StudiedArithmetic> subjects() {
    List<String> names =
        new ArrayList<>(
            arithmetics.isEmpty() && precisions == null
                ? PrecisionStudy.DEFAULT_ARITHMETICS
                : arithmetics);
    @Nullable String range = precisions;
    if (range != null) {
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
      for (int p = from; p <= to; p++) {
        for (String rounding : List.of("", "/zero", "/stochastic")) {
          names.add("binary:" + p + rounding);
        }
      }
    }
    List<ArithmeticName> parsed = names.stream().map(ArithmeticName::parse).toList();
    List<StudiedArithmetic> subjects =
        new ArrayList<>(parsed.stream().map(StudiedArithmetic::of).toList());
    if (sites) {
      for (ArithmeticName name : parsed) {
        for (RoundingSite site : RoundingSite.values()) {
          if (name.store().isPresent() && site != RoundingSite.STORE) {
            subjects.add(new StudiedArithmetic(name, Optional.of(site)));
          }
        }
      }
    }
    return subjects;
  }

  private DistanceStudy distances(Experiment setting) {
    return new DistanceStudy(
        setting,
        reference == null ? DistanceStudy.DEFAULT_REFERENCE : reference,
        arithmetics.isEmpty() ? DistanceStudy.DEFAULT_ARITHMETICS : arithmetics,
        replicates == null ? DistanceStudy.defaultReplicates(setting) : replicates,
        steps == null ? DistanceStudy.defaultSteps(setting) : steps,
        seed);
  }

  private SettledStudy settled(Experiment setting) {
    Require.that(reference == null, "--settled", "stand without --reference", "both");
    if (steps != null) {
      Require.that(steps >= 1, "steps", "be at least 1", steps);
    }
    return new SettledStudy(
        setting,
        named(PrecisionStudy.DEFAULT_ARITHMETICS),
        replicates == null ? DEFAULT_REPLICATES : replicates,
        steps == null ? 0 : steps,
        seed);
  }

  private DriftMap map(Experiment setting) {
    return new DriftMap(
        setting,
        ArithmeticName.parse(reference == null ? "binary64" : reference),
        named(DriftMap.DEFAULT_ARITHMETICS),
        replicates == null ? DriftMap.DEFAULT_REPLICATES : replicates,
        steps == null ? DriftMap.DEFAULT_STEPS : steps,
        seed);
  }

  private List<ArithmeticName> named(List<String> otherwise) {
    List<String> names = arithmetics.isEmpty() ? otherwise : arithmetics;
    return names.stream().map(ArithmeticName::parse).toList();
  }

  /** One of the studies that are made instead, each with one table beside its page. */
  private Integer other(Experiment setting, List<String> instead) throws IOException {
    String option = instead.get(0);
    Require.that(
        instead.size() == 1, option, "stand without " + instead.get(instead.size() - 1), "both");
    Require.that(!sites, option, "stand without --sites", "both");
    Require.that(precisions == null, option, "stand without --precisions", "both");
    Require.positive("--threads", threads);
    Comparison comparison =
        distances
            ? Comparison.of(distances(setting), threads)
            : settled
                ? Comparison.of(settled(setting), threads)
                : Comparison.of(map(setting), threads);
    StudyFiles files =
        new StudyFiles(settings.inputs(), json, out, List.of("report.html", comparison.table()));
    Comparison.Results results = comparison.run().apply(Main.provenance(spec));
    System.out.print(results.text());
    System.out.flush();
    files.write(results::json, List.of(results::html, results::csv));
    return 0;
  }

  @Override
  public Integer call() throws IOException {
    Experiment setting = settings.setting();
    List<String> instead =
        Stream.of(distances ? "--distances" : "", settled ? "--settled" : "", map ? "--map" : "")
            .filter(option -> !option.isEmpty())
            .toList();
    if (!instead.isEmpty()) {
      return other(setting, instead);
    }
    int repeats = replicates == null ? DEFAULT_REPLICATES : replicates;
    PrecisionStudy study =
        new PrecisionStudy(
            setting,
            ArithmeticName.parse(reference == null ? "double-double" : reference),
            subjects(),
            repeats,
            steps == null ? setting.steps() : steps,
            seed);
    Require.positive("--threads", threads);
    StudyFiles files =
        new StudyFiles(
            settings.inputs(),
            json,
            out,
            List.of("report.html", "results.csv", "course.csv", "windows.csv", "bias.csv"));
    Terminal terminal = Terminal.current();
    PrecisionResult result =
        study.run(
            threads,
            done ->
                terminal.showProgress(
                    System.err,
                    String.format(
                        Locale.ROOT,
                        "%,d of %,d updates of %d replicates in %d arithmetics",
                        done,
                        study.steps(),
                        repeats,
                        study.subjects().size())));
    terminal.clearProgress(System.err);
    System.out.print(PrecisionTable.of(result));
    System.out.flush();
    files.write(
        () -> PrecisionJson.of(result),
        List.of(
            () -> PrecisionReport.of(result, Main.provenance(spec)),
            () -> PrecisionCsv.results(result),
            () -> PrecisionCsv.course(result),
            () -> PrecisionCsv.windows(result),
            () -> PrecisionCsv.biases(result)));
    return 0;
  }
}
