// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.forecast.Valley;
import org.noisygd.theory.landscape.SingularValues;
import org.noisygd.theory.landscape.TargetSvd;

/**
 * A setting from M and whatever else is given; what is left out is chosen by the theory, in this
 * order, each with its reason:
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
final class ProblemDefaults {
  /** ||X|| over gamma ||Y|| at the start. */
  private static final double UNBALANCED = 2;

  /** The seed of the rotation of the start. */
  private static final long SEED = StudyOptions.DEFAULT_SEED;

  /** The most entries of both factors together; more would fill the memory. */
  static final int MAX_ENTRIES = Target.MAX_ENTRIES;

  /** The same where M is held by its factors, and no run is made. */
  private static final int MAX_FACTOR_ENTRIES = 3 * MAX_ENTRIES;

  /** Far beyond it, or below its inverse, squares leave the range of doubles. */
  private static final double LARGEST = 1e100;

  /** The updates if no rate is known. */
  private static final long UNKNOWN_STEPS = 100_000;

  private final NamedValues given;
  private final boolean likeTraining;
  private final SingularValues values;
  private final Map<String, String> reasons = new LinkedHashMap<>();
  private Experiment setting;

  private ProblemDefaults(
      Experiment setting, SingularValues values, NamedValues given, boolean likeTraining) {
    this.setting = setting;
    this.values = values;
    this.given = given;
    this.likeTraining = likeTraining;
  }

  /**
   * The setting.
   *
   * @param m M
   * @param given what is given by name
   * @param start a given start, unless one is given by name
   * @param likeTraining whether step sizes are chosen as in training
   */
  static Experiment of(
      String name,
      Target<Double> m,
      NamedValues given,
      Optional<Start> start,
      boolean likeTraining) {
    SingularValues values = TargetSvd.of(m).values();
    Require.that(
        values.value(1) >= 1 / LARGEST && values.value(1) <= LARGEST,
        "M",
        "have a largest singular value in 1e-100..1e100 (an adapter that was not trained yet is 0)",
        values.value(1));
    RankChoice rank = RankChoice.of(values);
    int r = given.rank(rank.r());
    int most = m instanceof Target.Product<Double> ? MAX_FACTOR_ENTRIES : MAX_ENTRIES;
    Require.that(
        (m.rows() + (long) m.columns()) * r <= most,
        given.called("r"),
        "leave X and Y at most " + most + " entries",
        r);
    Start first = start.orElse(Start.normal(0));
    Experiment unchanged =
        given.in(
            new Experiment(
                new Experiment.Origin("", "", List.of(), List.of()),
                m,
                r,
                1,
                1,
                0,
                0,
                1,
                first,
                UNKNOWN_STEPS));
    ProblemDefaults chosen = new ProblemDefaults(unchanged, values, given, likeTraining);
    if (!given.has("r")) {
      chosen.reasons.put("r", "r = " + r + ": " + rank.reason());
    }
    chosen.chooseNoise();
    if (start.isEmpty() && !given.has("start") && !given.has("startSigma")) {
      chosen.setting = chosen.setting.withStart(chosen.valley());
    }
    chosen.chooseSteps();
    List<String> names = new ArrayList<>(chosen.reasons.keySet());
    return chosen.setting.withOrigin(
        new Experiment.Origin(
            name,
            names.isEmpty() ? name : "by default: " + String.join(", ", names),
            List.copyOf(chosen.reasons.values()),
            List.of()));
  }

  private SettingTheory theory() {
    return new SettingTheory(setting, values);
  }

  private void chooseNoise() {
    boolean hasX = given.has("sigmaX");
    boolean hasY = given.has("sigmaY");
    double gamma = setting.gamma();
    double shape = gamma * Math.sqrt((double) setting.d2() / setting.d1());
    if (hasX != hasY) {
      String name = hasX ? "sigmaY" : "sigmaX";
      setting =
          hasX
              ? setting.withNoise(setting.sigmaX(), setting.sigmaX() / shape)
              : setting.withNoise(shape * setting.sigmaY(), setting.sigmaY());
      reasons.put(
          name,
          Text.brief(
              "%s = %s: it balances gamma = %s",
              name, hasX ? setting.sigmaY() : setting.sigmaX(), gamma));
    } else if (!hasX) {
      setting = theory().withNoise(gamma);
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
              gamma));
    }
    if (!given.has("gamma")) {
      setting = setting.withGamma(setting.noiseGamma());
    }
    if (!given.has("gamma") && hasX && hasY) {
      reasons.put("gamma", Text.brief("gamma = %s: what this noise balances", setting.gamma()));
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
    boolean hasX = given.has("etaX");
    boolean hasY = given.has("etaY");
    if (hasX != hasY) {
      double eta = hasX ? setting.etaX() : setting.etaY();
      setting = setting.withStepSizes(eta, eta);
      String name = hasX ? "etaY" : "etaX";
      reasons.put(name, Text.brief("%s = %s: that of the other factor", name, eta));
    } else if (!hasX) {
      double stable = theory().stableEta();
      double trained = likeTraining ? theory().trainedEta() : Double.POSITIVE_INFINITY;
      double eta = SettingTheory.threeDigits(trained < stable ? trained : stable);
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
    if (!given.has("steps")) {
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
