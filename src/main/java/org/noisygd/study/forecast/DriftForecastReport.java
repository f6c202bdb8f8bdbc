// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.List;
import java.util.stream.Collectors;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.measure.VerdictRule.DriftClass;

/** Forecasts of the drift, in tables and in JSON. */
public final class DriftForecastReport {
  /** The name of the table's file. */
  public static final String TABLE = "forecast";

  private static final String LEGEND =
      "by formula: the drift ratio without a run, if updates are Gaussian; least, largest: the ratio within"
          + " the uncertainty of this model; verdict: on all three. There is no formula for block formats,"
          + " and for arithmetics that round more than stores (proofs-notes/precision.md).";

  private static final String NONE =
      "There is no formula for these arithmetics: it needs stores to a number format, stable updates, a"
          + " start that is not balanced (up to ||X|| = 1e11 ||Y|| or the opposite), and noise that leads to an"
          + " optimum of that rank.";

  private DriftForecastReport() {}

  /** The report of forecasts, without a run. */
  public static Report of(RunSet runs, List<ArithmeticName> asked, List<DriftForecast> forecasts) {
    String without =
        asked.stream()
            .filter(name -> forecasts.stream().noneMatch(one -> one.arithmetic().equals(name)))
            .map(ArithmeticName::name)
            .collect(Collectors.joining(", "));
    Report report =
        new Report("noisygd forecast: " + runs.setting().name(), "Will it still balance?")
            .verdict(
                "",
                summary(forecasts)
                    + (forecasts.isEmpty() || without.isEmpty()
                        ? ""
                        : " Without a formula: " + without + ".")
                    + runs.brokenCondition())
            .paragraph(runs.settingInWords() + ". " + runs.gamma() + " No run was made.")
            .addAll(runs.notes());
    addTable(report, forecasts);
    return report.file(table(forecasts));
  }

  /** The arithmetics by verdict. */
  public static String summary(List<DriftForecast> forecasts) {
    return forecasts.isEmpty()
        ? NONE
        : DriftClass.summary(forecasts, DriftForecast::verdict, one -> one.arithmetic().name());
  }

  /** A sentence on the forecasts of arithmetics that runs leave undetermined, or empty. */
  public static String alone(List<DriftForecast> forecasts) {
    return forecasts.isEmpty() ? "" : " By formula alone: " + summary(forecasts);
  }

  /** Adds a section to the report of runs, if there are forecasts. */
  public static void addTo(Report report, List<DriftForecast> forecasts) {
    if (!forecasts.isEmpty()) {
      addTable(report.section("forecast", "By formula"), forecasts);
    }
  }

  private static void addTable(Report report, List<DriftForecast> forecasts) {
    if (!forecasts.isEmpty()) {
      report.table(columns(forecasts).table()).legend(LEGEND);
    }
  }

  /** The table, also as a file, with one row per arithmetic. */
  public static ResultTable table(List<DriftForecast> forecasts) {
    return columns(forecasts).table(TABLE);
  }

  /** The JSON of a forecast without runs. */
  public static String json(RunSet runs, List<DriftForecast> forecasts) {
    return Json.text(
        runs.withNotes(Json.object().put("setting", runs.setting().name()))
            .put("steps", runs.steps())
            .put("seed", runs.seed())
            .put("forecasts", table(forecasts).objects()));
  }

  private static Columns<DriftForecast> columns(List<DriftForecast> forecasts) {
    return Columns.of(forecasts)
        .text("arithmetic", "Arithmetic", one -> one.arithmetic().name())
        .number("ratio", "By formula", "%.3f", DriftForecast::value)
        .number("low", "Least", "%.3f", DriftForecast::low)
        .number("high", "Largest", "%.3f", DriftForecast::high)
        .text("verdict", "Verdict", one -> one.verdict().word())
        .style(one -> "strong")
        .detail(one -> one.verdict().remark(one.high()));
  }
}
