// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.List;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.study.forecast.Forecast.Training;

/** What arithmetics will do to a stored weight. */
public final class ForecastReport {
  private static final String LEGEND =
      "stored: the weight as it is stored; spacing, below: from there to the next larger and"
          + " smaller number; update/spacing: the standard deviation of an update over the spacing,"
          + " a; lost: the share of updates that rounding to nearest loses; gain: how much of the"
          + " mean of an update is stored; bias: what storing an update of mean 0 takes from the"
          + " weight, as a weight decay; pull: how fast gain and bias pull at the weight, relative"
          + " to exact arithmetic; verdict: on the pulls at the weight and at the two numbers next"
          + " to it, undetermined if these verdicts differ, as next to a power of two; spread: the"
          + " stationary standard deviation relative to exact arithmetic; bits: the least precision"
          + " with that rounding from which on the verdict is preserved and the spread within 5% of"
          + " 1. The formulas assume Gaussian updates; products, as gradients are, have heavier"
          + " tails, and if a is 0.2 to 0.6, rounding to nearest may then gain more than 1.";

  private ForecastReport() {}

  /** The report of forecasts. */
  public static Report of(Training training, List<Forecast> forecasts) {
    return new Report("noisygd forecast", "Will the weights move?")
        .paragraph(
            Text.format(
                "A weight of %s moves by updates of mean %.3g and standard deviation %.3g, and is held"
                    + " at a rate of %.3g an update. No run was made.",
                training.weight(),
                0 - training.pull(training.weight()), // no negative zero
                training.deviation(),
                training.rate()))
        .legend(LEGEND)
        .table(columns(training, forecasts).table());
  }

  /** The weight decay that does what the bias does. */
  private static double decay(Training training, Forecast one) {
    return one.bias() / (training.step() * training.weight());
  }

  /** The JSON of forecasts. */
  public static String json(Training training, List<Forecast> forecasts) {
    return Json.text(
        Json.object()
            .put("training", training)
            .put("forecasts", columns(training, forecasts).table().objects()));
  }

  /** What stands in tables and in the JSON. */
  private static Columns<Forecast> columns(Training training, List<Forecast> forecasts) {
    return Columns.of(forecasts)
        .text("arithmetic", "Arithmetic", one -> one.arithmetic().name())
        .number("stored", "Stored", "%.4g", Forecast::stored)
        .number("spacing", "Spacing", "%.3g", Forecast::spacing)
        .number("below", "Below", "%.3g", Forecast::below)
        .number("places", "Update/spacing", "%.3g", Forecast::places)
        .number("lost", "Lost", "%.3f", Forecast::lost)
        .number("gain", "Gain", "%.3f", Forecast::gain)
        .number("bias", "", "%g", Forecast::bias)
        .number("decay", "Bias", "%.2g", one -> decay(training, one))
        .number("pull", "Pull", "%.3f", Forecast::pull)
        .text("verdict", "Verdict", one -> one.verdict().word())
        .style(one -> "strong")
        .number("spread", "Spread", "%.3f", Forecast::spread)
        .optional("bits", "Bits", Forecast::bits);
  }
}
