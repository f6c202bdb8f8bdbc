// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.List;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.study.forecast.Forecast.Training;
import org.noisygd.study.forecast.ForecastCheck.Point;

/** What arithmetics will do to a stored weight, and the runs that check the formulas. */
public final class ForecastReport {
  private static final String LEGEND =
      "spacing: between numbers that can be stored at the weight; update/spacing: the standard"
          + " deviation of an update over it, a; lost: the share of updates that rounding to nearest"
          + " loses; gain: the mean of stored updates over that of updates; bias: what rounding takes"
          + " from the weight in an update, beside the gain, as a weight decay; pull: gain and bias over"
          + " exact arithmetic; spread: the stationary standard deviation over that of exact"
          + " arithmetic; bits: the least precision with that rounding for a pull and a spread within"
          + " 5% of 1. The formulas take updates for Gaussian; products, as gradients are, have heavier"
          + " tails, and where a is 0.2 to 0.6 nearest rounding may then gain more than 1.";

  private ForecastReport() {}

  /** The report of forecasts. */
  public static Report of(Training training, List<Forecast> forecasts) {
    return new Report("noisygd forecast", "Will the weights move?")
        .paragraph(
            Text.format(
                "A weight of %s moves by updates of mean %.3g and standard deviation %.3g, and is held"
                    + " at a rate of %.3g an update. No run was made.",
                training.weight(), -training.mean(), training.deviation(), training.rate()))
        .legend(LEGEND)
        .table(
            Columns.of(forecasts)
                .text("arithmetic", "Arithmetic", one -> one.arithmetic().name())
                .number("spacing", "Spacing", "%.3g", Forecast::spacing)
                .number("places", "Update/spacing", "%.3g", Forecast::places)
                .number("lost", "Lost", "%.3f", Forecast::lost)
                .number("gain", "Gain", "%.3f", Forecast::gain)
                .number("decay", "Bias", "%.2g", one -> decay(training, one))
                .number("pull", "Pull", "%.3f", Forecast::pull)
                .text("verdict", "Verdict", one -> one.verdict().word())
                .style(one -> "strong")
                .number("spread", "Spread", "%.3f", Forecast::spread)
                .optional("bits", "Bits", Forecast::bits)
                .table("forecast"));
  }

  /** The weight decay that does what the bias does. */
  private static double decay(Training training, Forecast one) {
    return one.bias() / (training.step() * training.weight());
  }

  /** The report of the check. */
  public static Report of(List<Point> points) {
    long within = points.stream().filter(Point::isWithin).count();
    return new Report("noisygd forecast, checked", "The forecasts held against runs")
        .verdict(
            within == points.size() ? "pass" : "",
            Text.format(
                "%d of %d points agree within two standard errors and 1%%.", within, points.size()))
        .table(
            Columns.of(points)
                .text("quantity", "Quantity", Point::quantity)
                .text("arithmetic", "Arithmetic", Point::arithmetic)
                .text("at", "At", Point::at)
                .number("predicted", "Predicted", "%.4f", Point::predicted)
                .number("measured", "Measured", "%.4f", Point::measured)
                .number("standard_error", "+-", "%.4f", Point::error)
                .text("within", "", one -> one.isWithin() ? "within" : "beyond")
                .table("check"));
  }

  /** The JSON of forecasts. */
  public static String json(Training training, List<Forecast> forecasts) {
    return Json.text(
        Json.object()
            .put("training", training)
            .put(
                "forecasts",
                forecasts.stream()
                    .map(
                        one ->
                            Json.object()
                                .put("arithmetic", one.arithmetic().name())
                                .put("spacing", one.spacing())
                                .put("places", one.places())
                                .put("lost", one.lost())
                                .put("gain", one.gain())
                                .put("bias", one.bias())
                                .put("decay", decay(training, one))
                                .put("pull", one.pull())
                                .put("verdict", one.verdict().word())
                                .put("spread", one.spread())
                                .put("bits", one.bits()))
                    .toList()));
  }

  /** The JSON of the check. */
  public static String json(List<Point> points) {
    return Json.text(
        Json.object()
            .put("points", points)
            .put("within", points.stream().filter(Point::isWithin).count()));
  }
}
