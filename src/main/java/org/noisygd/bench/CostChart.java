// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
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
                (a, b) -> {
                  int ours =
                      Boolean.compare(
                          b.implementation().startsWith("ours"),
                          a.implementation().startsWith("ours"));
                  return ours != 0 ? ours : Double.compare(last(a), last(b));
                })
            .limit(LINES.length)
            .toList();
    List<Series> series = new ArrayList<>();
    double minX = Double.POSITIVE_INFINITY;
    double maxX = 0;
    double minY = Double.POSITIVE_INFINITY;
    double maxY = 0;
    StringBuilder measured = new StringBuilder();
    for (int k = 0; k < shown.size(); k++) {
      Scaling s = shown.get(k);
      List<Double> points = new ArrayList<>();
      for (Scaling.Point point : s.points()) {
        points.add(point.quantity());
        points.add(point.cost());
        minX = Math.min(minX, point.quantity());
        maxX = Math.max(maxX, point.quantity());
        minY = Math.min(minY, point.cost());
        maxY = Math.max(maxY, point.cost());
      }
      series.add(new Series(label(s), LINES[k], points));
      series.add(new Series("", Kind.MARKS, points));
      measured
          .append(k == 0 ? "" : ", ")
          .append(s.implementation())
          .append(String.format(Locale.ROOT, " %.2f", s.measured()));
    }
    Scaling first = shown.get(0);
    List<Double> guide = guide(kind, first);
    minY = Math.min(minY, guide.get(1));
    series.add(0, new Series("exponent " + kind.expected(), Kind.GUIDE, guide));
    return new LineChart(
        "cost-" + kind.name().toLowerCase(Locale.ROOT),
        "Cost of an update against " + kind.quantity(),
        String.format(
            Locale.ROOT,
            "Counting operations gives the exponent %s (thin line); measured, by least squares: %s.",
            kind.expected(),
            measured),
        new Axis(kind.quantity(), minX / 1.2, maxX * 1.2, true),
        new Axis("cost in double kernels", minY / 2, maxY * 8, true),
        series);
  }

  private static String label(Scaling s) {
    return String.format(Locale.ROOT, "%s: %.2f", s.implementation(), s.measured());
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
