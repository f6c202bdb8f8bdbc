// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.noisygd.bench.Roofline.Point;
import org.noisygd.number.Text;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;

/** The chart of the roofline model of our kernels. */
final class RooflineChart {
  private static final Comparator<Point> BY_BYTES = Comparator.comparingDouble(Point::bytesPerNano);

  private RooflineChart() {}

  /**
   * The limits for the slowest and the fastest reading, and the kernels below, by arithmetic.
   *
   * @param roofline a roofline with points
   */
  static LineChart of(Roofline roofline) {
    List<Point> points = roofline.points();
    List<Point> roofs =
        Stream.of(Collections.min(points, BY_BYTES), Collections.max(points, BY_BYTES))
            .distinct()
            .toList();
    DoubleSummaryStatistics shown =
        points.stream()
            .flatMapToDouble(p -> DoubleStream.of(p.intensity(), ridge(p)))
            .summaryStatistics();
    double left = shown.getMin() / 2;
    double right = shown.getMax() * 2;
    List<Series> series = new ArrayList<>();
    for (Point roof : roofs) {
      String label = Text.format("limit, read from %,d KiB", (roof.workingSet() + 512) / 1024);
      series.add(
          new Series(label, Kind.line(series.size()))
              .add(left, left * roof.bytesPerNano())
              .add(ridge(roof), roof.operationsPerNano())
              .add(right, roof.operationsPerNano()));
    }
    Map<String, List<Point>> kernels =
        points.stream()
            .collect(
                Collectors.groupingBy(
                    p -> p.row().problem().arithmetic(), LinkedHashMap::new, Collectors.toList()));
    kernels.forEach(
        (name, some) -> {
          Series marks = new Series(name, Kind.marks(series.size() - roofs.size()));
          some.forEach(p -> marks.add(p.intensity(), p.operations() / p.nanos()));
          series.add(marks);
        });
    return new LineChart(
        "roofline",
        "Our kernels and the limits of one core",
        "No update can be above the line of the memory from which it reads: the slanted part is the"
            + " limit by bytes, the level part the limit by operations.",
        new Axis("operations for each byte read", left, right, true),
        Axis.fitted("operations per nanosecond", false, series, true),
        series);
  }

  /** The intensity, operations per byte, above which the operations are the limit. */
  private static double ridge(Point roof) {
    return roof.operationsPerNano() / roof.bytesPerNano();
  }
}
