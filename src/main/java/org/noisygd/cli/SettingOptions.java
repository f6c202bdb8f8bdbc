// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.ProblemFile;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import picocli.CommandLine.Option;

/** The options that say what a study runs. */
public final class SettingOptions {
  @Option(
      names = "--setting",
      paramLabel = "NAME",
      description = "fig4 (the default; the paper's Fig. 4), rank1 (Fig. 2c) or rank10 (Fig. 3c).")
  private @Nullable String name;

  @Option(
      names = "--problem",
      paramLabel = "FILE",
      description =
          "Another problem, one JSON object: {\"M\":[[1,0],[0,0.5]],\"r\":1,\"etaX\":0.01,\"etaY\":0.01,"
              + "\"sigmaX\":0.05,\"sigmaY\":0.05,\"X\":[[3],[0]],\"Y\":[[5],[0]],\"gamma\":1,\"steps\":100000};"
              + " for X and Y, \"startSigma\":0.01 gives a random start.")
  private @Nullable Path problem;

  @Option(names = "--eta", paramLabel = "E", description = "Another step size, or two: ETAX/ETAY.")
  private @Nullable String eta;

  @Option(
      names = "--sigma",
      paramLabel = "S",
      description = "Another standard deviation of the noise, or two: SIGMAX/SIGMAY.")
  private @Nullable String sigma;

  @Option(names = "--gamma", paramLabel = "G", description = "Another balance of norms.")
  private @Nullable Double gamma;

  @Option(
      names = "--start",
      paramLabel = "X/Y",
      description = "Another start, the entries of each factor row by row: 3/5 or 1,0/2,0,0.")
  private @Nullable String start;

  /**
   * The setting.
   *
   * @throws IllegalArgumentException if an option cannot be read or does not fit
   */
  public Experiment setting() {
    if (name != null && problem != null) {
      throw new IllegalArgumentException("--problem must stand without --setting, got both");
    }
    Experiment setting =
        problem != null
            ? ProblemFile.read(problem)
            : PaperExperiments.studied(name == null ? "fig4" : name);
    if (eta != null) {
      List<Double> both = pair("--eta", eta);
      setting = setting.withStepSizes(both.get(0), both.get(1));
    }
    if (sigma != null) {
      List<Double> both = pair("--sigma", sigma);
      setting = setting.withNoise(both.get(0), both.get(1));
    }
    if (gamma != null) {
      setting = setting.withGamma(gamma);
    }
    if (start != null) {
      String[] factors = start.split("/", -1);
      Require.that(factors.length == 2, "--start", "be entries of X/entries of Y", start);
      setting =
          setting.withStart(
              Start.at(numbers("--start", factors[0]), numbers("--start", factors[1])));
    }
    return setting;
  }

  /** The files that the setting is read from. */
  public List<Path> inputs() {
    return problem == null ? List.of() : List.of(problem);
  }

  private static List<Double> pair(String option, String text) {
    String[] parts = text.split("/", -1);
    Require.that(parts.length <= 2, option, "be one number or two, A/B", text);
    List<Double> first = numbers(option, parts[0]);
    List<Double> last = numbers(option, parts[parts.length - 1]);
    Require.that(first.size() == 1 && last.size() == 1, option, "be one number or two, A/B", text);
    return List.of(first.get(0), last.get(0));
  }

  private static List<Double> numbers(String option, String text) {
    return Arrays.stream(text.split(",", -1)).map(part -> Literals.parse(option, part)).toList();
  }
}
