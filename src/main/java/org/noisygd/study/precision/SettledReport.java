// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.SettledResult.OfArithmetic;
import org.noisygd.study.precision.SettledResult.Prediction;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.precision.SettledResult.Seen;
import org.noisygd.study.twin.Runs;

/** Where runs settle in several arithmetics, beside the stationary law. */
public final class SettledReport {
  /** The name of its table. */
  public static final String TABLE = "settled";

  /** The upper quartile of the normal law of variance 1. */
  private static final double QUARTILE = 0.6744897501960817;

  private static final String LEGEND =
      "predicted: the stationary law of the linearised update in closed form, with the quartiles of a"
          + " Gaussian; it is wrong by terms of relative order eta times the largest eigenvalue."
          + " spread: the standard deviation. +-: standard errors over independent replicates."
          + " The row \"predicted\" under an arithmetic is the law of rounded updates. It is shown"
          + " where rounding to nearest loses most updates.";

  /** A line of the tables. */
  private record Row(String arithmetic, Seen seen) {}

  private SettledReport() {}

  /** The report: a table and a figure for each quantity. */
  public static Report of(SettledResult result) {
    Report report =
        new Report(
                "noisygd stationary law: " + result.runs().setting().name(),
                "Where runs settle, arithmetic by arithmetic. Setting "
                    + result.runs().setting().name())
            .paragraph(heading(result));
    for (Quantity quantity : Quantity.values()) {
      report
          .section(quantity.word(), quantity.label())
          .table(
              Columns.of(rows(result, quantity))
                  .text("quantity", "", row -> quantity.word())
                  .text("arithmetic", "Arithmetic", Row::arithmetic)
                  .number("mean", "Mean", "%.5g", row -> row.seen().mean())
                  .number("mean_std_err", "+-", "%.2g", row -> row.seen().meanStdErr())
                  .number("deviation", "Spread", "%.5g", row -> row.seen().deviation())
                  .number("deviation_std_err", "+-", "%.2g", row -> row.seen().deviationStdErr())
                  .number("quartile_1", "Quartile", "%.5g", row -> row.seen().q1())
                  .number("median", "Median", "%.5g", row -> row.seen().median())
                  .number("quartile_3", "Quartile", "%.5g", row -> row.seen().q3())
                  .table(TABLE))
          .figureWithData("settled-" + quantity.word(), () -> figure(result, quantity));
    }
    return report.legend(LEGEND).oneCommand();
  }

  private static String heading(SettledResult result) {
    return Text.format(
        "%s. The study starts %s at the smoothed optimum, with seed %d, and looks at steps %,d to"
            + " %,d.%s The slowest rate is %.3g an update.%s",
        result.runs().of(),
        Text.count(result.runs().replicates(), "replicate"),
        result.runs().seed(),
        result.settled(),
        result.runs().steps(),
        ended(result),
        result.rate(),
        result.rest() == 0
            ? ""
            : Text.format(
                " What M has beyond rank %d, %.2g of ||M||, is left out of what is predicted.",
                result.runs().setting().r(), result.rest()));
  }

  private static String ended(SettledResult result) {
    String ended = Runs.ended(result.endedAt());
    return ended.isEmpty() || SettledRuns.areSeen(result.settled(), result.endedAt().orElse(0))
        ? ended
        : ended + " That is before the first look, so nothing can be said of any arithmetic.";
  }

  private static List<Row> rows(SettledResult result, Quantity quantity) {
    List<Row> rows = new ArrayList<>();
    Prediction p = result.predicted(quantity);
    double half = QUARTILE * p.deviation();
    rows.add(
        new Row("predicted", predicted(p.mean(), p.deviation(), p.mean() - half, p.mean() + half)));
    for (OfArithmetic one : result.results()) {
      rows.add(new Row(one.arithmetic(), one.of(quantity)));
      if (quantity == Quantity.RATIO) {
        one.rounded()
            .ifPresent(
                law ->
                    rows.add(
                        new Row(
                            one.arithmetic() + ", predicted",
                            predicted(law.mean(), law.deviation(), Double.NaN, Double.NaN))));
      }
    }
    return rows;
  }

  /** A law without standard errors; its median is known if its quartiles are. */
  private static Seen predicted(double mean, double deviation, double low, double high) {
    double median = Double.isNaN(low) ? Double.NaN : mean;
    return new Seen(mean, Double.NaN, deviation, Double.NaN, low, median, high);
  }

  /** Mean and one spread either way, arithmetic by arithmetic, over the predicted band. */
  private static LineChart figure(SettledResult result, Quantity quantity) {
    Prediction p = result.predicted(quantity);
    List<String> names = result.results().stream().map(OfArithmetic::arithmetic).toList();
    Points seen = Points.withInterval("one standard deviation either way, as seen");
    Points expected = Points.withInterval("one standard deviation either way, as predicted");
    addTo(expected, 0, p.mean(), p.deviation());
    for (int k = 0; k < names.size(); k++) {
      OfArithmetic one = result.results().get(k);
      if (one.isKnown()) {
        addTo(seen, k + 0.5, one.of(quantity).mean(), one.of(quantity).deviation());
      }
      addTo(expected, k + 0.5, p.mean(), p.deviation());
    }
    addTo(expected, names.size(), p.mean(), p.deviation());
    OptionalDouble error =
        result.results().stream()
            .filter(OfArithmetic::isKnown)
            .mapToDouble(one -> one.of(quantity).meanStdErr())
            .max();
    List<Series> series =
        List.of(expected.series("predicted", Kind.GUIDE), seen.series("seen", Kind.MARKS));
    return new LineChart(
        "settled-" + quantity.word(),
        "The stationary law of the " + quantity.word(),
        "Means as seen in each arithmetic, over those predicted."
            + (error.isEmpty()
                ? ""
                : Text.format(
                    " The means have standard errors of %.2g or less.", error.getAsDouble())),
        Axis.ofNames("", names),
        Axis.fitted(quantity.label(), false, series, false),
        series);
  }

  private static void addTo(Points points, double x, double mean, double deviation) {
    points.add(x, mean, mean - deviation, mean + deviation);
  }

  /**
   * The JSON result: {@code {"predicted":{"ratio":{"atOptimum":1,"mean":1,"deviation":0.006},..},
   * "results":[{"arithmetic":"..","ratio":{"mean":1,"meanStdErr":0.0001,..},..}]}}.
   */
  public static String json(SettledResult result) {
    Json.Fields predicted = Json.object();
    for (Quantity quantity : Quantity.values()) {
      predicted.put(quantity.word(), result.predicted(quantity));
    }
    return Json.text(
        result
            .runs()
            .noted(Json.object().put("setting", result.runs().setting().name()))
            .put("replicates", result.runs().replicates())
            .put("settled", result.settled())
            .put("steps", result.runs().steps())
            .put("seed", result.runs().seed())
            .put("endedAt", result.endedAt())
            .put("rate", result.rate())
            .put("rest", result.rest())
            .put("predicted", predicted)
            .put("results", result.results().stream().map(SettledReport::json).toList()));
  }

  private static Json.Fields json(OfArithmetic one) {
    Json.Fields fields = Json.object().put("arithmetic", one.arithmetic()).put("lost", one.lost());
    one.rounded().ifPresent(law -> fields.put("predictedRatio", law));
    for (Quantity quantity : Quantity.values()) {
      fields.put(quantity.word(), one.of(quantity));
    }
    return fields;
  }
}
