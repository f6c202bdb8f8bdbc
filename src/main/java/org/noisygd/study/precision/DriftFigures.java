// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.IterateStore;
import org.noisygd.report.Report;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.study.twin.DriftRatio;

/** The figures of a precision study. */
final class DriftFigures {
  /** More lines have no styles of their own. */
  private static final int MOST_LINES = 12;

  private DriftFigures() {}

  /** Adds those that the results have something for. */
  static void addTo(Report report, DriftResult result) {
    report
        .figure(
            "ratio",
            () ->
                course(
                    "ratio",
                    "The squared ratio of norms",
                    "Means over the replicates of ||X||^2 over those of ||Y||^2. Balance is at"
                        + " gamma^2.",
                    "||X||^2 / ||Y||^2",
                    curves(result, true, Point::step, Point::ratio)))
        .figure(
            "imbalance",
            () ->
                course(
                    "imbalance",
                    "The imbalance",
                    "The size of the mean of ||X||^2 - gamma^2 ||Y||^2, which noise removes in"
                        + " Phase III.",
                    "|imbalance|",
                    curves(result, true, Point::step, point -> Math.abs(point.imbalance()))))
        .figure(
            "bits",
            () -> {
              List<Series> series = curves(result, false, Point::step, Point::significantBits);
              return new LineChart(
                  "bits",
                  "Significant bits against the twin",
                  "Minus the binary logarithm of the relative distance from the twin, root mean"
                      + " square over the replicates. Doubles are compared: nothing is resolved"
                      + " beyond 53 bits.",
                  Axis.fitted("update", true, series, true),
                  Axis.fitted("bits", false, series, false),
                  series);
            })
        .figure("windows", () -> windows(result))
        .figure(
            "plane",
            () -> {
              List<Series> series =
                  curves(
                      result,
                      true,
                      point -> Math.sqrt(point.normX2()),
                      point -> Math.sqrt(point.normY2()));
              return new LineChart(
                  "plane",
                  "The plane of norms",
                  "Root mean squares of ||X|| and ||Y||. Phase II falls to the valley, Phase III moves"
                      + " along it.",
                  Axis.fitted("||X||", true, series, false),
                  Axis.fitted("||Y||", false, series, false),
                  series);
            });
    byPrecision(result).forEach(report::figure);
  }

  /** A quantity over the updates, both logarithmic. */
  private static LineChart course(
      String id, String title, String description, String label, List<Series> series) {
    return new LineChart(
        id,
        title,
        description,
        Axis.fitted("update", true, series, true),
        Axis.fitted(label, false, series, true),
        series);
  }

  /** A line for each arithmetic, and that of the twin below them. */
  private static List<Series> curves(
      DriftResult result, boolean twin, ToDoubleFunction<Point> x, ToDoubleFunction<Point> y) {
    List<Series> series = new ArrayList<>();
    if (twin) {
      series.add(new Series("twin", Kind.GUIDE, points(result.twin(), x, y)));
    }
    for (int k = 0; k < Math.min(MOST_LINES, result.results().size()); k++) {
      OfArithmetic one = result.results().get(k);
      series.add(new Series(one.arithmetic(), Kind.line(k), points(one.course(), x, y)));
    }
    return series;
  }

  private static <P extends Object> List<Double> points(
      List<P> course, ToDoubleFunction<P> x, ToDoubleFunction<P> y) {
    return course.stream()
        .flatMap(point -> Stream.of(x.applyAsDouble(point), y.applyAsDouble(point)))
        .toList();
  }

  private static LineChart windows(DriftResult result) {
    List<Series> series = new ArrayList<>();
    for (int k = 0; k < Math.min(MOST_LINES, result.results().size()); k++) {
      OfArithmetic one = result.results().get(k);
      List<Double> points =
          points(one.windows(), w -> (w.from() + w.to()) / 2.0, DriftRatio::value);
      series.add(new Series(one.arithmetic(), Kind.line(k), points));
    }
    return new LineChart(
        "windows",
        "The drift ratio in windows of equal length",
        "The course of the drift: each point is the ratio over one tenth of Phase III, with the same"
            + " tenth of the twin. Late windows are noise, once the twin's imbalance is; what is"
            + " below -1 or above 6 is not drawn.",
        new Axis("middle of the window", 0, result.steps(), false),
        new Axis("drift ratio", -1, 6, false),
        series);
  }

  /** Two figures against the bits of a significand, where there are several of one rounding. */
  private static List<LineChart> byPrecision(DriftResult result) {
    Map<String, List<Double>> drift = new TreeMap<>();
    Map<String, List<Double>> places = new TreeMap<>();
    int least = Integer.MAX_VALUE;
    int most = 0;
    Map<Integer, Map<String, OfArithmetic>> ordered = new TreeMap<>();
    for (OfArithmetic one : result.results()) {
      ArithmeticName name = ArithmeticName.parse(one.arithmetic());
      if (name.format().isPresent() && name.beside() == IterateStore.Beside.NOTHING) {
        BinaryFormat format = name.format().get();
        least = Math.min(least, format.precision());
        most = Math.max(most, format.precision());
        ordered
            .computeIfAbsent(format.precision(), p -> new TreeMap<>())
            .put(name.rounding().label(), one);
      }
    }
    if (least >= most) {
      return List.of();
    }
    ordered.forEach(
        (p, all) ->
            all.forEach(
                (rounding, one) -> {
                  add(drift, rounding, p, one.drift().value());
                  add(places, rounding + ", X", p, one.phaseThree().updateInPlacesX());
                  add(places, rounding + ", Y", p, one.phaseThree().updateInPlacesY());
                }));
    Axis bits = new Axis("bits of the significand, p", least - 1, most + 1, false);
    return List.of(
        new LineChart(
            "by-precision",
            "The drift ratio against precision, by rounding",
            "1 is faithful, 0 frozen, 2 and more a false balance; what is beyond 6 is not drawn.",
            bits,
            new Axis("drift ratio", 0, 6, false),
            series(drift, List.of(least - 1.0, 1.0, most + 1.0, 1.0))),
        new LineChart(
            "dead-zone",
            "The dead zone: root mean square update over the spacing of numbers",
            "The line is at a half: an update below it leaves a stored number, rounded to nearest,"
                + " where it is.",
            bits,
            new Axis("update / spacing", 1e-3, 1e6, true),
            series(places, List.of(least - 1.0, 0.5, most + 1.0, 0.5))));
  }

  private static void add(Map<String, List<Double>> lines, String name, int p, double value) {
    lines.computeIfAbsent(name, n -> new ArrayList<>()).addAll(List.of((double) p, value));
  }

  private static List<Series> series(Map<String, List<Double>> lines, List<Double> guideLine) {
    List<Series> series = new ArrayList<>();
    series.add(new Series("", Kind.GUIDE, guideLine));
    lines.forEach((name, line) -> series.add(new Series(name, Kind.line(series.size() - 1), line)));
    return series;
  }
}
