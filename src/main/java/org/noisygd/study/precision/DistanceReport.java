// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.DistanceResult.OfArithmetic;
import org.noisygd.study.precision.DistanceResult.Point;

/** Distances between trajectories as one HTML page. */
public final class DistanceReport {
  private static final List<Kind> KINDS =
      List.of(Kind.LINE_A, Kind.LINE_B, Kind.LINE_C, Kind.LINE_D, Kind.LINE_E, Kind.LINE_F);

  private DistanceReport() {}

  /** The page. */
  public static String of(DistanceResult result, Provenance provenance) {
    Page page = new Page("noisygd distances: " + result.setting().name());
    page.element("h1", "How far rounding moves a run under the same noise")
        .raw("\n")
        .element("p", DistanceTable.heading(result))
        .raw("\n")
        .element("p", DistanceTable.legend(result))
        .raw("\n<table>\n<thead><tr>");
    page.head("Arithmetic", "")
        .head("Largest distance", "number")
        .head("Bound", "number")
        .head("Bound/distance", "number")
        .head("Within", "");
    page.raw("</tr></thead>\n<tbody>\n");
    for (OfArithmetic one : result.results()) {
      Point last = one.last();
      page.raw("<tr>")
          .cell("Arithmetic", one.arithmetic(), "")
          .cell("Largest distance", DistanceTable.number(last.distance()), "number")
          .cell("Bound", DistanceTable.bound(last), "number")
          .cell("Bound/distance", DistanceTable.ratio(last), "number")
          .cell("Within", DistanceTable.within(one), "strong")
          .raw("</tr>\n");
    }
    return page.raw("</tbody>\n</table>\n")
        .figure(figure(result))
        .command(
            provenance,
            "The same command gives the same numbers on any number of threads. The figure's data"
                + " are in distances.csv beside this page.")
        .end();
  }

  /** Decimal logarithms on a plain axis: distances may lie below every double. */
  private static LineChart figure(DistanceResult result) {
    List<Series> series = new ArrayList<>();
    double least = -20;
    double most = 0;
    for (int k = 0; k < result.results().size(); k++) {
      OfArithmetic one = result.results().get(k);
      List<Double> distances = new ArrayList<>();
      List<Double> bounds = new ArrayList<>();
      for (Point point : one.course()) {
        double distance = log10(point.distance());
        double bound = point.bound().map(DistanceReport::log10).orElse(Double.NaN);
        distances.addAll(List.of((double) point.step(), distance));
        bounds.addAll(List.of((double) point.step(), bound));
        least = Double.isNaN(distance) ? least : Math.min(least, distance);
        most = Double.isNaN(bound) ? most : Math.max(most, bound);
      }
      series.add(new Series(k == 0 ? "bounds" : "", Kind.GUIDE, bounds));
      series.add(new Series(one.arithmetic(), KINDS.get(k % KINDS.size()), distances));
    }
    return new LineChart(
        "distances",
        "Distance and bound against steps",
        "Decimal logarithms of the largest distance of a replicate, and above each, thin, the bound.",
        new Axis("update", 0, result.steps(), false),
        new Axis("log10 of the distance", Math.floor(least / 10) * 10, Math.ceil(most), false),
        series);
  }

  private static double log10(BigDecimal value) {
    if (value.signum() == 0) {
      return Double.NaN;
    }
    int exponent = value.precision() - value.scale() - 1;
    return exponent + StrictMath.log10(value.scaleByPowerOfTen(-exponent).doubleValue());
  }
}
