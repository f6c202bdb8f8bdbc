// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Require;
import org.noisygd.study.Remark.Kind;

/** The conditions of the theory that a setting breaks, each with a value that meets it. */
public final class BrokenConditions {
  private BrokenConditions() {}

  /**
   * A setting with warnings of the conditions that it breaks.
   *
   * @param before the text before an option's name, such as dashes
   */
  public static Experiment warned(Experiment setting, String before) {
    SettingTheory theory = SettingTheory.of(setting);
    Require.that(
        Double.isFinite(theory.stiffness()),
        before + "eta",
        "give finite updates with this noise and start",
        setting.etaX() + "/" + setting.etaY());
    Experiment.Origin origin = setting.origin();
    List<String> lines = of(theory, before).stream().map(Remark::toString).toList();
    return setting.withOrigin(
        new Experiment.Origin(origin.name(), origin.title(), origin.defaults(), lines));
  }

  private static List<Remark> of(SettingTheory theory, String before) {
    List<Remark> broken = new ArrayList<>();
    Experiment setting = theory.setting();
    RankChoice rank = RankChoice.of(theory.values());
    int r = setting.r();
    int idle = r - theory.values().rank();
    if (r != rank.r()) {
      Remark effect =
          idle > 0
              ? Kind.IDLE_COLUMNS.of(idle, r)
              : Kind.LOSS_STAYS.of(theory.values().lossBeyond(r), r);
      broken.add(Kind.OTHER_RANK.of(before, r, rank.reason(), effect, rank.r()));
    }
    int fitted = theory.fitted();
    int kept = theory.kept();
    double c = theory.level();
    if (kept < fitted || c == 0) {
      Remark effect =
          c == 0
              ? Kind.NO_NOISE.of()
              : kept == 0 ? Kind.NOTHING_KEPT.of() : Kind.PARTLY_KEPT.of(kept, fitted);
      Experiment quiet = theory.withNoise(setting.noiseGamma());
      Remark would = Kind.NOISE_WOULD_DO.of(before, quiet.sigmaX(), quiet.sigmaY());
      double ofX = setting.sigmaX();
      double ofY = setting.sigmaY();
      broken.add(Kind.OTHER_NOISE.of(before, ofX, ofY, c, fitted, theory.least(), effect, would));
    }
    double q = theory.stiffness();
    if (q >= SettingTheory.STABLE_Q) {
      double stable = SettingTheory.threeDigits(theory.stableEta());
      broken.add(Kind.UNSTABLE.of(before, setting.etaX(), setting.etaY(), q, stable));
    }
    if (theory.isShort(setting.steps())) {
      double needed = theory.needed(SettingTheory.FALL);
      Remark enough =
          needed < Long.MAX_VALUE
              ? Kind.ENOUGH_UPDATES.of(before, SettingTheory.twoDigits(needed))
              : Kind.NONE_ENOUGH.of();
      broken.add(Kind.FEW_UPDATES.of(before, setting.steps(), theory.rate(), enough));
    }
    return broken;
  }
}
