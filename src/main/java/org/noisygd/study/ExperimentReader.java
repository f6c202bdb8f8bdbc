// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
import org.noisygd.study.forecast.Valley;
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
 * deviation of a random start. A {@code name} is for the reader alone. Other fields, and a field
 * given twice, are refused; numbers are read as the nearest double. Options stand in place of
 * fields.
 *
 * <p><b>Omitted values</b> of a problem are chosen from the theory, in this order, each with its
 * reason:
 *
 * <pre>
 *   r               the numerical rank of M, or the rank at the largest gap
 *   sigmaX, sigmaY  sqrt(d1 d2) sigmaX sigmaY = 0.075 Sigma_r as in Fig. 2; they balance gamma, or 1
 *   X, Y            in the valley of global optima, where ||X|| = 2 gamma ||Y||
 *   etaX, etaY      an update takes at most a quarter of any deviation ({@link SettingTheory})
 *   steps           until the imbalance is a tenth, or 1/e if that takes many
 * </pre>
 *
 * <p>Like in training, the step sizes are those at which an update is 10^-3 of the weights, if
 * these are smaller.
 */
public final class ExperimentReader {
  /** ||X|| over gamma ||Y|| at the start. */
  private static final double UNBALANCED = 2;

  /** The seed of the rotation of the start. */
  private static final long SEED = StudyOptions.DEFAULT_SEED;

  /** The most entries of both factors together; more would fill the memory. */
  private static final int MAX_ENTRIES = Target.MAX_ENTRIES;

  /** The same where M is held by its factors, and no run is made. */
  private static final int MAX_FACTOR_ENTRIES = 3 * MAX_ENTRIES;

  /** Far beyond it, or below its inverse, squares leave the range of doubles. */
  private static final double LARGEST = 1e100;

