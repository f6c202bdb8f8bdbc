// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Target;
import org.noisygd.io.FormatException;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.Remark.Kind;
import org.noisygd.study.file.MatrixFile;
import org.noisygd.study.file.StoredProblem;
import org.noisygd.theory.landscape.SingularValues;
import org.noisygd.theory.landscape.TargetSvd;

/**
 * Reads an experiment: a setting changed by options, or a problem in a file.
 *
 * <p><b>Options</b> are {@link GivenSettings}.
 *
 * <p><b>A problem</b> is a {@link MatrixFile}, which holds M alone, or one JSON object,
 *
 * <pre>
 *   {"M": [[1, 0], [0, 0.5]], "r": 1, "etaX": 0.01, "etaY": 0.01, "sigmaX": 0.05, "sigmaY": 0.05,
 *    "X": [[3], [0]], "Y": [[5], [0]], "gamma": 1, "steps": 100000}
 * </pre>
 *
 * <p>where {@code M} alone is required; without it M is the product of {@code X} and {@code Y}.
 * {@code "startSigma"}, the standard deviation of a random start, may replace them. {@code name}
 * has no effect, and {@code unlisted} is the number of entries that a sparse file does not list.
 * Other and repeated fields are refused; numbers are read as the nearest double. Options take
 * precedence over fields.
 *
 * <p>{@link DefaultSettings} chooses omitted settings, {@link BrokenConditions} adds warnings;
 * {@link Remark} words both.
 */
public final class ExperimentReader {
  /** Maximum singular value of M and of its inverse, so that products of squares stay in range. */
  private static final double LARGEST = 1e50;

  private static final List<String> FIELDS =
      List.of("M X Y name r etaX etaY sigmaX sigmaY gamma startSigma steps unlisted".split(" "));

  private final Map<String, String> options;
  private final String before;
  private final boolean likeTraining;

  /**
   * A reader with options.
   *
   * @param options their values by their names; others are ignored
   * @param before the text before a name in messages, such as dashes
   * @param likeTraining true for step sizes as in training
   */
  public ExperimentReader(Map<String, String> options, String before, boolean likeTraining) {
    this.options = Map.copyOf(options);
    this.before = before;
    this.likeTraining = likeTraining;
  }

  /**
   * The setting with the options in place of its own values, as {@link GivenSettings#in}.
   *
   * @throws IllegalArgumentException if a value cannot be read or does not fit
   */
  public Experiment changed(Experiment setting) {
    return new GivenSettings(options, Map.of(), before).in(setting);
  }

  /**
   * Reads a problem; its name is that of the file.
   *
   * @throws FormatException if it holds no problem
   */
  public Experiment read(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return MatrixFile.isNamed(file)
          ? of(name, MatrixFile.read(file), new HashMap<>(), Optional.empty())
          : of(name, object(file));
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      boolean isClear = e instanceof FormatException || why.startsWith("--");
      throw isClear ? e : new FormatException(file + ": " + why);
    }
  }

  /** The JSON object of a problem in a file. */
  public static JsonValue object(Path file) {
    boolean json = file.toString().endsWith(".json");
    return JsonReader.OF_FILES.read("problem" + (json ? "" : MatrixFile.NAMES), file);
  }

  /**
   * The problem in a JSON object; its {@code name} is ignored.
   *
   * @throws FormatException if it holds no problem
   */
  public Experiment of(String name, JsonValue problem) {
    JsonValue root = problem.withFieldsAmong(FIELDS);
    Map<String, String> given = new HashMap<>();
    give(given, "rank", root.get("r"), r -> r.whole(1, Target.MAX_ENTRIES));
    give(given, "steps", root.get("steps"), steps -> steps.whole(1, Long.MAX_VALUE));
    give(given, "gamma", root.get("gamma"), JsonValue::finite);
    for (String both : List.of("eta", "sigma")) {
      JsonValue x = root.get(both + "X");
      JsonValue y = root.get(both + "Y");
      x.require(x.isPresent() == y.isPresent(), "be given with " + both + "Y");
      give(given, both, x, of -> of.finite() + "/" + y.finite());
    }
    boolean starts = root.get("X").isPresent() || root.get("Y").isPresent();
    JsonValue random = root.get("startSigma");
    random.require(!starts || !random.isPresent(), "be given without X and Y");
    Optional<Factors<Double>> factors =
        starts
            ? Optional.of(new Factors<>(matrix(root, "X"), matrix(root, "Y")))
            : Optional.empty();
    Optional<Matrix<Double>> m =
        starts && !root.get("M").isPresent() ? Optional.empty() : Optional.of(matrix(root, "M"));
    JsonValue unlisted = root.get("unlisted");
    return of(
        name,
        new StoredProblem(
            m, factors, unlisted.isPresent() ? unlisted.whole(0, Target.MAX_ENTRIES) : 0),
        given,
        random.isPresent() ? Optional.of(Start.normal(random.finite())) : Optional.empty());
  }

  private static void give(
      Map<String, String> given, String name, JsonValue field, Function<JsonValue, Object> read) {
    if (field.isPresent()) {
      given.put(name, "" + read.apply(field));
    }
  }

  private static Matrix<Double> matrix(JsonValue root, String field) {
    return root.get(field).matrix(Binary64.INSTANCE, JsonValue::finite);
  }

  /**
   * The setting of a problem.
   *
   * @param given the settings in the file
   * @param random the random start, if the file has its standard deviation
   */
  private Experiment of(
      String name, StoredProblem problem, Map<String, String> given, Optional<Start> random) {
    Optional<Factors<Double>> factors = problem.start();
    factors.ifPresent(both -> given.putIfAbsent("rank", "" + both.r()));
    GivenSettings all = new GivenSettings(options, given, before);
    Experiment setting =
        chosen(
            name,
            problem.m().map(Target::of).or(() -> factors.map(Target::ofFactors)).orElseThrow(),
            all,
            factors.map(both -> Start.at(both.x().entries(), both.y().entries())).or(() -> random));
    if (problem.unlisted() > 0) {
      long entries = (long) setting.d1() * setting.d2();
      setting = setting.withDefault("" + Kind.UNLISTED.of(problem.unlisted(), entries));
    }
    boolean large = !likeTraining && problem.m().isEmpty() && !all.has("eta");
    return large && !before.isEmpty() ? setting.withDefault("" + Kind.SMALLER_STEP.of()) : setting;
  }

  /** The setting of M with the given settings, and the defaults of the theory. */
  Experiment chosen(String name, Target<Double> m, GivenSettings given, Optional<Start> start) {
    SingularValues values = TargetSvd.of(m).values();
    Require.that(
        values.value(1) >= 1 / LARGEST && values.value(1) <= LARGEST,
        "M",
        "have a largest singular value in 1e-50..1e50 (an adapter that was not trained yet is 0)",
        values.value(1));
    Experiment.Origin none = new Experiment.Origin("", "", List.of(), List.of());
    int r = given.rank(m, RankChoice.of(values).r());
    Start first = start.orElse(Start.normal(0));
    Experiment setting =
        given.in(new Experiment(none, m, r, 1, 1, 0, 0, 1, first, DefaultSettings.UNKNOWN_STEPS));
    return new DefaultSettings(setting, values)
        .chosen(name, given, start.isPresent(), likeTraining);
  }
}
