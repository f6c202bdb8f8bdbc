// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.noisygd.number.Text;
import org.noisygd.report.Report;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.statistics.Student;

/** The figures of a precision study. Bands and bars are intervals at 99% over the replicates. */
final class DriftFigures {
  /** Maximum number of lines, the number of line styles. */
  private static final int MOST_LINES = 12;

  /** The least drift ratio that is drawn; ratios beyond the limits would flatten all others. */
  private static final double LEAST_RATIO = -0.5;

  private static final double MOST_RATIO = 2.5;

  /** Minimum imbalance that is drawn, relative to the start of Phase III; less is noise. */
  private static final double LEAST_IMBALANCE = 1e-3;

  private final DriftResult result;

  /** The description of the bands and bars. */
  private static final String INTERVAL = "intervals at 99% over the replicates";

  /** Half the width of a band in standard errors. */
  private final double errors;

  /** The reference run at the start of Phase III, or at step 0 if there is none. */
  private final Point begin;

  private DriftFigures(DriftResult result) {
    this.result = result;
    this.errors =
        result.runs().replicates() > 1
            ? Student.errors(result.runs().replicates(), VerdictRule.MISSES)
            : Double.NaN;
    long from = result.phases().hasThree() ? result.phases().endOfTwo() : 0;
    this.begin =
        result.referenceTrajectory().stream()
            .filter(point -> point.step() >= from)
            .findFirst()
            .orElse(result.referenceTrajectory().get(0));
  }

  /** Adds the figures for which there are results. */
  static void addTo(Report report, DriftResult result) {
    DriftFigures figures = new DriftFigures(result);
    report
        .figureWithData("drift-ratio", figures::ratios)
        .figureWithData("imbalance", figures::imbalance);
  }

  /** The drift ratio of each arithmetic with its interval, over the band of preserved drifts. */
  private LineChart ratios() {
    List<String> names = result.results().stream().map(OfArithmetic::arithmetic).toList();
    Series ratios = new Series("drift ratio", Kind.FULL_MARKS, INTERVAL);
    for (int k = 0; k < names.size(); k++) {
      DriftRatio drift = result.results().get(k).drift();
      ratios.add(k + 0.5, drift.value(), drift.low(), drift.high());
    }
    double low = 1 - result.rule().band();
    double high = 1 + result.rule().band();
    Series preserved = Series.guide().add(0, 1, low, high).add(names.size(), 1, low, high);
    List<Series> series = List.of(preserved, ratios);
    DoubleStream shown = Series.between(LEAST_RATIO, MOST_RATIO, series);
    return new LineChart(
        "drift-ratio",
        "The drift ratio in each arithmetic, with its interval",
        "1 is as fast as the reference run, 0 is stagnation; in the strip a drift is preserved."
            + beyond(result.results()),
        Axis.ofNames("", names),
        Axis.over("drift ratio", DoubleStream.concat(DoubleStream.of(0), shown), false),
        series);
  }

  private static boolean isDrawn(double ratio) {
    return ratio >= LEAST_RATIO && ratio <= MOST_RATIO;
  }

  /** A sentence on the ratios that are not drawn, or empty. */
  private static String beyond(List<OfArithmetic> all) {
    String beyond =
        all.stream()
            .filter(one -> !isDrawn(one.drift().value()))
            .map(
                one ->
                    Double.isNaN(one.drift().value())
                        ? one.arithmetic() + " has none"
                        : Text.format("%s has %.3g", one.arithmetic(), one.drift().value()))
            .collect(Collectors.joining(", "));
    return beyond.isEmpty() ? "" : " Not drawn: " + beyond + ".";
  }

  private LineChart imbalance() {
    double sign = Math.signum(begin.imbalance());
    List<Series> series = curves(sign);
    double least = LEAST_IMBALANCE * Math.abs(begin.imbalance());
    String label = sign < 0 ? "gamma^2 ||Y||^2 - ||X||^2" : "||X||^2 - gamma^2 ||Y||^2";
    Axis fitted = Axis.fitted(label, false, series, true);
    return new LineChart(
        "imbalance",
        "The imbalance in Phase III",
        "Means over replicates. Noise removes the same fraction of the imbalance per update, so the slope"
            + " is the rate. Imbalances below a thousandth of the start, or of the other sign, are omitted.",
        Axis.fitted("update", true, series, false),
        new Axis(label, Math.max(least, fitted.min()), fitted.max(), true),
        series);
  }

  /**
   * A line with its band for each arithmetic in Phase III, and the reference run's line below them.
   */
  private List<Series> curves(double sign) {
    List<Series> series = new ArrayList<>();
    series.add(curve("reference run", Kind.REFERENCE, result.referenceTrajectory(), sign));
    for (int k = 0; k < Math.min(MOST_LINES, result.results().size()); k++) {
      OfArithmetic one = result.results().get(k);
      series.add(curve(one.arithmetic(), Kind.line(k), one.trajectory(), sign));
    }
    return series;
  }

  private Series curve(String label, Kind kind, List<Point> trajectory, double sign) {
    Series curve = new Series(label, kind, INTERVAL);
    for (Point point : trajectory) {
      if (point.step() >= begin.step()) {
        double value = sign * point.imbalance();
        double half = errors * point.imbalanceStdErr();
        curve.add((double) point.step(), value, value - half, value + half);
      }
    }
    return curve;
  }
}
