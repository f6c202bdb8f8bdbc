// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Binary64;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.number.Spelling;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.JsonReader;
import org.noisygd.report.json.JsonValue;
import org.noisygd.study.file.MatrixFile;
import org.noisygd.study.file.StoredProblem;
import org.noisygd.theory.landscape.SingularValues;
import org.noisygd.theory.landscape.TargetSvd;

/**
 * Reads an experiment: a setting that is changed by options, or a problem in a file.
 *
 * <p><b>Options</b>, by their names, as text:
 *
 * <pre>
 *   rank                      columns of X and Y
 *   eta, sigma (A, or A/B)    step sizes, standard deviations of the noise
 *   gamma                     a number, or balanced: what the noise balances
 *   start (X/Y, row by row)   the start of the runs
 *   steps                     updates of each run
 * </pre>
 *
 * <p><b>A problem</b> is a {@link MatrixFile}, which holds M alone, or one JSON object,
 *
 * <pre>
 *   {"M": [[1, 0], [0, 0.5]], "r": 1, "etaX": 0.01, "etaY": 0.01, "sigmaX": 0.05, "sigmaY": 0.05,
 *    "X": [[3], [0]], "Y": [[5], [0]], "gamma": 1, "steps": 100000}
 * </pre>
 *
 * <p>where only {@code M} is required, and not even that beside {@code X} and {@code Y}, whose
 * product it then is. {@code X} and {@code Y} may be replaced by {@code "startSigma"}, the standard
 * deviation of a random start. A {@code name} is for the reader alone, and {@code unlisted} the
 * number of entries that a sparse file does not list. Other fields, and a field given twice, are
 * refused; numbers are read as the nearest double. Options stand in place of fields.
 *
 * <p>{@link OmittedValues} of a problem are chosen from the theory.
 */
public final class ExperimentReader {
  /** The most entries of both factors together; more would fill the memory. */
  private static final int MAX_ENTRIES = Target.MAX_ENTRIES;

  /** The same where M is held by its factors, and no run is made. */
  private static final int MAX_FACTOR_ENTRIES = 3 * MAX_ENTRIES;

  /** Far beyond it, or below its inverse, products of squares leave the range of doubles. */
  private static final double LARGEST = 1e50;

  /** The same for what is given, in a unit that M has. */
  private static final double RANGE = 1e30;

  /** Beyond it, or below its inverse, there is no formula for a balance. */
  private static final double MOST_BALANCE = 1e10;

  /** The updates if no rate is known. */
  static final long UNKNOWN_STEPS = 100_000;

  private static final Set<String> FIELDS =
      Set.of(
          "M",
          "X",
          "Y",
          "name",
          "r",
          "etaX",
          "etaY",
          "sigmaX",
          "sigmaY",
          "gamma",
          "startSigma",
          "steps",
          "unlisted");

  private final Map<String, String> options;
  private final String before;
  private final boolean likeTraining;

  /**
   * A reader with options.
   *
   * @param options their values by their names; others are let pass
   * @param before the text before a name in messages, such as dashes
   * @param likeTraining whether step sizes of a problem are chosen as in training
   */
  public ExperimentReader(Map<String, String> options, String before, boolean likeTraining) {
    this.options = Map.copyOf(options);
    this.before = before;
    this.likeTraining = likeTraining;
  }

  /**
   * The setting with the options in place of its own values. If gamma was the value that the noise
   * balances, it follows the noise.
   *
   * @throws IllegalArgumentException one line, if a value cannot be read or does not fit
   */
  public Experiment changed(Experiment setting) {
    return changed(options, setting);
  }

