// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Text;
import org.noisygd.report.Json;

/** The setting of a study in words, and as the first fields of its JSON. */
public final class SettingText {
  /** Digits of standard deviations, which may be irrational. */
  private static final int DIGITS = 6;

  private SettingText() {}

  /** Name, shape, step sizes and noise, as one sentence without its full stop. */
  public static String of(Experiment s) {
    return Text.format(
        "Setting %s%s: %d x %d, rank %d, eta %s and %s, sigma %s and %s",
        s.name(),
        s.title().equals(s.name()) ? "" : " (" + s.title() + ")",
        s.d1(),
        s.d2(),
        s.r(),
        s.etaX(),
        s.etaY(),
        Text.rounded(s.sigmaX(), DIGITS),
        Text.rounded(s.sigmaY(), DIGITS));
  }

  /** What the imbalance is measured against, and another gamma only if that was asked for. */
  public static String gamma(Experiment s) {
    String measured =
        "This noise balances at gamma = "
            + Text.rounded(s.noiseGamma(), DIGITS)
            + "; the imbalance is measured against that.";
    return s.gamma() == s.noiseGamma()
        ? measured
        : measured
            + " It does not lead to gamma = "
            + Text.rounded(s.gamma(), DIGITS)
            + ", which was asked for.";
  }

  /** How much was run, as the end of a sentence. */
  public static String runs(int replicates, long steps, long seed) {
    return Text.format("%s of %,d updates, seed %d", replicates(replicates), steps, seed);
  }

  /** So many replicates. */
  private static String replicates(int n) {
    return n == 1 ? "1 replicate" : n + " replicates";
  }

  /** The fields with which the JSON of every study begins. */
  public static Json.Fields json(
      Experiment s, String reference, int replicates, long steps, long seed) {
    return Json.object()
        .put("setting", s.name())
        .put("reference", reference)
        .put("replicates", replicates)
        .put("steps", steps)
        .put("seed", seed);
  }
}
