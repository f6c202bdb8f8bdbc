// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.noisygd.number.Text;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;

/** The chart of how the cost of an update grows with one quantity. */
final class CostChart {
  private static final Kind[] LINES = {Kind.LINE_A, Kind.LINE_B, Kind.LINE_C, Kind.LINE_D};

  private CostChart() {}

  /** At most four curves: ours first, then the fastest of the others at the greatest quantity. */
  static LineChart of(Scaling.Kind kind, List<Scaling> scalings) {
    List<Scaling> shown =
        scalings.stream()
            .sorted(
                Comparator.comparing((Scaling s) -> !s.implementation().startsWith("ours"))
                    .thenComparingDouble(CostChart::last))
            .limit(LINES.length)
            .toList();
    List<Double> guide = guide(kind, shown.get(0));
    List<Series> series = new ArrayList<>();
    series.add(new Series("exponent " + kind.expected(), Kind.GUIDE, guide));
    for (int k = 0; k < shown.size(); k++) {
      Points points =
          Points.of(shown.get(k).points(), Scaling.Point::quantity, Scaling.Point::cost);
      series.add(points.series(label(shown.get(k)), LINES[k]));
      series.add(points.series("", Kind.MARKS));
    }
    DoubleSummaryStatistics quantities = range(shown, Scaling.Point::quantity);
    DoubleSummaryStatistics costs = range(shown, Scaling.Point::cost);
    return new LineChart(
        "cost-" + kind.name().toLowerCase(Locale.ROOT),
        "Cost of an update against " + kind.quantity(),
        Text.format(
            "Counting operations gives the exponent %s (thin line); measured, by least squares: %s.",
            kind.expected(),
            shown.stream()
                .map(s -> Text.format("%s %.2f", s.implementation(), s.measured()))
                .collect(Collectors.joining(", "))),
        new Axis(kind.quantity(), quantities.getMin() / 1.2, quantities.getMax() * 1.2, true),
        new Axis(
            "cost in double kernels",
            Math.min(costs.getMin(), guide.get(1)) / 2,
            costs.getMax() * 8,
            true),
        series);
  }

  private static DoubleSummaryStatistics range(
      List<Scaling> shown, ToDoubleFunction<Scaling.Point> value) {
    return shown.stream().flatMap(s -> s.points().stream()).mapToDouble(value).summaryStatistics();
  }

  private static String label(Scaling s) {
    return Text.format("%s: %.2f", s.implementation(), s.measured());
  }

  private static double last(Scaling s) {
    return s.points().get(s.points().size() - 1).cost();
  }

  /** A power law with the expected exponent through the curve's last point. */
  private static List<Double> guide(Scaling.Kind kind, Scaling s) {
    List<Scaling.Point> points = s.points();
    Scaling.Point from = points.get(0);
    Scaling.Point to = points.get(points.size() - 1);
    double ratio = StrictMath.pow(from.quantity() / to.quantity(), kind.expected());
    return List.of(from.quantity(), to.cost() * ratio, to.quantity(), to.cost());
  }
}
