// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.List;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.study.forecast.Forecast.Training;

/** The report of forecasts for a stored weight. */
public final class ForecastReport {
  private static final String LEGEND =
      "lost: the fraction of updates that rounding to nearest loses; step ratio: the fraction of the mean of an"
          + " update that is stored; bias: the weight decay that rounding adds; drift ratio: the mean stored update,"
          + " bias included, over exact arithmetic; verdict: on this ratio at the weight and at both neighbours,"
          + " undetermined if they differ; deviation: the stationary standard deviation over exact arithmetic; bits: the"
          + " minimum precision, with this rounding, that preserves both. Updates are assumed Gaussian."
          + " proofs-notes/formats.md says more.";

  private ForecastReport() {}

  /** The report of forecasts. */
  public static Report of(Training training, List<Forecast> forecasts) {
    return new Report("noisygd forecast", "Will the weights move?")
        .paragraph(
            Text.format(
                "A weight of %s moves by updates of mean %.3g and standard deviation %.3g, and is held"
                    + " at a rate of %.3g per update. No run was made.",
                training.weight(),
                0 - training.meanUpdate(training.weight()), // no negative zero
                training.deviation(),
                training.rate()))
        .legend(LEGEND)
        .table(columns(training, forecasts).table());
  }

  /** The weight decay with the effect of the bias. */
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

  /** The columns of the table and of the JSON. */
  private static Columns<Forecast> columns(Training training, List<Forecast> forecasts) {
    return Columns.of(forecasts)
        .text("arithmetic", "Arithmetic", one -> one.arithmetic().name())
        .number("stored", "Stored", "%.4g", Forecast::stored)
        .number("spacing", "Spacing", "%.3g", Forecast::spacing)
        .number("spacing_below", "Below", "%.3g", Forecast::spacingBelow)
        .number("update_in_ulps", "Update/spacing", "%.3g", Forecast::updateInUlps)
        .number("lost", "Lost", "%.3f", Forecast::lost)
        .number("expected_step_ratio", "Step ratio", "%.3f", Forecast::expectedStepRatio)
        .number("bias", "", "%g", Forecast::bias)
        .number("decay", "Bias", "%.2g", one -> decay(training, one))
        .number("drift_ratio", "Drift ratio", "%.3f", Forecast::driftRatio)
        .text("verdict", "Verdict", one -> one.verdict().word())
        .style(one -> "strong")
        .number("standard_deviation", "Deviation", "%.3f", Forecast::deviation)
        .optional("bits", "Bits", Forecast::bits);
  }
}
