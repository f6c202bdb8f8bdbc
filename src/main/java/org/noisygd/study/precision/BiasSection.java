// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.DriftResult.Bias;
import org.noisygd.study.precision.DriftResult.OfArithmetic;

/** The section of a page on what one store does to the drift, its table and its figure. */
final class BiasSection {
  private static final double FARTHEST_BIAS = 2;
  private static final double WIDEST_BIAS = 0.2;

  private BiasSection() {}

  /** Adds the section, for the arithmetics whose stores have a bias in one update. */
  static void addTo(Report report, List<OfArithmetic> all) {
    List<OfArithmetic> biased = all.stream().filter(one -> !one.biases().isEmpty()).toList();
    if (!biased.isEmpty()) {
      report
          .sectionOnPage("bias", "What one store does to the drift")
          .paragraphOnPage(
              "From the twin's states at these steps, rounded to the format: the mean of what storing"
                  + " adds to the change of the imbalance in one update, over the exact mean change in"
                  + " closed form. 0 is faithful. States rounded to few bits lie off the valley; there"
                  + " the drift ratio says more. In brackets the standard error.")
          .tableOnPage(biases(biased))
          .figureWithData("store-bias", () -> biasFigure(biased));
    }
  }

  /** One row an arithmetic: the relative bias where every other window begins. */
  private static ResultTable biases(List<OfArithmetic> all) {
    Columns<OfArithmetic> columns =
        Columns.of(all).text("", "Arithmetic", OfArithmetic::arithmetic);
    List<Bias> windows = all.get(0).biases();
    for (int w = 0; w < windows.size(); w += 2) {
      int place = w;
      columns.text(
          "",
          Text.format("%,d", windows.get(w).step()),
          Column.NUMBER,
          one -> relative(one.biases().get(place)));
    }
    return columns.table();
  }

  /** The figure of biases; points with wide errors are left out. */
  private static LineChart biasFigure(List<OfArithmetic> all) {
    List<Series> series = new ArrayList<>();
    for (int k = 0; k < all.size(); k++) {
      Points points = Points.withInterval("two standard errors either way");
      for (Bias bias : all.get(k).biases()) {
        double half = 2 * bias.relativeError();
        if (half <= WIDEST_BIAS && Math.abs(bias.relative()) <= FARTHEST_BIAS) {
          points.add(
              (double) bias.step(),
              bias.relative(),
              bias.relative() - half,
              bias.relative() + half);
        }
      }
      series.add(points.series(all.get(k).arithmetic(), Kind.line(k)));
    }
    return new LineChart(
        "store-bias",
        "What one store does to the drift",
        Text.format(
            "The mean of what a store adds to the change of the imbalance, over the exact change: below"
                + " 0 it slows, at -1 it freezes. Left out: beyond %s, and errors wider than %s.",
            FARTHEST_BIAS, WIDEST_BIAS),
        Axis.fitted("update", true, series, false),
        Axis.fitted("bias / drift", false, series, false),
        series);
  }

  private static String relative(Bias bias) {
    return Columns.format("%.2f", bias.relative())
        + " ("
        + Columns.format("%.2f", bias.relativeError())
        + ")";
  }
}
