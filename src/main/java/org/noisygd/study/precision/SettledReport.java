// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.SettledResult.OfArithmetic;
import org.noisygd.study.precision.SettledResult.Prediction;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.precision.SettledResult.Seen;

/** The stationary law in several arithmetics as one HTML page. */
public final class SettledReport {
  private SettledReport() {}

  /** The page. */
  public static String of(SettledResult result, Provenance provenance) {
    Page page = new Page("noisygd stationary law: " + result.setting().name());
    page.element(
            "h1", "Where runs settle, arithmetic by arithmetic. Setting " + result.setting().name())
        .raw("\n")
        .element("p", SettledTable.heading(result))
        .raw("\n")
        .element("p", SettledTable.legend())
        .raw(
            "\n<p>Every number on this page comes from <a href=\"#command\">one command</a>.</p>\n");
    for (Quantity quantity : Quantity.values()) {
      page.raw("<h2>").text(SettledTable.name(quantity)).raw("</h2>\n");
      table(page, result, quantity);
      page.figure(figure(result, quantity));
    }
    return page.command(
            provenance,
            "The same command gives the same numbers on any number of threads. The numbers are"
                + " in settled.csv beside this page.")
        .end();
  }

  private static void table(Page page, SettledResult result, Quantity quantity) {
    List<String> heads =
        List.of("Arithmetic", "Mean", "+-", "Spread", "+-", "Quartile", "Median", "Quartile");
    page.raw("<table>\n<thead><tr>");
    for (int k = 0; k < heads.size(); k++) {
      page.head(heads.get(k), k == 0 ? "" : "number");
    }
    page.raw("</tr></thead>\n<tbody>\n");
    Prediction p = result.predicted(quantity);
    row(
        page,
        heads,
        List.of(
            "predicted",
            SettledTable.number(p.mean()),
            "",
            SettledTable.number(p.deviation()),
            "",
            SettledTable.number(SettledTable.quartile(p, -1)),
            SettledTable.number(p.mean()),
            SettledTable.number(SettledTable.quartile(p, 1))));
    for (OfArithmetic one : result.results()) {
      Seen s = one.of(quantity);
      row(
          page,
          heads,
          List.of(
              one.arithmetic(),
              SettledTable.number(s.mean()),
              SettledTable.error(s.meanError()),
              SettledTable.number(s.deviation()),
              SettledTable.error(s.deviationError()),
              SettledTable.number(s.quartile1()),
              SettledTable.number(s.median()),
              SettledTable.number(s.quartile3())));
      SettledTable.rounded(one, quantity)
          .ifPresent(
              law ->
                  row(
                      page,
                      heads,
                      List.of(
                          SettledTable.rounded(one),
                          SettledTable.number(law.mean()),
                          "",
                          SettledTable.number(law.deviation()),
                          "",
                          "",
                          "",
                          "")));
    }
    page.raw("</tbody>\n</table>\n");
  }

  private static void row(Page page, List<String> heads, List<String> cells) {
    page.raw("<tr>");
    for (int k = 0; k < cells.size(); k++) {
      page.cell(heads.get(k), cells.get(k), k == 0 ? "" : "number");
    }
    page.raw("</tr>\n");
  }

  /** Mean and one spread either way, arithmetic by arithmetic, over the predicted band. */
  private static LineChart figure(SettledResult result, Quantity quantity) {
    Prediction p = result.predicted(quantity);
    double least = p.mean() - 2 * p.deviation();
    double most = p.mean() + 2 * p.deviation();
    List<String> names = new ArrayList<>();
    List<Double> bars = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    for (OfArithmetic one : result.results()) {
      Seen s = one.of(quantity);
      double at = names.size() + 0.5;
      names.add(one.arithmetic());
      if (one.lost() == 0) {
        bars.addAll(List.of(at, s.mean() - s.deviation(), at, s.mean() + s.deviation()));
        means.addAll(List.of(at, s.mean()));
        least = Math.min(least, s.mean() - 1.1 * s.deviation());
        most = Math.max(most, s.mean() + 1.1 * s.deviation());
      }
    }
    double end = names.size();
    double low = p.mean() - p.deviation();
    double high = p.mean() + p.deviation();
    return new LineChart(
        "settled-" + quantity.name().toLowerCase(Locale.ROOT),
        "The stationary law of the " + quantity.name().toLowerCase(Locale.ROOT),
        "Mean and one standard deviation either way, as seen in each arithmetic, over the same as"
            + " predicted.",
        Axis.ofNames("", names),
        new Axis(SettledTable.name(quantity), least, most, false),
        List.of(
            new Series("predicted", Kind.BAND, List.of(0.0, low, end, low, end, high, 0.0, high)),
            new Series("", Kind.GUIDE, List.of(0.0, p.mean(), end, p.mean())),
            new Series("seen", Kind.BARS, bars),
            new Series("", Kind.MARKS, means)));
  }
}
