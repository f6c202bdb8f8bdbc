// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.PaperSection;

/** The remarks of the paper's Section 6 tested: anisotropic noise, heavy tails, decay. */
public final class NoiseLawSection {
  private static final String ANISOTROPY =
      "Anisotropic noise: 20 x 30, etaX = etaY = 0.02, with singular values 1 and 0.6, the variance of rows or columns"
          + " 1.6 and 0.4 times its mean, E||Z||^2 = 0.075 for a column. By closed form rows change"
          + " nothing in the smoothed objective; columns move its optimum and fix the rotation.";

  private static final String TAILS =
      "Heavy tails: Student's t with 5 and 3 degrees of freedom and the variance of the normal"
          + " noise. Where it settles, on the problem of Fig. 2a (only second moments enter the"
          + " smoothed objective); and how often it blows up, from (1, 1) with M = 1, eta = 0.1, sigma"
          + " = 0.2, beside the probability that some single perturbation throws it beyond the"
          + " reach of descent.";

  private static final String DECAY =
      "Decay: eta_t = 0.01 (1 + t/500)^-a and sigma_t = 0.2 (1 + t/500)^-b from (1/2, 2) with M = 1."
          + " The mean imbalance should fall by the sum of 2 eta_t sigma_t^2, which has no bound"
          + " exactly if a + 2b <= 1.";

  private NoiseLawSection() {}

  /** The section. */
  public static PaperSection of(
      AnisotropyStudy anisotropy, TailStudy tails, ScheduleStudy schedules) {
    return new PaperSection(
        "noise",
        "Section 6: other laws of the noise",
        PaperSection.PAPER,
        report ->
            report
                .paragraphOnPage(ANISOTROPY)
                .tableOnPage(columns(anisotropy))
                .paragraphOnPage(TAILS)
                .tableOnPage(limits(tails))
                .tableOnPage(escapes(tails))
                .paragraphOnPage(DECAY)
                .tableOnPage(decay(schedules)),
        List.of(chart(schedules)),
        Map.of("noise", json(anisotropy, tails, schedules)),
        NoiseLawFindings.of(anisotropy, tails, schedules));
  }

  private static ResultTable columns(AnisotropyStudy study) {
    Columns<AnisotropyStudy.Case> columns =
        Columns.of(study.cases()).words("noise", AnisotropyStudy.Case::name);
    List<String> norms = List.of("||x_1||^2", "||x_2||^2", "||y_1||^2", "||y_2||^2");
    for (int k = 0; k < norms.size(); k++) {
      int at = k;
      columns.words(
          norms.get(k) + " (expected)",
          one ->
              one.columnNorms().get(at).inWords()
                  + one.expected()
                      .map(list -> Text.format(" (%.4f)", list.get(at)))
                      .orElse(" (not unique)"));
    }
    return columns
        .words("rms of cos(x_1, x_2)", one -> Text.format("%.3f", one.cosine()))
        .table("noise-anisotropy");
  }

  private static String law(int freedom) {
    return freedom == 0 ? "normal" : "t, " + freedom + " of freedom";
  }

  private static ResultTable limits(TailStudy study) {
    return Columns.of(study.limits())
        .words("law", limit -> law(limit.freedom()))
        .words("runs that stayed finite", limit -> String.valueOf(limit.finite()))
        .words("||X||^2", limit -> limit.squaredX().inWords())
        .words("||Y||^2", limit -> limit.squaredY().inWords())
        .words("expected", limit -> Text.format("%.4f", limit.expected()))
        .table("noise-tails-limit");
  }

  private static ResultTable escapes(TailStudy study) {
    return Columns.of(study.escapes())
        .words("law", escape -> law(escape.freedom()))
        .words(
            "blown up", escape -> escape.blownUp().successes() + " of " + escape.blownUp().trials())
        .words(
            "exact 95% interval",
            escape ->
                Text.format("%.5f to %.5f", escape.blownUp().lower(), escape.blownUp().upper()))
        .words("expected by one jump", escape -> Text.format("%.2g", escape.expected()))
        .words("updates of a run", escape -> String.valueOf(escape.updates()))
        .table("noise-tails-escape");
  }

