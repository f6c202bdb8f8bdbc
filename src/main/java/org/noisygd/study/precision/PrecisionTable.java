// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.Locale;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.report.Terminal;
import org.noisygd.study.precision.PrecisionResult.OfArithmetic;
import org.noisygd.study.twin.DriftRatio;

/** A precision study as text: one line an arithmetic. */
public final class PrecisionTable {
  private PrecisionTable() {}

  /** The table, each line ended by a line feed. */
  public static String of(PrecisionResult result) {
    StringBuilder text = new StringBuilder(heading(result)).append('\n');
    int width =
        result.results().stream().mapToInt(one -> one.arithmetic().length()).max().orElse(0);
    width = Math.max(width, "arithmetic".length()) + 2;
    text.append(
        row(
            width,
            "arithmetic",
            "drift ratio",
            "+-",
            "verdict",
            "unchanged",
            "update/place",
            "bits",
            "balanced at",
            "not",
            "false"));
    for (OfArithmetic one : result.results()) {
      text.append(
          row(
              width,
              one.arithmetic(),
              number("%.3f", one.drift().value()),
              number("%.3f", one.drift().standardError()),
              one.drift().verdict().word(),
              number("%.1f%%", 100 * one.phaseThree().unchanged()),
              places(one),
              Double.isInfinite(one.phaseThree().bits())
                  ? "all"
                  : number("%.1f", one.phaseThree().bits()),
              one.timeToBalance().median().isPresent()
                  ? String.format(Locale.ROOT, "%,d", one.timeToBalance().median().getAsLong())
                  : "-",
              String.valueOf(one.timeToBalance().censored()),
              String.valueOf(one.timeToBalance().falseBalance())));
    }
    if (!result.sites().isEmpty()) {
      text.append("\nEach place of the update rounded alone, the rest in binary64:\n");
      text.append(row(width + 11, "arithmetic, place", "drift ratio", "+-", "verdict"));
      for (OfArithmetic one : result.sites()) {
        text.append(
            row(
                width + 11,
                one.arithmetic() + ", " + one.site().map(site -> site.word()).orElse(""),
                number("%.3f", one.drift().value()),
                number("%.3f", one.drift().standardError()),
                one.drift().verdict().word()));
      }
    }
    text.append('\n');
    for (String line : Terminal.wrap(legend(result), 100)) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static String heading(PrecisionResult result) {
    Experiment setting = result.setting();
    return String.format(
        Locale.ROOT,
        "Setting %s: %d x %d, rank %d, eta %s and %s, sigma %s and %s, gamma %s; %d replicates of %,d"
            + " updates, seed %d, beside a twin in %s.%n%s%n",
        setting.name(),
        setting.d1(),
        setting.d2(),
        setting.r(),
        setting.etaX(),
        setting.etaY(),
        number("%.6g", setting.sigmaX()),
        number("%.6g", setting.sigmaY()),
        number("%.6g", setting.gamma()),
        result.replicates(),
        result.steps(),
        result.seed(),
        result.reference(),
        result.phases().hasThree()
            ? String.format(
                Locale.ROOT,
                "Phase I ends at step %,d, Phase II at step %,d.",
                result.phases().endOfOne(),
                result.phases().endOfTwo())
            : "Phase II does not end within these updates, so no drift ratio is defined.");
  }

  private static String legend(PrecisionResult result) {
    return "drift ratio: how fast the imbalance ||X||^2 - gamma^2 ||Y||^2 falls in Phase III, over the"
        + " same of the twin, +- its jackknife standard error; unchanged: stores that changed nothing;"
        + " update/place: root mean square update of X and Y in spacings of numbers there; bits:"
        + " significant bits against the twin; balanced at: median step from which the balance held;"
        + " not: replicates that never did; false: replicates that did in less than half their twin's"
        + " time. All of Phase III; "
        + result.results().stream()
            .filter(o -> o.drift().verdict() == DriftRatio.Verdict.FAITHFUL)
            .count()
        + " of "
        + result.results().size()
        + " arithmetics are faithful.";
  }

  static String places(OfArithmetic one) {
    return Double.isNaN(one.phaseThree().placesX())
        ? "-"
        : number("%.2g", one.phaseThree().placesX())
            + " "
            + number("%.2g", one.phaseThree().placesY());
  }

  /** A number, or a dash where there is none; 0 has no sign. */
  public static String number(String format, double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    String text = String.format(Locale.ROOT, format, value);
    return text.matches("-[0.]+%?") ? text.substring(1) : text;
  }

  private static String row(int width, String name, String... cells) {
    int[] widths = {11, 7, 15, 10, 16, 6, 12, 4, 6};
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", name));
    for (int k = 0; k < cells.length; k++) {
      boolean word = k == 2;
      line.append(
          word
              ? "  " + String.format(Locale.ROOT, "%-" + (widths[k] - 2) + "s", cells[k])
              : String.format(Locale.ROOT, "%" + widths[k] + "s", cells[k]));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
