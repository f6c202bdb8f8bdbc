// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.forecast.Valley;
import org.noisygd.theory.landscape.SingularValues;

/**
 * The values that a problem omits, chosen from the theory in this order, each with its reason:
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
final class OmittedValues {
  /** ||X|| over gamma ||Y|| at the start. */
  private static final double UNBALANCED = 2;

  /** The seed of the rotation of the start. */
  private static final long SEED = StudyOptions.DEFAULT_SEED;

  private final Set<String> given;
  private final SingularValues values;
  private final boolean likeTraining;
  private final Map<String, String> reasons = new LinkedHashMap<>();
  private Experiment setting;

  /**
   * The values that a setting omits.
   *
   * @param values the singular values of its M
   * @param given the options that are given
   * @param likeTraining whether step sizes are chosen as in training
   */
  OmittedValues(
      Experiment setting, SingularValues values, Set<String> given, boolean likeTraining) {
    this.setting = setting;
    this.values = values;
    this.given = given;
    this.likeTraining = likeTraining;
  }

  /** Adds the reason of a choice that was made. */
  void add(String name, String reason) {
    reasons.put(name, reason);
  }

  /** The setting under this name, with what was chosen and why. */
  Experiment named(String name) {
    String names = String.join(", ", reasons.keySet());
    return setting.withOrigin(
        new Experiment.Origin(
            name,
            names.isEmpty() ? name : "by default: " + names,
            List.copyOf(reasons.values()),
            List.of()));
  }

  private SettingTheory theory() {
    return new SettingTheory(setting, values);
  }

  /** Chooses the noise, and the gamma that it balances. */
  void chooseNoise() {
    if (!given.contains("sigma")) {
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
    if (!given.contains("gamma")) {
      setting = setting.withGamma(setting.noiseGamma());
      if (given.contains("sigma")) {
        reasons.put("gamma", Text.brief("gamma = %s: what this noise balances", setting.gamma()));
      }
    }
  }

  /** Starts in the valley of global optima. */
  void chooseStart() {
    setting = setting.withStart(valley());
    reasons.put(
        "X, Y",
        Text.brief(
            "X and Y: in the valley of optima but unbalanced, ||X|| = %s gamma ||Y||, turned by a"
                + " rotation of the columns (seed %d), so that the noise has something to balance and"
                + " Phases I and II are short",
            UNBALANCED, SEED));
  }

  private Start valley() {
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

  /** Chooses step sizes and the number of updates. */
  void chooseSteps() {
    if (!given.contains("eta")) {
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
    if (!given.contains("steps")) {
      double fall = theory().chosenFall();
      double needed = theory().needed(fall);
      boolean known = Double.isFinite(needed) && needed < Long.MAX_VALUE / 2.0;
      setting =
          setting.withSteps(
              known ? SettingTheory.twoDigits(needed) : ExperimentReader.UNKNOWN_STEPS);
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
                  "steps = %,d: by the theory no number that can be given would see balance",
                  setting.steps()));
    }
  }
}