  private static ResultTable decay(ScheduleStudy study) {
    return Columns.of(study.rows())
        .words("schedule", ScheduleStudy.Row::name)
        .words("reaches balance", row -> row.reachesBalance() ? "yes" : "no")
        .words("compared at update", row -> String.valueOf(row.looks().get(row.compared())))
        .words(
            "log of the mean imbalance left, expected",
            row -> Text.format("%.4f", row.expected().get(row.compared())))
        .words(
            "found",
            row ->
                Text.format(
                    "%.4f +- %.4f",
                    row.found().get(row.compared()), row.error().get(row.compared())))
        .words("|x|/|y| at the end", row -> row.lastRatio().inWords())
        .table("noise-decay-table");
  }

  private static LineChart chart(ScheduleStudy study) {
    List<Series> series = new ArrayList<>();
    long last = 0;
    for (int k = 0; k < study.rows().size(); k++) {
      ScheduleStudy.Row row = study.rows().get(k);
      Points expected = new Points();
      Points found = new Points();
      for (int look = 0; look < row.looks().size(); look++) {
        last = row.looks().get(look);
        expected.add((double) last, StrictMath.exp(row.expected().get(look)));
        // A small mean is lost in its own error.
        if (row.error().get(look) >= 0 && row.error().get(look) < 0.2) {
          found.add((double) last, StrictMath.exp(row.found().get(look)));
        }
      }
      series.add(expected.series(row.name(), Kind.line(k)));
      series.add(found.series(k == 0 ? "found" : "", Kind.MARKS));
    }
    return new LineChart(
        "noise-decay",
        "What is left of the mean imbalance under decaying steps and noise",
        "By the sum of the rates, and as found while the standard error is below a fifth. Only with a + 2b <= 1 does it go to zero in the end.",
        new Axis("update", 0, 1.05 * last, false),
        new Axis("mean of x^2 - y^2, over its start", 0.01, 1, true),
        series);
  }

  private static Json.Fields json(
      AnisotropyStudy anisotropy, TailStudy tails, ScheduleStudy schedules) {
    List<Json.Fields> laws = new ArrayList<>();
    for (int k = 0; k < tails.escapes().size(); k++) {
      laws.add(json(tails.escapes().get(k), tails.limits().get(k)));
    }
    return Json.object()
        .put("anisotropy", anisotropy.cases().stream().map(NoiseLawSection::json).toList())
        .put("tails", laws)
        .put("decay", schedules.rows().stream().map(NoiseLawSection::json).toList());
  }

  private static Json.Fields json(AnisotropyStudy.Case one) {
    Json.Fields fields =
        Json.object()
            .put("noise", one.name())
            .put("columnNorms", one.columnNorms().stream().map(NoiseLawSection::json).toList());
    one.expected().ifPresent(list -> fields.put("expected", list));
    return fields.put("squaredX", json(one.total())).put("cosine", one.cosine());
  }

  private static Json.Fields json(TailStudy.Escape escape, TailStudy.Limit limit) {
    return Json.object()
        .put("law", law(escape.freedom()))
        .put("blownUp", escape.blownUp().successes())
        .put("runs", escape.blownUp().trials())
        .put("lower", escape.blownUp().lower())
        .put("upper", escape.blownUp().upper())
        .put("expected", escape.expected())
        .put("squaredX", json(limit.squaredX()))
        .put("squaredY", json(limit.squaredY()));
  }

  private static Json.Fields json(ScheduleStudy.Row row) {
    return Json.object()
        .put("a", row.schedule().stepExponent())
        .put("b", row.schedule().noiseExponent())
        .put("step", row.looks().get(row.compared()))
        .put("expected", row.expected().get(row.compared()))
        .put("found", row.found().get(row.compared()))
        .put("standardError", row.error().get(row.compared()));
  }

  private static Json.Fields json(Estimate estimate) {
    return Json.object()
        .put("mean", estimate.mean())
        .put("standardError", estimate.standardError());
  }
}
