// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.Locale;
import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.report.Terminal;
import org.noisygd.study.precision.SettledResult.OfArithmetic;
import org.noisygd.study.precision.SettledResult.Prediction;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.precision.SettledResult.Seen;

/** The stationary law in several arithmetics as text and as comma-separated values. */
public final class SettledTable {
  private SettledTable() {}

  /** The tables, one a quantity, each line ended by a line feed. */
  public static String of(SettledResult result) {
    StringBuilder text = new StringBuilder();
    for (String line : Terminal.wrap(heading(result), 100)) {
      text.append(line).append('\n');
    }
    for (Quantity quantity : Quantity.values()) {
      text.append('\n').append(name(quantity)).append('\n');
      text.append(
          row("arithmetic", "mean", "+-", "spread", "+-", "quartile", "median", "quartile"));
      Prediction predicted = result.predicted(quantity);
      text.append(
          row(
              "predicted",
              number(predicted.mean()),
              "",
              number(predicted.deviation()),
              "",
              number(quartile(predicted, -1)),
              number(predicted.mean()),
              number(quartile(predicted, 1))));
      for (OfArithmetic one : result.results()) {
        Seen seen = one.of(quantity);
        text.append(
            row(
                one.arithmetic(),
                number(seen.mean()),
                error(seen.meanError()),
                number(seen.deviation()),
                error(seen.deviationError()),
                number(seen.quartile1()),
                number(seen.median()),
                number(seen.quartile3())));
        rounded(one, quantity)
            .ifPresent(
                law ->
                    text.append(
                        row(
                            rounded(one),
                            number(law.mean()),
                            "",
                            number(law.deviation()),
                            "",
                            "",
                            "",
                            "")));
      }
    }
    text.append('\n');
    for (String line : Terminal.wrap(legend(), 100)) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /** The upper quartile of the normal law of variance 1. */
  private static final double QUARTILE = 0.6744897501960817;

  /** A quartile as predicted, of a Gaussian. */
  static double quartile(Prediction predicted, int sign) {
    return predicted.mean() + sign * QUARTILE * predicted.deviation();
  }

  static String name(Quantity quantity) {
    return switch (quantity) {
      case RATIO -> "ratio ||X||/||Y||";
      case IMBALANCE -> "imbalance ||X||^2 - gamma^2 ||Y||^2";
      case LOSS -> "loss ||X Y^T - M||^2 / 2";
    };
  }

  /** What is predicted of the ratio under an arithmetic's rounding, where that is shown. */
  static Optional<RoundedLaw> rounded(OfArithmetic one, Quantity quantity) {
    return quantity == Quantity.RATIO ? one.rounded() : Optional.empty();
  }

  /** The name of that. */
  static String rounded(OfArithmetic one) {
    return one.arithmetic() + ", predicted";
  }

  /** The study in some sentences. */
  static String heading(SettledResult result) {
    Experiment s = result.setting();
    return String.format(
        Locale.ROOT,
        "Setting %s: %d x %d, rank %d, eta %s and %s, sigma %.6g and %.6g. %d replicates from the"
            + " smoothed optimum, seed %d, looked at from step %,d to %,d; the slowest rate is %.3g an"
            + " update.",
        s.name(),
        s.d1(),
        s.d2(),
        s.r(),
        s.etaX(),
        s.etaY(),
        s.sigmaX(),
        s.sigmaY(),
        result.replicates(),
        result.seed(),
        result.settled(),
        result.steps(),
        result.rate());
  }

  /** What the columns are. */
  static String legend() {
    return "predicted: the stationary law of the linearised update in closed form, with quartiles of a"
        + " Gaussian; it is wrong by terms of relative order eta times the largest eigenvalue. spread:"
        + " the standard deviation. +-: standard errors over independent replicates. Below an arithmetic,"
        + " predicted: the same by the chain of rounded jumps, where rounding to nearest loses most updates.";
  }

  static String number(double value) {
    return PrecisionTable.number("%.5g", value);
  }

  static String error(double value) {
    return PrecisionTable.number("%.2g", value);
  }

  private static String row(String name, String... cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-30s", name));
    int[] widths = {13, 10, 13, 10, 13, 13, 13};
    for (int k = 0; k < cells.length; k++) {
      line.append(String.format(Locale.ROOT, "%" + widths[k] + "s", cells[k]));
    }
    return line.toString().stripTrailing() + "\n";
  }

  /** One line an arithmetic and quantity. */
  public static String csv(SettledResult result) {
    StringBuilder csv =
        new StringBuilder(
            "quantity,arithmetic,mean,mean_std_err,deviation,deviation_std_err,quartile_1,median,"
                + "quartile_3\n");
    for (Quantity quantity : Quantity.values()) {
      String word = quantity.name().toLowerCase(Locale.ROOT);
      Prediction p = result.predicted(quantity);
      PrecisionCsv.line(
          csv,
          word,
          "predicted",
          p.mean(),
          "",
          p.deviation(),
          "",
          quartile(p, -1),
          p.mean(),
          quartile(p, 1));
      for (OfArithmetic one : result.results()) {
        Seen s = one.of(quantity);
        PrecisionCsv.line(
            csv,
            word,
            one.arithmetic(),
            s.mean(),
            s.meanError(),
            s.deviation(),
            s.deviationError(),
            s.quartile1(),
            s.median(),
            s.quartile3());
        rounded(one, quantity)
            .ifPresent(
                law ->
                    PrecisionCsv.line(
                        csv, word, rounded(one), law.mean(), "", law.deviation(), "", "", "", ""));
      }
    }
    return csv.toString();
  }
}
