// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.DistanceStudy.OfArithmetic;
import org.noisygd.study.precision.DistanceStudy.Point;
import org.noisygd.study.precision.DistanceStudy.Result;

/** How far rounding moves runs under the same noise, beside the bound. */
public final class DistanceReport {
  /** The name of its table. */
  public static final String TABLE = "distances";

  private static final MathContext SHORT = new MathContext(3, RoundingMode.UP);

  private DistanceReport() {}

  /** The report: the last step as a table, every step as a figure and in the file. */
  public static Report of(Result result) {
    return new Report(
            "noisygd distances: " + result.study().setting().name(),
            "How far rounding moves a run under the same noise")
        .paragraph(heading(result.study()) + diverged(result))
        .legend(legend(result))
        .table(
            Columns.of(result.results())
                .text("arithmetic", "Arithmetic", OfArithmetic::arithmetic)
                .text("", "Largest distance", "number", one -> number(one.last().distance()))
                .text("", "Bound", "number", one -> bound(one.last()))
                .number("", "Bound/distance", "%.4g", one -> one.last().leastRatio().orElse(NONE))
                .text("", "Within", DistanceReport::within)
                .style(one -> "strong")
                .table())
        .file(courses(result))
        .figureWithData("growth", () -> figure(result));
  }

  private static final double NONE = Double.NaN;

  /** A step of the run in an arithmetic. */
  private record Row(String arithmetic, Point point) {}

  /** Every step. Distances and bounds may lie below every double, so that they are text. */
  private static ResultTable courses(Result result) {
    List<Row> rows =
        result.results().stream()
            .flatMap(one -> one.course().stream().map(point -> new Row(one.arithmetic(), point)))
            .toList();
    return Columns.of(rows)
        .text("arithmetic", "", Row::arithmetic)
        .whole("step", "", row -> row.point().step())
        .text("distance", "", row -> row.point().distance().toString())
        .text("bound", "", row -> row.point().bound().map(BigDecimal::toString).orElse(""))
        .number("least_ratio", "", "%.4g", row -> row.point().leastRatio().orElse(NONE))
        .table(TABLE);
  }

  private static String heading(DistanceStudy study) {
    return Text.format(
        "%s; %s, beside a run in %s.",
        SettingText.of(study.setting()),
        SettingText.runs(study.replicates(), study.steps(), study.seed()),
        study.reference());
  }

  private static String diverged(Result result) {
    return result.divergedFrom().isPresent()
        ? Text.format(
            " A run had diverged by step %,d, where the study ends: squares of its entries are beyond"
                + " binary64.",
            result.last())
        : "";
  }

  private static String legend(Result result) {
    return "At step "
        + result.last()
        + ": the largest distance of a replicate's (X, Y) from that of "
        + result.study().reference()
        + " under the same noise (Frobenius norm, exact until it is printed); the bound that Jacobians"
        + " of the update and the one-step rounding bounds give; the least bound over distance of a"
        + " replicate; within: whether every distance at every step is within its bound.";
  }

  /** Three digits, rounded up. */
  private static String number(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal rounded = value.round(SHORT);
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).setScale(2, RoundingMode.UP).toPlainString()
        + "e"
        + exponent;
  }

  private static String bound(Point point) {
    return point.bound().map(DistanceReport::number).orElse("says nothing");
  }

  private static String within(OfArithmetic one) {
    return one.firstBeyond().isPresent() ? "not at step " + one.firstBeyond().getAsLong() : "yes";
  }

  /** Decimal logarithms on a plain axis: distances may lie below every double. */
  private static LineChart figure(Result result) {
    List<Series> series = new ArrayList<>();
    for (int k = 0; k < result.results().size(); k++) {
      OfArithmetic one = result.results().get(k);
      series.add(
          Points.of(
                  one.course(),
                  Point::step,
                  point -> point.bound().map(DistanceReport::log10).orElse(NONE))
              .series(k == 0 ? "bounds" : "", Kind.GUIDE));
      series.add(
          Points.of(one.course(), Point::step, point -> log10(point.distance()))
              .series(one.arithmetic(), Kind.line(k)));
    }
    return new LineChart(
        "growth",
        "Distance and bound against steps",
        "Decimal logarithms of the largest distance of a replicate, and above each, thin, the bound.",
        Axis.fitted("update", true, series, false),
        Axis.fitted("log10 of the distance", false, series, false),
        series);
  }

  private static double log10(BigDecimal value) {
    if (value.signum() == 0) {
      return Double.NaN;
    }
    int exponent = value.precision() - value.scale() - 1;
    return exponent + StrictMath.log10(value.scaleByPowerOfTen(-exponent).doubleValue());
  }

  /**
   * The JSON result: {@code {"reference":"..","results":[{"arithmetic":"..", "firstBeyond":null,
   * "course":[{"step":0,"distance":"0","bound":"0","leastRatio":null}]}]}}. Distances and bounds
   * are decimal strings, since they may lie below every double.
   */
  public static String json(Result result) {
    DistanceStudy study = result.study();
    return Json.text(
        SettingText.json(
                study.setting(), study.reference(), study.replicates(), study.steps(), study.seed())
            .put("divergedFrom", result.divergedFrom())
            .put("results", result.results()));
  }
}
