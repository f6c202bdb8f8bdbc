// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.BoxPlot;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.rules.BiasStudy.BiasRow;
import org.noisygd.study.statistics.FiveNumbers;

/** The figures of the study of update rules. */
final class RuleFigures {
  private RuleFigures() {}

  static BoxPlot boxes(List<BiasRow> rows) {
    double least = rows.stream().mapToDouble(row -> row.ratio().min()).min().orElse(1);
    double most = rows.stream().mapToDouble(row -> row.ratio().max()).max().orElse(1);
    BiasProblem problem = rows.get(0).problem();
    List<BoxPlot.Box> boxes = new ArrayList<>();
    Points expected = new Points();
    for (int k = 0; k < rows.size(); k++) {
      BiasRow row = rows.get(k);
      FiveNumbers ratio = row.ratio();
      boxes.add(
          new BoxPlot.Box(
              row.rule().mark(), ratio.min(), ratio.q1(), ratio.median(), ratio.q3(), ratio.max()));
      double value = row.expected().orElse(Double.NaN);
      expected.add(k + 0.1, value).add(k + 0.9, value).add(k + 0.9, Double.NaN);
    }
    return new BoxPlot(
        "rules-" + problem.name(),
        "||X||/||Y|| at the end, " + problem.label(),
        "Each rule from the same small starts, and what theory expects; there is nothing to expect of kept"
            + " noise.",
        "rule",
        new Axis("||X|| / ||Y||", Math.min(0.25, least / 1.1), Math.max(3, 1.1 * most), true),
        boxes,
        List.of(expected.series("expected", Kind.LINE_B)));
  }

  static LineChart courses(List<BiasRow> rows) {
    List<Series> series = new ArrayList<>();
    BiasProblem problem = rows.get(0).problem();
    for (int k = 0; k < rows.size(); k++) {
      BiasRow row = rows.get(k);
      Points points = new Points();
      int intervals = row.course().size() - 1;
      for (int look = 0; look <= intervals; look++) {
        long step = problem.updates() * look / intervals;
        points.add((double) step, row.course().get(look));
      }
      series.add(points.series(row.rule().label(), Kind.line(k)));
    }
    return new LineChart(
        "rules-course",
        "The median of |x|/|y| from (3, 5), where M = 1",
        "Descent falls to 0.065 and stays; the penalty balances at once. Perturbed GD, its smoothed"
            + " objective and label noise of that size return to 1 at the same rate; kept noise does"
            + " not.",
        new Axis("update", 0, 1.05 * problem.updates(), false),
        new Axis("|x| / |y|", 0.01, 2, true),
        series);
  }

  static LineChart walks(List<BalanceWalk> walks) {
    Points found = Points.withInterval("exact intervals at 95%, which miss once in twenty times");
    double least = 1;
    double most = 1;
    for (int k = 0; k < walks.size(); k++) {
      BalanceWalk walk = walks.get(k);
      found.add(k + 0.5, walk.ratio(), walk.lower(), walk.upper());
      least = Math.min(least, walk.lower());
      most = Math.max(most, walk.upper());
    }
    return new LineChart(
        "rules-walk",
        "How far kept noise walks, over the prediction",
        "Theory says 1, whatever the rank and the start.",
        Axis.ofNames("problem", walks.stream().map(walk -> walk.problem().name()).toList()),
        new Axis("standard deviation / predicted", 0.95 * least, 1.05 * most, false),
        List.of(Points.across(0, walks.size(), 1).guide(), found.series("found", Kind.MARKS)));
  }
}
