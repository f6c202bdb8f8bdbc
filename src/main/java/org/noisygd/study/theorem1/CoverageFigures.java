// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;

/** The figures of Theorem 1 as an experiment. */
final class CoverageFigures {
  /** The greatest C that is shown. */
  private static final double TOP = 4;

  private CoverageFigures() {}

  static LineChart hits(CoverageStudy study) {
    double widest = CoverageStudy.EPSILON.get(CoverageStudy.EPSILON.size() - 1);
    List<Series> series = new ArrayList<>();
    Points found = new Points();
    for (int k = 0; k < CoverageStudy.SIGMA_SQUARED.size(); k++) {
      double sigmaSquared = CoverageStudy.SIGMA_SQUARED.get(k);
      Points predicted = new Points();
      for (CoverageCell cell : study.cells()) {
        if (cell.epsilon() == widest && cell.sigmaSquared() == sigmaSquared) {
          cell.medianHit().ifPresent(t -> found.add(1 / cell.eta(), t));
          cell.predictedHit().ifPresent(t -> predicted.add(1 / cell.eta(), (double) t));
        }
      }
      series.add(predicted.series("predicted, sigma^2 = " + sigmaSquared, Kind.line(k)));
    }
    series.add(found.series("found (median)", Kind.MARKS));
    return new LineChart(
        "theorem1-time",
        "The first step inside, epsilon = " + widest,
        "The median over the runs, where most were inside, and descent on the smoothed objective, from no"
            + " run. Slope 1 is the theorem's eta^-1.",
        new Axis("1/eta", 20, 250, true),
        new Axis("update", 100, 10_000, true),
        series);
  }

  static LineChart constants(CoverageStudy study) {
    List<Series> series = new ArrayList<>();
    Points most = Points.withInterval("where t1 = T1 leaves nothing");
    for (int k = 0; k < CoverageStudy.EPSILON.size(); k++) {
      double epsilon = CoverageStudy.EPSILON.get(k);
      Points needed = new Points();
      for (CoverageCell cell : study.cells()) {
        if (cell.epsilon() == epsilon) {
          double place = cell.sigmaSquared() / cell.eta();
          cell.sureConstant().ifPresent(c -> needed.add(place, c));
          if (k == 0) {
            most.add(place, cell.room(), cell.room(), TOP);
          }
        }
      }
      series.add(
          needed.series(
              "needed, epsilon = " + epsilon,
              List.of(Kind.SQUARES, Kind.TRIANGLES, Kind.MARKS).get(k)));
    }
    series.add(most.series("most: t1 = T1", Kind.CROSSES));
    series.add(
        Points.across(0.3, 40, CoverageStudy.CONSTANT)
            .series("C = " + CoverageStudy.CONSTANT, Kind.GUIDE));
    return new LineChart(
        "theorem1-constants",
        "Where the constant C of t1 must lie",
        "Above what is needed (the lower end of the exact interval is then 1 - delta), below where t1 = T1"
            + " leaves nothing. Where the figure shows no needed C, none is enough.",
        new Axis("sigma^2 / eta", 0.3, 40, true),
        new Axis("C", 0.02, TOP, true),
        series);
  }
}