  private Experiment changed(Map<String, String> given, Experiment setting) {
    int r = rank(given, setting);
    Start start = start(given, setting.start());
    int ofX = setting.d1() * r;
    int ofY = setting.d2() * r;
    boolean fits = !start.isPoint() || (start.x().size() == ofX && start.y().size() == ofY);
    String rule = Text.format("have %d entries of X and %d of Y", ofX, ofY);
    Require.that(
        fits || !given.containsKey("start"),
        before + "start",
        rule,
        given.getOrDefault("start", ""));
    Require.that(
        fits || !given.containsKey("rank"),
        before + "rank",
        "come with a " + before + "start, which must " + rule,
        r);
    double size = TargetSvd.of(setting.m()).values().value(1);
    double unit = size == 0 ? 1 : size;
    double[] eta = pair(given, "eta", setting.etaX(), setting.etaY(), 1 / unit);
    double[] sigma = pair(given, "sigma", setting.sigmaX(), setting.sigmaY(), Math.sqrt(unit));
    double largest =
        Stream.concat(start.x().stream(), start.y().stream())
            .mapToDouble(Math::abs)
            .max()
            .orElse(start.sigma());
    requireWithin(RANGE, "start", largest, Math.sqrt(unit), largest);
    Experiment changed =
        setting
            .withStart(Start.normal(0))
            .withRank(r)
            .withStart(start)
            .withStepSizes(eta[0], eta[1])
            .withNoise(sigma[0], sigma[1])
            .withSteps(Long.parseLong(given.getOrDefault("steps", "" + setting.steps())));
    double balanced = changed.noiseGamma();
    Require.that(
        !given.containsKey("sigma") || isWithin(MOST_BALANCE, balanced, 1),
        named("sigma"),
        "balance a gamma in 1e-10..1e10",
        Text.brief("%s, which balances %s", given.getOrDefault("sigma", ""), balanced));
    String gamma = given.getOrDefault("gamma", "");
    if (gamma.equals("balanced") || (gamma.isEmpty() && setting.gamma() == setting.noiseGamma())) {
      return changed.withGamma(balanced);
    }
    String meant = Spelling.meant(gamma, List.of("balanced"));
    Require.that(meant.isEmpty(), before + "gamma", "be a number or balanced", gamma + meant);
    if (gamma.isEmpty()) {
      return changed;
    }
    double asked = Literals.parse(before + "gamma", gamma);
    requireWithin(MOST_BALANCE, "gamma", asked, 1, gamma);
    return changed.withGamma(asked);
  }

  /** The option's name, or that of the file's field. */
  private String named(String name) {
    return options.containsKey(name)
        ? before + name
        : name.matches("eta|sigma") ? name + "X and " + name + "Y" : name;
  }

  private static boolean isWithin(double range, double number, double unit) {
    return number >= unit / range && number <= unit * range;
  }

  /** Requires a number to be in a range about a unit; what is not positive is refused elsewhere. */
  private void requireWithin(double range, String name, double number, double unit, Object given) {
    Require.that(
        !(number > 0) || isWithin(range, number, unit),
        named(name),
        Text.brief("be in %s..%s%s", unit / range, unit * range, unit == 1 ? "" : " for this M"),
        given);
  }

  private int rank(Map<String, String> given, Experiment setting) {
    int r = Integer.parseInt(given.getOrDefault("rank", "" + setting.r()));
    Require.that(r >= 1, before + "rank", "be at least 1", r);
    int most = setting.m() instanceof Target.Product<Double> ? MAX_FACTOR_ENTRIES : MAX_ENTRIES;
    Require.that(
        (setting.d1() + (long) setting.d2()) * r <= most,
        before + "rank",
        "leave X and Y at most " + most + " entries",
        r);
    return r;
  }

  private Start start(Map<String, String> given, Start otherwise) {
    if (!given.containsKey("start")) {
      return otherwise;
    }
    String start = given.getOrDefault("start", "");
    String[] factors = start.split("/", -1);
    Require.that(factors.length == 2, before + "start", "be entries of X/entries of Y", start);
    return Start.at(entries(factors[0]), entries(factors[1]));
  }

  private List<Double> entries(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(part -> Literals.parse(before + "start", part))
        .toList();
  }

  /** A number for X and one for Y. */
  private double[] pair(
      Map<String, String> given, String name, double ofX, double ofY, double unit) {
    if (!given.containsKey(name)) {
      return new double[] {ofX, ofY};
    }
    String text = given.getOrDefault(name, "");
    String[] parts = text.split("/", -1);
    Require.that(parts.length <= 2, before + name, "be one number or two, A/B", text);
    double[] both = {
      Literals.parse(before + name, parts[0]),
      Literals.parse(before + name, parts[parts.length - 1])
    };
    requireWithin(RANGE, name, both[0], unit, text);
    requireWithin(RANGE, name, both[1], unit, text);
    return both;
  }

  /**
   * Reads a problem; its name is that of the file.
   *
   * @throws FormatException one line, if it holds no problem
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

  /** The problem in a file as the JSON object that it is. */
  public static JsonValue object(Path file) {
    boolean json = file.toString().endsWith(".json");
    return JsonReader.OF_FILES.read("problem" + (json ? "" : MatrixFile.NAMES), file);
  }

