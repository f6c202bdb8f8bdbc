// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import java.util.List;
import java.util.OptionalLong;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.report.Json;
import org.noisygd.report.Report;

/**
 * The runs of a study in each arithmetic, as text and as the first fields of its JSON.
 *
 * @param setting the problem
 * @param replicates the number of replicates in the first analysis
 * @param steps the number of updates of each
 * @param seed the seed of noise, starts and stochastic roundings
 */
public record RunSet(Experiment setting, int replicates, long steps, long seed) {
  /** Number of digits shown of step sizes and standard deviations, which may be irrational. */
  private static final int DIGITS = 6;

  /** Checks the numbers. */
  public RunSet {
    Require.positive("replicates", replicates);
    Require.that(steps >= 1, "steps", "be at least 1", steps);
  }

  /** The setting's name, shape, step sizes and noise, as one sentence without its full stop. */
  public String settingInWords() {
    return Text.format(
        "Setting %s%s: %d x %d, rank %d, eta %s and %s, sigma %s and %s",
        setting.name(),
        setting.title().equals(setting.name()) ? "" : " (" + setting.title() + ")",
        setting.d1(),
        setting.d2(),
        setting.r(),
        Text.rounded(setting.etaX(), DIGITS),
        Text.rounded(setting.etaY(), DIGITS),
        Text.rounded(setting.sigmaX(), DIGITS),
        Text.rounded(setting.sigmaY(), DIGITS));
  }

  /** The setting and the numbers of replicates and updates. */
  public String inWords() {
    return Text.format(
        "%s; %s of %s, seed %d",
        settingInWords(), Text.count(replicates, "replicate"), Text.count(steps, "update"), seed);
  }

  /** A sentence on the gamma of the imbalance, and on the required gamma if that differs. */
  public String gamma() {
    String measured =
        "This noise balances at gamma = "
            + Text.rounded(setting.noiseGamma(), DIGITS)
            + "; the imbalance is measured against that.";
    return setting.gamma() == setting.noiseGamma()
        ? measured
        : measured
            + " It does not lead to gamma = "
            + Text.rounded(setting.gamma(), DIGITS)
            + ", which was requested.";
  }

  /** The defaults with their reasons, and the conditions that the setting breaks. */
  public Report notes() {
    Report notes = new Report("", "");
    for (List<String> lines : List.of(setting.origin().defaults(), setting.origin().warnings())) {
      if (!lines.isEmpty()) {
        notes.paragraphToldBefore(String.join(". ", lines) + ".");
      }
    }
    return notes;
  }

  /** The summary's sentence on conditions that the setting breaks, or empty. */
  public String brokenCondition() {
    return setting.origin().warnings().isEmpty()
        ? ""
        : " But the setting breaks a condition: see the warning.";
  }

  /** A sentence, after a space, on the last step of a study that ended early; else empty. */
  public static String endedEarly(OptionalLong at) {
    return at.isPresent() ? Text.format(" Ended early, after step %,d.", at.getAsLong()) : "";
  }

  /** The fields with which the JSON of a study with a reference run begins. */
  public Json.Fields json(String reference) {
    return withNotes(Json.object().put("setting", setting.name()).put("reference", reference))
        .put("replicates", replicates)
        .put("steps", steps)
        .put("seed", seed);
  }

  /** Adds the defaults and warnings, if any. */
  public Json.Fields withNotes(Json.Fields fields) {
    Experiment.Origin origin = setting.origin();
    if (!origin.defaults().isEmpty()) {
      fields.put("defaults", origin.defaults());
    }
    return origin.warnings().isEmpty() ? fields : fields.put("warnings", origin.warnings());
  }
}
