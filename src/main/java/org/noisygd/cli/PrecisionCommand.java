// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.arithmetic.Require;
import org.noisygd.coupled.RoundingSite;
import org.noisygd.coupled.StudySetting;
import org.noisygd.coupled.Subject;
import org.noisygd.distance.DistanceStudy;
import org.noisygd.findings.PrecisionCsv;
import org.noisygd.findings.PrecisionHtml;
import org.noisygd.findings.PrecisionJson;
import org.noisygd.findings.PrecisionTable;
import org.noisygd.format.ArithmeticName;
import org.noisygd.option.JsonOption;
import org.noisygd.option.SettingOptions;
import org.noisygd.page.ResultFile;
import org.noisygd.page.Terminal;
import org.noisygd.study.DriftMap;
import org.noisygd.study.PrecisionResult;
import org.noisygd.study.PrecisionStudy;
import org.noisygd.study.SettledStudy;
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
          + " e4m3, e5m2, .., binary:P, float:P:EMIN:EMAX), then /nearest, /zero, /up, /down,"
          + " /stochastic or /stochastic:B, then /store or /every, then /saturate, /flush,"
          + " /compensated or /master.",
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
          "The twin's arithmetic (double-double; with --distances decimal:150); decimal:50, say.")
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
          "Also binary:P for every P from A to B, to nearest, towards zero and stochastic.")
  private @Nullable String precisions;

  @Option(
      names = "--sites",
      description =
          "Also round each place of the update alone, with the format and rounding of each arithmetic.")
  private boolean sites;

  @Option(
      names = "--distances",
      description = {
        "Instead: how the distance from a run in a wide arithmetic grows step by step, against a bound,",
        "in binary64, double-double, decimal:50 and decimal:100, or others that round every operation."
      })
  private boolean distances;

  @Option(
      names = "--settled",
      description = {
        "Instead: mean and spread of ratio, imbalance and loss in runs that have settled at the smoothed",
        "optimum, beside the stationary law in closed form."
      })
  private boolean settled;

  @Option(
      names = "--map",
      description = {
        "Instead: the drift ratio over step sizes and noises from a quarter to four times the setting's,",
        "and the dead zone of each factor, measured and predicted; a map for each arithmetic."
      })
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

  private List<Subject> subjects() {
    List<String> names =
        new ArrayList<>(
            arithmetics.isEmpty() && precisions == null
                ? PrecisionStudy.DEFAULT_ARITHMETICS
                : arithmetics);
    @Nullable String range = precisions;
    if (range != null) {
      Require.that(range.matches("[0-9]{1,2}\\.\\.[0-9]{1,2}"), "--precisions", "be A..B", range);
      String[] ends = range.split("\\.\\.", -1);
      for (int p = Integer.parseInt(ends[0]); p <= Integer.parseInt(ends[1]); p++) {
        for (String rounding : List.of("", "/zero", "/stochastic")) {
          names.add("binary:" + p + rounding);
        }
      }
    }
    List<ArithmeticName> parsed = names.stream().map(ArithmeticName::parse).toList();
    List<Subject> subjects = new ArrayList<>(parsed.stream().map(Subject::of).toList());
    if (sites) {
      for (ArithmeticName name : parsed) {
        for (RoundingSite site : RoundingSite.values()) {
          if (name.store().isPresent() && site != RoundingSite.STORE) {
            subjects.add(new Subject(name, Optional.of(site)));
          }
        }
      }
    }
    return subjects;
  }

  private DistanceStudy distances(StudySetting setting) {
    return new DistanceStudy(
        setting,
        reference == null ? DistanceStudy.DEFAULT_REFERENCE : reference,
        arithmetics.isEmpty() ? DistanceStudy.DEFAULT_ARITHMETICS : arithmetics,
        replicates == null ? DistanceStudy.defaultReplicates(setting) : replicates,
        steps == null ? DistanceStudy.defaultSteps(setting) : steps,
        seed);
  }

  private SettledStudy settled(StudySetting setting) {
    Require.that(reference == null, "--settled", "stand without --reference", true);
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

  private DriftMap map(StudySetting setting) {
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
  private Integer other(StudySetting setting, String option) throws IOException {
    Require.that(
        !sites && precisions == null, option, "stand without --sites and --precisions", true);
    Require.that(
        (distances ? 1 : 0) + (settled ? 1 : 0) + (map ? 1 : 0) == 1,
        option,
        "stand without --distances, --settled and --map",
        true);
    Require.positive("--threads", threads);
    Comparison comparison =
        distances
            ? Comparison.of(distances(setting), threads)
            : settled
                ? Comparison.of(settled(setting), threads)
                : Comparison.of(map(setting), threads);
    @Nullable ResultFile jsonFile = json.file();
    List<ResultFile> files = new ArrayList<>();
    @Nullable Path directory = out;
    if (directory != null) {
      files.add(ResultFile.in("--out", directory, "report.html"));
      files.add(ResultFile.in("--out", directory, comparison.table()));
    }
    Comparison.Results results = comparison.run().apply(Main.provenance(spec));
    System.out.print(results.text());
    System.out.flush();
    if (jsonFile != null) {
      jsonFile.write(results.json());
    }
    if (!files.isEmpty()) {
      files.get(0).write(results.html());
      files.get(1).write(results.csv());
    }
    return 0;
  }

  @Override
  public Integer call() throws IOException {
    StudySetting setting = settings.setting();
    if (distances || settled || map) {
      return other(setting, distances ? "--distances" : settled ? "--settled" : "--map");
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
    @Nullable ResultFile jsonFile = json.file();
    List<ResultFile> files = new ArrayList<>();
    @Nullable Path directory = out;
    if (directory != null) {
      for (String name :
          List.of("report.html", "results.csv", "course.csv", "windows.csv", "bias.csv")) {
        files.add(ResultFile.in("--out", directory, name));
      }
    }
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
    if (jsonFile != null) {
      jsonFile.write(PrecisionJson.of(result));
    }
    if (!files.isEmpty()) {
      files.get(0).write(PrecisionHtml.of(result, Main.provenance(spec)));
      files.get(1).write(PrecisionCsv.results(result));
      files.get(2).write(PrecisionCsv.course(result));
      files.get(3).write(PrecisionCsv.windows(result));
      files.get(4).write(PrecisionCsv.biases(result));
    }
    return 0;
  }
}
