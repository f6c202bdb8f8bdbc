// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.RunOptions;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.objective.Target;
import org.noisygd.io.Meter;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;
import org.noisygd.study.BrokenConditions;
import org.noisygd.study.ExperimentReader;
import org.noisygd.study.coupled.RunCost;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.file.MatrixFile;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.precision.DriftStudy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all studies of precision: setting, seed, threads and destinations of results. */
final class PrecisionOptions {
  /** The definition of an ARITHMETIC for help texts. */
  static final String ARITHMETIC =
      "An ARITHMETIC is binary64, double-double, decimal:P, a format (binary32, binary16, bfloat16,"
          + " tf32, e4m3, e5m2, binary:P, float:P:EMIN:EMAX and others) or a block format"
          + " (mxfp4/floor, nvfp4 and others), then a rounding (/nearest, /zero, /stochastic,"
          + " /stochastic:B and others), then /store or /every. proofs-notes/formats.md has all"
          + " names, roundings and options.";

  /** The meaning of the exit status for help texts. */
  static final String STATUS =
      "Exit status: 0 the study was made, whatever it found; 2 unusable input or command line.";

  /** The default number of replicates in the paper's settings. */
  static final int REPLICATES = 32;

  @Option(
      names = "--setting",
      paramLabel = "NAME",
      description =
          "The setting: fig4 (the paper's Fig. 4, the default), rank1 (Fig. 2c) or rank10 (Fig."
              + " 3c).")
  private @Nullable String name;

  @Option(
      names = "--problem",
      paramLabel = "FILE",
      description =
          "Read the setting from FILE, or from FILE:NAME in npz and safetensors. It holds M alone"
              + " (csv, npy, npz, mtx, safetensors); or an adapter (lora_A and lora_B, or X and Y),"
              + " which is then the start and M its product; or JSON: {\"M\": [[1, 0], [0, 0.5]], \"X\":"
              + " [[3], [0]], \"Y\": [[5], [0]], ..}, as in proofs-notes/start-precision.md. Omitted"
              + " options are chosen from the theory, and reported with the reason.")
  private @Nullable Path problem;

  @Option(names = "--like-training", description = "With --problem: updates 0.001 of the weights.")
  private boolean likeTraining;

  @Option(names = "--rank", paramLabel = "R", description = "Columns of X and Y (else M's rank).")
  private @Nullable Integer rank;

  @Option(names = "--eta", paramLabel = "E", description = "The step size, or two as ETAX/ETAY.")
  private @Nullable String eta;

  @Option(names = "--sigma", paramLabel = "S", description = "Noise deviation, or SIGMAX/SIGMAY.")
  private @Nullable String sigma;

  @Option(names = "--gamma", paramLabel = "G", description = "Balance ||X|| / ||Y||, or balanced.")
  private @Nullable String gamma;

  @Option(names = "--start", paramLabel = "X/Y", description = "The start, row by row: 1,0/2,0,0.")
  private @Nullable String start;

  @Option(
      names = "--arithmetic",
      paramLabel = "ARITHMETIC",
      description = "An arithmetic to study; repeatable.")
  private List<ArithmeticName> arithmetics = new ArrayList<>();

  @Option(names = "--replicates", paramLabel = "N", description = "Independent repeats.")
  private @Nullable Integer replicates;

  @Option(names = "--steps", paramLabel = "T", description = "Updates of each run.")
  private @Nullable Long steps;

  @Option(
      names = "--band",
      paramLabel = "B",
      defaultValue = "" + VerdictRule.DEFAULT_BAND,
      description =
          "Within B of 1 a drift is preserved, of 0 stagnated (default ${DEFAULT-VALUE}).")
  private double band = VerdictRule.DEFAULT_BAND;

  @Mixin final RunOptions run = new RunOptions();

