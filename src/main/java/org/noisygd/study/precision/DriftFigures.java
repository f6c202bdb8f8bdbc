// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
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
  /** As many lines as there are styles for. */
  private static final List<Kind> KINDS =
      List.of(
          Kind.LINE_A,
          Kind.LINE_B,
          Kind.LINE_C,
          Kind.LINE_D,
          Kind.LINE_E,
          Kind.LINE_F,
          Kind.LINE_G,
          Kind.LINE_H,
          Kind.LINE_I,
          Kind.LINE_J,
          Kind.LINE_K,
          Kind.LINE_L);

  private DriftFigures() {}

  /** Adds those that the results have something for. */
  static void addTo(Report report, DriftResult result) {
    report
        .figure(
            "ratio",
            () ->
                chart(
                    "ratio",
                    "The squared ratio of norms",
                    "Means over the replicates of ||X||^2 over those of ||Y||^2. Balance is at"
                        + " gamma^2.",
                    new Axis("||X||^2 / ||Y||^2", 1e-3, 1e3, true),
                    result,
                    Point::ratio))
        .figure(
            "imbalance",
            () ->
                chart(
                    "imbalance",
                    "The imbalance",
                    "The size of the mean of ||X||^2 - gamma^2 ||Y||^2, which noise removes in"
                        + " Phase III.",
                    new Axis("|imbalance|", 1e-3, 1e4, true),
                    result,
                    point -> Math.abs(point.imbalance())))
        .figure(
            "bits",
            () ->
                chart(
                    "bits",
                    "Significant bits against the twin",
                    "Minus the binary logarithm of the relative distance from the twin, root mean"
                        + " square over the replicates. Doubles are compared: nothing is resolved"
                        + " beyond 53 bits.",
                    new Axis("bits", 0, 90, false),
                    result,
                    Point::significantBits))
        .figure("windows", () -> windows(result))
        .figure("plane", () -> phasePlane(result));
    byPrecision(result).forEach(report::figure);
  }

  private static LineChart chart(
      String id,
      String title,
      String description,
      Axis y,
      DriftResult result,
      ToDoubleFunction<Point> value) {
    List<Series> series = new ArrayList<>();
    if (!id.equals("bits")) {
      series.add(new Series("twin", Kind.GUIDE, points(result.twin(), value)));
    }
    for (int k = 0; k < Math.min(KINDS.size(), result.results().size()); k++) {
      OfArithmetic one = result.results().get(k);
      series.add(new Series(one.arithmetic(), KINDS.get(k), points(one.course(), value)));
    }
    Axis steps = new Axis("update", 1, Math.max(10, result.steps()), true);
    return new LineChart(id, title, description, steps, y, series);
  }

  private static List<Double> points(List<Point> course, ToDoubleFunction<Point> value) {
    List<Double> points = new ArrayList<>();
    for (Point point : course) {
      points.add((double) point.step());
      points.add(value.applyAsDouble(point));
    }
    return points;
  }

  private static LineChart windows(DriftResult result) {
    List<Series> series = new ArrayList<>();
    for (int k = 0; k < Math.min(KINDS.size(), result.results().size()); k++) {
      List<Double> points = new ArrayList<>();
      for (DriftRatio window : result.results().get(k).windows()) {
        points.add((window.from() + window.to()) / 2.0);
        points.add(window.value());
      }
      series.add(new Series(result.results().get(k).arithmetic(), KINDS.get(k), points));
    }
    return new LineChart(
        "windows",
        "The drift ratio in windows of equal length",
        "The course of the drift: each point is the ratio over one tenth of Phase III, with the same"
            + " tenth of the twin. Late windows are noise, once the twin's imbalance is.",
        new Axis("middle of the window", 0, result.steps(), false),
        new Axis("drift ratio", -1, 6, false),
        series);
  }

  private static LineChart phasePlane(DriftResult result) {
    List<Series> series = new ArrayList<>();
    double most = 1;
    for (Point point : result.twin()) {
      most = Math.max(most, Math.sqrt(Math.max(point.normX2(), point.normY2())));
    }
    series.add(new Series("twin", Kind.GUIDE, plane(result.twin())));
    for (int k = 0; k < Math.min(KINDS.size(), result.results().size()); k++) {
      OfArithmetic one = result.results().get(k);
      series.add(new Series(one.arithmetic(), KINDS.get(k), plane(one.course())));
    }
    return new LineChart(
        "plane",
        "The plane of norms",
        "Root mean squares of ||X|| and ||Y||. Phase II falls to the valley, Phase III moves along it.",
        new Axis("||X||", 0, 2.2 * most, false),
        new Axis("||Y||", 0, 1.1 * most, false),
        series);
  }

  private static List<Double> plane(List<Point> course) {
    List<Double> points = new ArrayList<>();
    for (Point point : course) {
      points.add(Math.sqrt(point.normX2()));
      points.add(Math.sqrt(point.normY2()));
    }
    return points;
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
            series(drift, Kind.GUIDE, List.of(least - 1.0, 1.0, most + 1.0, 1.0))),
        new LineChart(
            "dead-zone",
            "The dead zone: root mean square update over the spacing of numbers",
            "The line is at a half: an update below it leaves a stored number, rounded to nearest,"
                + " where it is.",
            bits,
            new Axis("update / spacing", 1e-3, 1e6, true),
            series(places, Kind.GUIDE, List.of(least - 1.0, 0.5, most + 1.0, 0.5))));
  }

  private static void add(Map<String, List<Double>> lines, String name, int p, double value) {
    List<Double> line = lines.computeIfAbsent(name, n -> new ArrayList<>());
    line.add((double) p);
    line.add(value);
  }

  private static List<Series> series(
      Map<String, List<Double>> lines, Kind guide, List<Double> guideLine) {
    List<Series> series = new ArrayList<>();
    series.add(new Series("", guide, guideLine));
    lines.forEach(
        (name, line) -> {
          series.add(new Series(name, KINDS.get((series.size() - 1) % KINDS.size()), line));
        });
    return series;
  }
}
