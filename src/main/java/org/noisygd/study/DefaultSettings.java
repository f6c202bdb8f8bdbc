// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.Remark.Kind;
import org.noisygd.study.forecast.Valley;
import org.noisygd.theory.landscape.SingularValues;

/**
 * The omitted settings of a problem, chosen from the theory in this order, each with its reason:
 *
 * <pre>
 *   r               the numerical rank of M, or the rank at the largest gap
 *   sigmaX, sigmaY  sqrt(d1 d2) sigmaX sigmaY = 0.075 Sigma_r as in Fig. 2; they balance gamma, or 1
 *   X, Y            in the valley of global optima, where ||X|| = 2 gamma ||Y||
 *   etaX, etaY      an update removes at most a quarter of any deviation ({@link SettingTheory})
 *   steps           until the imbalance is a tenth, or 1/e if that takes many
 * </pre>
 *
 * <p>If requested, steps are limited as in training: an update is at most 10^-3 of the weights.
 */
final class DefaultSettings {
  /** The default number of updates if no rate is known. */
  static final long UNKNOWN_STEPS = 100_000;

  /** ||X|| over gamma ||Y|| at the start. */
  private static final double UNBALANCED = 2;

  /** The seed of the rotation of the start. */
  private static final long SEED = StudyOptions.DEFAULT_SEED;

  private final SingularValues values;
  private final List<Remark> reasons = new ArrayList<>();
  private Experiment setting;

  /**
   * The defaults of a setting.
   *
   * @param values the singular values of its M
   */
  DefaultSettings(Experiment setting, SingularValues values) {
    this.setting = setting;
    this.values = values;
  }

  /**
   * The setting under a name, with the chosen values in place of those that are not given.
   *
   * @param hasStart true if the problem has a start
   * @param likeTraining true for step sizes as in training
   */
  Experiment chosen(String name, GivenSettings given, boolean hasStart, boolean likeTraining) {
    if (!given.has("rank")) {
      choose(setting, Kind.RANK, setting.r(), RankChoice.of(values).reason());
    }
    if (!given.has("sigma")) {
      chooseNoise();
    }
    if (!given.has("gamma")) {
      setting = setting.withGamma(setting.noiseGamma());
      if (given.has("sigma")) {
        choose(setting, Kind.GAMMA, setting.gamma());
      }
    }
    if (!hasStart && !given.has("start")) {
      choose(setting.withStart(valley()), Kind.START, UNBALANCED, SEED);
    }
    if (!given.has("eta")) {
      chooseStepSizes(likeTraining);
    }
    if (!given.has("steps")) {
      chooseUpdates();
    }
    String names =
        reasons.stream().map(one -> one.kind().names()).collect(Collectors.joining(", "));
    return setting.withOrigin(
        new Experiment.Origin(
            name,
            names.isEmpty() ? name : "by default: " + names,
            reasons.stream().map(Remark::toString).toList(),
            List.of()));
  }

  private void choose(Experiment chosen, Kind reason, Object... numbers) {
    setting = chosen;
    reasons.add(reason.of(numbers));
  }

  private SettingTheory theory() {
    return new SettingTheory(setting, values);
  }

  private void chooseNoise() {
    int r = theory().fitted();
    double least = theory().least();
    Experiment noisy = theory().withNoise(setting.gamma());
    double x = noisy.sigmaX();
    double y = noisy.sigmaY();
    choose(noisy, Kind.NOISE, x, y, SettingTheory.LEVEL, r, least, noisy.gamma());
  }

  /** A point in the valley of global optima. */
  private Start valley() {
    int fitted = theory().fitted();
    if (fitted == 0) {
      return Start.normal(Math.sqrt(1.0 / Math.max(setting.d1(), setting.d2())));
    }
    // Under too strong noise there is no valley; columns with nothing to fit stay at 0.
    boolean exists = theory().kept() == fitted && theory().level() > 0;
    Experiment noisy = exists ? setting : theory().withNoise(setting.gamma());
    Factors<Double> point =
        Valley.of(noisy.withStart(Start.normal(0)).withRank(fitted), SEED)
            .orElseThrow()
            .at(Math.sqrt(UNBALANCED * noisy.noiseGamma()));
    return Start.at(rows(point.x()), rows(point.y()));
  }

  /** A factor row by row, with zeros in missing columns. */
  private List<Double> rows(Matrix<Double> factor) {
    List<Double> rows = new ArrayList<>();
    for (int i = 0; i < factor.rows(); i++) {
      for (int k = 0; k < setting.r(); k++) {
        rows.add(k < factor.columns() ? factor.get(i, k) : 0.0);
      }
    }
    return rows;
  }

  private void chooseStepSizes(boolean likeTraining) {
    double stable = theory().stableEta();
    double trained = likeTraining ? theory().trainedEta() : Double.POSITIVE_INFINITY;
    double eta = SettingTheory.threeDigits(Math.min(trained, stable));
    Experiment chosen = setting.withStepSizes(eta, eta);
    if (trained < stable) {
      choose(chosen, Kind.TRAINED_STEP, eta, SettingTheory.TRAINED_STEP);
    } else {
      double q = SettingTheory.CHOSEN_Q;
      double most = SettingTheory.STABLE_Q / q * stable;
      choose(chosen, Kind.STABLE_STEP, eta, q, q / stable, most);
    }
  }

  private void chooseUpdates() {
    SettingTheory theory = theory();
    double fall =
        theory.needed(SettingTheory.FALL) <= SettingTheory.FEW ? SettingTheory.FALL : Math.E;
    double needed = theory.needed(fall);
    if (!Double.isFinite(needed) || needed >= Long.MAX_VALUE / 2.0) {
      choose(setting.withSteps(UNKNOWN_STEPS), Kind.UNKNOWN_UPDATES, UNKNOWN_STEPS);
      return;
    }
    long steps = SettingTheory.twoDigits(needed);
    long first = Math.round(theory.settling());
    long then = Math.round(needed - theory.settling());
    String to = fall == SettingTheory.FALL ? "a tenth" : "1/e, as a tenth would take long";
    choose(setting.withSteps(steps), Kind.UPDATES, steps, first, then, theory.rate(), to);
  }
}
