// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.study.precision.PrecisionResult.OfArithmetic;
import org.noisygd.study.twin.DriftRatio.Verdict;

/** A precision study as one HTML page that reads like a short paper and needs nothing else. */
public final class PrecisionReport {
  private PrecisionReport() {}

  /** The page. */
  public static String of(PrecisionResult result, Provenance provenance) {
    Experiment setting = result.setting();
    Page page = new Page("noisygd precision study: " + setting.name());
    page.element("h1", "Which arithmetic keeps the noise phase? Setting " + setting.name())
        .raw("\n")
        .element("p class=\"verdict\"", summary(result))
        .raw("\n<h2>The setting</h2>\n")
        .element("p", sentence(result))
        .raw("\n")
        .element("p", phases(result))
        .raw("\n<h2>Results</h2>\n<p>");
    page.text(
            "The drift ratio is how fast the imbalance ||X||^2 - gamma^2 ||Y||^2 falls, over the same"
                + " of the twin under the same noise; beside it the jackknife's standard error. Every"
                + " number on this page, figures among them, comes from ")
        .raw("<a href=\"#command\">one command</a>.</p>\n");
    table(page, result.results(), false);
    if (!result.sites().isEmpty()) {
      page.raw("<h2>Which rounding does the harm</h2>\n<p>")
          .text("Each place of the update rounded alone, everything else in binary64. All from ")
          .raw("<a href=\"#command\">the same command</a>.</p>\n");
      table(page, result.sites(), true);
    }
    biases(page, result);
    page.raw("<h2>Figures</h2>\n");
    PrecisionFigures.of(result).forEach(page::figure);
    page.command(
        provenance,
        "The same command gives the same numbers on any number of threads. The data of the"
            + " figures are in results.csv, course.csv, windows.csv and bias.csv beside this page.");
    return page.end();
  }

  private static String summary(PrecisionResult result) {
    return java.util.Arrays.stream(Verdict.values())
        .map(
            verdict -> {
              List<String> names =
                  result.results().stream()
                      .filter(one -> one.drift().verdict() == verdict)
                      .map(OfArithmetic::arithmetic)
                      .toList();
              return names.isEmpty() ? "" : verdict.word() + ": " + String.join(", ", names) + ". ";
            })
        .collect(Collectors.joining())
        .strip();
  }

  private static String sentence(PrecisionResult result) {
    Experiment s = result.setting();
    return String.format(
        Locale.ROOT,
        "M is %d x %d and factored at rank %d; step sizes %s and %s, standard deviations of the noise"
            + " %.6g and %.6g, gamma %.6g. %d replicates of %,d updates from seed %d, in each arithmetic"
            + " under the same noise, beside a twin in %s.",
        s.d1(),
        s.d2(),
        s.r(),
        s.etaX(),
        s.etaY(),
        s.sigmaX(),
        s.sigmaY(),
        s.gamma(),
        result.replicates(),
        result.steps(),
        result.seed(),
        result.reference());
  }

  private static String phases(PrecisionResult result) {
    return result.phases().hasThree()
        ? String.format(
            Locale.ROOT,
            "Phase I ends at step %,d. Phase II ends at step %,d: there the mean loss of noise-free"
                + " gradient descent from the same starts is below a tenth of the twin's, so that what"
                + " is left is the noise's.",
            result.phases().endOfOne(),
            result.phases().endOfTwo())
        : "Phase II does not end within these updates, so that no drift ratio is defined.";
  }

  /** One row an arithmetic: the relative bias where each window begins. */
  private static void biases(Page page, PrecisionResult result) {
    List<OfArithmetic> all =
        result.results().stream().filter(one -> !one.biases().isEmpty()).toList();
    if (all.isEmpty()) {
      return;
    }
    page.raw("<h2>What one store does to the drift</h2>\n<p>")
        .text(
            "From the twin's states at these steps, rounded to the format, the mean of what storing"
                + " adds to the change of the imbalance in one update, over the exact mean change in"
                + " closed form: 0 is faithful. States rounded to few bits lie off the valley, so that there the drift ratio says more. In brackets the standard error. All from ")
        .raw("<a href=\"#command\">the same command</a>.</p>\n<table>\n<thead><tr>")
        .element("th scope=\"col\"", "Arithmetic");
    all.get(0)
        .biases()
        .forEach(b -> page.head(String.format(Locale.ROOT, "%,d", b.step()), "number"));
    page.raw("</tr></thead>\n<tbody>\n");
    for (OfArithmetic one : all) {
      page.raw("<tr>").cell("Arithmetic", one.arithmetic(), "");
      for (PrecisionResult.Bias b : one.biases()) {
        page.cell(
            String.valueOf(b.step()),
            PrecisionTable.number("%.2f", b.relative())
                + " ("
                + PrecisionTable.number("%.2f", b.standardError() / Math.abs(b.drift()))
                + ")",
            "number");
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  private static void table(Page page, List<OfArithmetic> all, boolean sites) {
    page.raw("<table>\n<thead><tr><th scope=\"col\">Arithmetic</th>")
        .raw(sites ? "<th scope=\"col\">Rounded</th>" : "");
    for (String head :
        List.of(
            "Drift ratio",
            "Std. error",
            "Verdict",
            "Unchanged stores",
            "Update/spacing X, Y",
            "Bits",
            "Balanced at",
            "Over-, underflows")) {
      page.head(head, head.equals("Verdict") ? "" : "number");
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for (OfArithmetic one : all) {
      page.raw("<tr>").cell("Arithmetic", one.arithmetic(), "");
      one.site().ifPresent(site -> page.cell("Rounded", site.word(), ""));
      long overflows = one.phases().stream().mapToLong(p -> p.overflows()).sum();
      long underflows = one.phases().stream().mapToLong(p -> p.underflows()).sum();
      page.cell("Drift ratio", PrecisionTable.number("%.3f", one.drift().value()), "number")
          .cell("Std. error", PrecisionTable.number("%.3f", one.drift().standardError()), "number")
          .cell("Verdict", one.drift().verdict().word(), "strong")
          .cell(
              "Unchanged stores",
              PrecisionTable.number("%.1f%%", 100 * one.phaseThree().unchanged()),
              "number")
          .cell("Update/spacing X, Y", PrecisionTable.places(one), "number")
          .cell("Bits", PrecisionTable.number("%.1f", one.phaseThree().bits()), "number")
          .cell(
              "Balanced at",
              one.timeToBalance().median().isPresent()
                  ? String.format(Locale.ROOT, "%,d", one.timeToBalance().median().getAsLong())
                  : "not",
              "number")
          .cell("Over-, underflows", overflows + ", " + underflows, "number")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }
}