  /**
   * The named setting, by default Fig. 4, with the requested changes.
   *
   * @throws IllegalArgumentException if an option cannot be read or does not fit
   */
  public Experiment setting() {
    if (name != null && problem != null) {
      throw new IllegalArgumentException("--setting and --problem exclude each other");
    }
    if (likeTraining && problem == null) {
      throw new IllegalArgumentException("--like-training needs --problem");
    }
    if (likeTraining && eta != null) {
      throw new IllegalArgumentException("--like-training and --eta exclude each other");
    }
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "rank", rank);
    put(given, "eta", eta);
    put(given, "sigma", sigma);
    put(given, "gamma", gamma);
    put(given, "steps", steps);
    put(given, "start", start);
    ExperimentReader reader = new ExperimentReader(given, "--", likeTraining);
    return BrokenConditions.warned(
        problem != null
            ? reader.read(problem)
            : reader.changed(PaperExperiments.studied(name == null ? "fig4" : name)),
        "--");
  }

  /** The setting of runs, which need all entries of M. */
  Experiment settingOfRuns() {
    Experiment setting = setting();
    @Nullable Path file = problem;
    if (file != null && setting.m() instanceof Target.Product<Double>) {
      double seconds = RunCost.seconds(setting, ArithmeticName.BINARY64, List.of());
      throw new IllegalArgumentException(
          Text.format(
              "--problem %s: M must have at most %d entries for runs, got %d x %d (where one run of"
                  + " %s would take a core some %s); study precision forecast answers by formula, and"
                  + " for runs proofs-notes/start-lora.md makes an adapter of fewer rows and columns",
              file,
              Target.MAX_ENTRIES,
              setting.d1(),
              setting.d2(),
              Text.count(setting.steps(), "update"),
              Meter.duration(seconds * setting.steps())));
    }
    return setting;
  }

  private static void put(Map<String, String> given, String name, @Nullable Object value) {
    if (value != null) {
      given.put(name, value.toString());
    }
  }

  /** The runs in a setting, with the default number of replicates. */
  RunSet runs(Experiment setting, int otherwise) {
    return new RunSet(
        setting, replicates == null ? otherwise : replicates, setting.steps(), run.seed());
  }

  /** The rule of the verdicts: several interim analyses, unless the replicates are given. */
  VerdictRule rule() {
    return replicates == null
        ? new VerdictRule(band, DriftStudy.DEFAULT_LOOKS, DriftStudy.DEFAULT_SECONDS)
        : new VerdictRule(band, 1, 0);
  }

  /**
   * Runs a study as {@link RunOptions#run} does, after a report of the defaults and of broken
   * conditions.
   *
   * @param setting the setting of the study
   * @param tables the names of the report's CSV files, without {@code .csv}
   * @param study the function that makes the result and reports its progress to the consumer
   * @param report the report of the result
   * @param text the result as JSON
   * @return the exit status
   */
  <T> Integer run(
      Experiment setting,
      List<String> tables,
      Function<Consumer<String>, T> study,
      Function<T, Report> report,
      Function<T, String> text)
      throws IOException {
    return run.run(
        problem == null ? List.of() : List.of(MatrixFile.file(problem)),
        tables,
        blameless(
            progress -> {
              List<String> notes = new ArrayList<>(setting.origin().defaults());
              notes.addAll(setting.origin().warnings());
              Terminal.current().showNotes(notes);
              return study.apply(progress);
            }),
        blameless(report),
        blameless(text),
        "The same command gives the same numbers on any number of threads. Beside this page, "
            + String.join(".csv, ", tables)
            + (tables.size() == 1 ? ".csv has the numbers." : ".csv have the numbers."));
  }

  /** Returns true if the setting is a problem in a file. */
  boolean hasProblem() {
    return problem != null;
  }

  /** Reports a refused argument as an internal error, since all input has been checked. */
  private static <A, T> Function<A, T> blameless(Function<A, T> function) {
    return argument -> {
      try {
        return function.apply(argument);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** The arithmetics, with their default. */
  List<ArithmeticName> named(List<String> otherwise) {
    return arithmetics.isEmpty()
        ? otherwise.stream().map(ArithmeticName::parse).toList()
        : arithmetics;
  }
}