  /**
   * The problem in JSON that was read already; its {@code name} is ignored.
   *
   * @throws FormatException one line, if it holds no problem
   */
  public Experiment of(String name, JsonValue problem) {
    JsonValue root = problem.withFieldsAmong(FIELDS);
    Map<String, String> given = new HashMap<>();
    Predicate<String> has = field -> root.get(field).isPresent();
    if (has.test("r")) {
      given.put("rank", "" + root.get("r").whole(1, MAX_ENTRIES));
    }
    if (has.test("steps")) {
      given.put("steps", "" + root.get("steps").whole(1, Long.MAX_VALUE));
    }
    if (has.test("gamma")) {
      given.put("gamma", "" + root.get("gamma").finite());
    }
    for (String both : List.of("eta", "sigma")) {
      JsonValue x = root.get(both + "X");
      JsonValue y = root.get(both + "Y");
      x.require(x.isPresent() == y.isPresent(), "be given with " + both + "Y");
      if (x.isPresent()) {
        given.put(both, x.finite() + "/" + y.finite());
      }
    }
    boolean starts = has.test("X") || has.test("Y");
    JsonValue random = root.get("startSigma");
    random.require(!starts || !random.isPresent(), "be given without X and Y");
    Optional<Factors<Double>> factors =
        starts
            ? Optional.of(new Factors<>(matrix(root, "X"), matrix(root, "Y")))
            : Optional.empty();
    Optional<Matrix<Double>> m =
        starts && !has.test("M") ? Optional.empty() : Optional.of(matrix(root, "M"));
    long unlisted = has.test("unlisted") ? root.get("unlisted").whole(0, MAX_ENTRIES) : 0;
    return of(
        name,
        new StoredProblem(m, factors, unlisted),
        given,
        random.isPresent() ? Optional.of(Start.normal(random.finite())) : Optional.empty());
  }

  private static Matrix<Double> matrix(JsonValue root, String field) {
    return root.get(field).matrix(Binary64.INSTANCE, JsonValue::finite);
  }

  /**
   * The setting of a problem.
   *
   * @param given the options that the file gives; those of the reader are added in their place
   * @param random the start, if the file gives it by a standard deviation
   */
  private Experiment of(
      String name, StoredProblem problem, Map<String, String> given, Optional<Start> random) {
    Optional<Factors<Double>> factors = problem.start();
    factors.ifPresent(both -> given.putIfAbsent("rank", "" + both.r()));
    given.putAll(options);
    Experiment setting =
        chosen(
            name,
            problem.m().map(Target::of).or(() -> factors.map(Target::ofFactors)).orElseThrow(),
            given,
            factors.map(both -> Start.at(both.x().entries(), both.y().entries())).or(() -> random));
    if (problem.unlisted() > 0) {
      String entries =
          " of " + (long) setting.d1() * setting.d2() + " entries are not listed, and 0";
      setting = setting.withDefault("M: " + problem.unlisted() + entries);
    }
    boolean isLarge = !likeTraining && problem.m().isEmpty() && !given.containsKey("eta");
    return isLarge && !before.isEmpty()
        ? setting.withDefault(
            "--like-training would choose smaller steps, as adapters are trained: updates of 0.001"
                + " of the weights")
        : setting;
  }

  /** The setting of M with the options and choices from the theory. */
  Experiment chosen(
      String name, Target<Double> m, Map<String, String> given, Optional<Start> start) {
    SingularValues values = TargetSvd.of(m).values();
    Require.that(
        values.value(1) >= 1 / LARGEST && values.value(1) <= LARGEST,
        "M",
        "have a largest singular value in 1e-50..1e50 (an adapter that was not trained yet is 0)",
        values.value(1));
    RankChoice rank = RankChoice.of(values);
    Experiment.Origin none = new Experiment.Origin("", "", List.of(), List.of());
    Experiment of =
        new Experiment(none, m, rank.r(), 1, 1, 0, 0, 1, Start.normal(0), UNKNOWN_STEPS);
    int r = rank(given, of);
    Start first = start.orElse(Start.normal(0));
    Experiment setting = changed(given, of.withRank(r).withStart(first));
    OmittedValues omitted =
        new OmittedValues(setting, values, Set.<String>copyOf(given.keySet()), likeTraining);
    if (!given.containsKey("rank")) {
      omitted.add("r", "r = " + r + ": " + rank.reason());
    }
    omitted.chooseNoise();
    if (start.isEmpty() && !given.containsKey("start")) {
      omitted.chooseStart();
    }
    omitted.chooseSteps();
    return omitted.named(name);
  }
}