  /** The updates if no rate is known. */
  private static final long UNKNOWN_STEPS = 100_000;

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
          "steps");

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
    int r = rank(given, setting.r());
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
    double[] eta = pair(given, "eta", setting.etaX(), setting.etaY());
    double[] sigma = pair(given, "sigma", setting.sigmaX(), setting.sigmaY());
    Experiment changed =
        setting
            .withStart(Start.normal(0))
            .withRank(r)
            .withStart(start)
            .withStepSizes(eta[0], eta[1])
            .withNoise(sigma[0], sigma[1])
            .withSteps(Long.parseLong(given.getOrDefault("steps", "" + setting.steps())));
    String gamma = given.getOrDefault("gamma", "");
    if (gamma.equals("balanced") || (gamma.isEmpty() && setting.gamma() == setting.noiseGamma())) {
      return changed.withGamma(changed.noiseGamma());
    }
    String meant = Spelling.meant(gamma, List.of("balanced"));
    Require.that(meant.isEmpty(), before + "gamma", "be a number or balanced", gamma + meant);
    return gamma.isEmpty() ? changed : changed.withGamma(Literals.parse(before + "gamma", gamma));
  }

  private int rank(Map<String, String> given, int otherwise) {
    int r = Integer.parseInt(given.getOrDefault("rank", "" + otherwise));
    Require.that(r >= 1, before + "rank", "be at least 1", r);
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
  private double[] pair(Map<String, String> given, String name, double ofX, double ofY) {
    if (!given.containsKey(name)) {
      return new double[] {ofX, ofY};
    }
    String text = given.getOrDefault(name, "");
    String[] parts = text.split("/", -1);
    Require.that(parts.length <= 2, before + name, "be one number or two, A/B", text);
    return new double[] {
      Literals.parse(before + name, parts[0]),
      Literals.parse(before + name, parts[parts.length - 1])
    };
  }

  /**
   * Reads a problem; its name is that of the file.
   *
   * @throws FormatException one line, if it holds no problem
   */
  public Experiment read(Path file) {
    JsonValue root = object(file);
    return root.within(() -> of(String.valueOf(file.getFileName()), root));
  }

  /** The problem in a file as the JSON object that it is, or would be. */
  public static JsonValue object(Path file) {
    if (!MatrixFile.isNamed(file)) {
      boolean json = file.toString().endsWith(".json");
      return JsonReader.OF_FILES.read("problem" + (json ? "" : MatrixFile.NAMES), file);
    }
    byte[] object = MatrixFile.json(file).getBytes(UTF_8);
    return JsonReader.OF_FILES.read(file.toString(), false, "problem", object);
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
    Optional<Start> start =
        random.isPresent() ? Optional.of(Start.normal(random.finite())) : Optional.empty();
    Target<Double> m;
    if (starts) {
      Factors<Double> factors = new Factors<>(matrix(root, "X"), matrix(root, "Y"));
      start = Optional.of(Start.at(factors.x().entries(), factors.y().entries()));
      given.putIfAbsent("rank", "" + factors.r());
      m = has.test("M") ? Target.of(matrix(root, "M")) : Target.ofFactors(factors);
    } else {
      m = Target.of(matrix(root, "M"));
    }
    given.putAll(options);
    Experiment setting = chosen(name, m, given, start);
    boolean isLarge = !likeTraining && !has.test("M") && !given.containsKey("eta");
    return isLarge && !before.isEmpty()
        ? setting.withDefault(
            "--like-training would choose smaller steps, as adapters are trained: updates of 0.001 of"
                + " the weights")
        : setting;
  }

  private static Matrix<Double> matrix(JsonValue root, String field) {
    return root.get(field).matrix(Binary64.INSTANCE, JsonValue::finite);
  }

  /** The setting of M with the options and choices from the theory. */
  Experiment of(String name, Target<Double> m, Optional<Start> start) {
    return chosen(name, m, options, start);
  }

  private Experiment chosen(
      String name, Target<Double> m, Map<String, String> given, Optional<Start> start) {
    SingularValues values = TargetSvd.of(m).values();
    Require.that(
        values.value(1) >= 1 / LARGEST && values.value(1) <= LARGEST,
        "M",
        "have a largest singular value in 1e-100..1e100 (an adapter that was not trained yet is 0)",
        values.value(1));
    RankChoice rank = RankChoice.of(values);
    int r = rank(given, rank.r());
    int most = m instanceof Target.Product<Double> ? MAX_FACTOR_ENTRIES : MAX_ENTRIES;
    Require.that(
        (m.rows() + (long) m.columns()) * r <= most,
        before + "rank",
        "leave X and Y at most " + most + " entries",
        r);
    Experiment.Origin none = new Experiment.Origin("", "", List.of(), List.of());
    Start first = start.orElse(Start.normal(0));
    Choice choice =
        new Choice(
            changed(given, new Experiment(none, m, r, 1, 1, 0, 0, 1, first, UNKNOWN_STEPS)),
            values,
            given);
    if (!given.containsKey("rank")) {
      choice.reasons.put("r", "r = " + r + ": " + rank.reason());
    }
    choice.chooseNoise();
    if (start.isEmpty() && !given.containsKey("start")) {
      choice.setting = choice.setting.withStart(choice.valley());
    }
    choice.chooseSteps();
    List<String> reasons = List.copyOf(choice.reasons.values());
    String names = String.join(", ", choice.reasons.keySet());
    return choice.setting.withOrigin(
        new Experiment.Origin(
            name, names.isEmpty() ? name : "by default: " + names, reasons, List.of()));
  }

  /** A setting in which omitted values are chosen. */
  private final class Choice {
    private final Map<String, String> given;
    private final SingularValues values;
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private Experiment setting;

    Choice(Experiment setting, SingularValues values, Map<String, String> given) {
      this.setting = setting;
      this.values = values;
      this.given = given;
    }

    private SettingTheory theory() {
      return new SettingTheory(setting, values);
    }

    private void chooseNoise() {
      if (!given.containsKey("sigma")) {
        setting = theory().withNoise(setting.gamma());
        reasons.put(
            "sigmaX, sigmaY",
            Text.brief(
                "sigmaX = %s and sigmaY = %s: sqrt(d1 d2) sigmaX sigmaY = %s sigma_%d, as in Fig. 2,"
                    + " where Theorem 2 needs less than sigma_%d = %s; they balance gamma = %s",
                setting.sigmaX(),
                setting.sigmaY(),
                SettingTheory.LEVEL,
                theory().fitted(),
                theory().fitted(),
                theory().least(),
                setting.gamma()));
      }
      if (!given.containsKey("gamma")) {
        setting = setting.withGamma(setting.noiseGamma());
        if (given.containsKey("sigma")) {
          reasons.put("gamma", Text.brief("gamma = %s: what this noise balances", setting.gamma()));
        }
      }
    }

    /** A start in the valley of global optima. */
    private Start valley() {
      reasons.put(
          "X, Y",
          Text.brief(
              "X and Y: in the valley of optima but unbalanced, ||X|| = %s gamma ||Y||, turned by a"
                  + " rotation of the columns (seed %d), so that the noise has something to balance and"
                  + " Phases I and II are short",
              UNBALANCED, SEED));
      int fitted = theory().fitted();
      if (fitted == 0) {
        return Start.normal(Math.sqrt(1.0 / Math.max(setting.d1(), setting.d2())));
      }
      // Noise that is too strong has no valley; and columns with nothing to fit stay at 0.
      boolean exists = theory().kept() == fitted && theory().level() > 0;
      Experiment noisy = exists ? setting : theory().withNoise(setting.gamma());
      Factors<Double> point =
          Valley.of(noisy.withStart(Start.normal(0)).withRank(fitted), SEED)
              .orElseThrow()
              .at(Math.sqrt(UNBALANCED * noisy.noiseGamma()));
      return Start.at(rows(point.x()), rows(point.y()));
    }

    /** A factor row by row, with zeros in columns that it lacks. */
    private List<Double> rows(Matrix<Double> factor) {
      List<Double> rows = new ArrayList<>();
      for (int i = 0; i < factor.rows(); i++) {
        for (int k = 0; k < setting.r(); k++) {
          rows.add(k < factor.columns() ? factor.get(i, k) : 0.0);
        }
      }
      return rows;
    }

    private void chooseSteps() {
      if (!given.containsKey("eta")) {
        double stable = theory().stableEta();
        double trained = likeTraining ? theory().trainedEta() : Double.POSITIVE_INFINITY;
        double eta = SettingTheory.threeDigits(Math.min(trained, stable));
        setting = setting.withStepSizes(eta, eta);
        reasons.put(
            "etaX, etaY",
            trained < stable
                ? Text.brief(
                    "etaX = etaY = %s: the root mean square update is %s of the weights, as in training",
                    eta, SettingTheory.TRAINED_SHARE)
                : Text.brief(
                    "etaX = etaY = %s: %s/%s, of the largest curvature at the start and at the optimum"
                        + " under this noise; beyond %s updates are unstable",
                    eta,
                    SettingTheory.CHOSEN_Q,
                    SettingTheory.CHOSEN_Q / stable,
                    SettingTheory.STABLE_Q / SettingTheory.CHOSEN_Q * stable));
      }
      if (!given.containsKey("steps")) {
        double fall = theory().chosenFall();
        double needed = theory().needed(fall);
        boolean known = Double.isFinite(needed) && needed < Long.MAX_VALUE / 2.0;
        setting = setting.withSteps(known ? SettingTheory.twoDigits(needed) : UNKNOWN_STEPS);
        reasons.put(
            "steps",
            known
                ? Text.brief(
                    "steps = %,d: at most some %,d for Phases I and II, then %,d until the imbalance, which falls"
                        + " by %s of itself an update, is %s",
                    setting.steps(),
                    Math.round(theory().settling()),
                    Math.round(needed - theory().settling()),
                    theory().rate(),
                    fall == SettingTheory.FALL ? "a tenth" : "1/e, as a tenth would take long")
                : Text.brief(
                    "steps = %,d: with this noise the theory knows no rate of balancing",
                    setting.steps()));
      }
    }
  }
}
