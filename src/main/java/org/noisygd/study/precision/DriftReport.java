// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.study.SettingTheory;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.forecast.DriftForecastReport;
import org.noisygd.study.measure.Phases;
import org.noisygd.study.measure.VerdictRule.DriftClass;
import org.noisygd.study.precision.DriftResult.Loss;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.PhaseFigures;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.study.statistics.DriftRatio;

/** The report of a precision study: which arithmetics preserve the drift to balance. */
public final class DriftReport {
  /** The names of its tables. */
  public static final List<String> TABLES = List.of("results", "forecast", "trajectory");

  private static final String LEGEND =
      "ratio: the rate at which noise removes the imbalance ||X||^2 - gamma^2 ||Y||^2, over that of the"
          + " reference run, from n replicates; loss, deviation: mean and standard deviation at the end;"
          + " unchanged: stores without effect; X/spacing, Y/spacing: root mean square update in spacings of"
          + " numbers; bits: significant bits against the reference run; balanced at: median step; never, by"
          + " rounding: replicates that never balanced, and replicates that balanced in less than half the"
          + " reference run's time. proofs-notes/precision.md says more.";

  private DriftReport() {}

  /** The report, ordered like a short paper. */
  public static Report of(DriftResult result) {
    String name = result.runs().setting().name();
    Report report =
        new Report(
                "noisygd precision study: " + name,
                "Which arithmetic keeps the noise phase? Setting " + name)
            .verdict("", summary(result))
            .sectionOnPage("setting", "The setting")
            .paragraph(setting(result) + " " + phases(result))
            .addAll(result.runs().notes())
            .sectionOnPage("results", "Results")
            .table(verdicts(result))
            .table(losses(result))
            .table(stores(result.results()))
            .legend(LEGEND)
            .legend(result.rule().text());
    DriftForecastReport.addTo(report, result.forecasts());
    report.sectionOnPage("figures", "Figures");
    DriftFigures.addTo(report, result);
    return report
        .file(phaseTable(result))
        .file(DriftForecastReport.table(result.forecasts()))
        .file(trajectoryTable(result));
  }

  private static String summary(DriftResult result) {
    String words =
        DriftClass.summary(result.results(), OfArithmetic::verdict, OfArithmetic::arithmetic)
            + DriftForecastReport.alone(result.deciding())
            + (isShort(result) ? " But the study ended too early to measure the balancing." : "")
            + result.runs().brokenCondition()
            + (result.decidable().isEmpty() ? "" : " For a decision: " + result.decidable() + ".");
    return result.referenceDivergedFrom().isEmpty()
        ? words
        : Text.format(
            "The reference run had diverged by step %,d: no arithmetic can be judged. %s",
            result.referenceDivergedFrom().getAsLong(), words);
  }

  /** Returns true if the study ended too early to measure the rate of balancing. */
  private static boolean isShort(DriftResult result) {
    OptionalLong end = result.endedAt();
    return end.isPresent() && SettingTheory.of(result.runs().setting()).isShort(end.getAsLong());
  }

  private static String setting(DriftResult result) {
    return Text.format(
        "%s, in each arithmetic under the same noise, beside a reference run in %s.%s %s",
        result.runs().inWords(),
        result.reference(),
        RunSet.endedEarly(result.endedAt()),
        result.runs().gamma());
  }

  private static String phases(DriftResult result) {
    return result.phases().hasThree()
        ? Text.format(
            "Phase I ends at step %,d. Phase II ends at step %,d: from there on nine tenths of the loss"
                + " come from noise.",
            result.phases().endOfOne(), result.phases().endOfTwo())
        : "Phase II does not end within these updates, so there is no drift ratio: try more --steps.";
  }

  private static Columns<OfArithmetic> columns(List<OfArithmetic> all) {
    return Columns.of(all).text("", "Arithmetic", OfArithmetic::arithmetic);
  }

  private static ResultTable verdicts(DriftResult result) {
    return drift(
            columns(result.results()),
            OfArithmetic::drift,
            OfArithmetic::verdict,
            one -> beyond(result.runs().setting(), one))
        .text("", "Would decide", Column.NUMBER, result::wouldDecide)
        .table();
  }

  /** The loss at the end in each arithmetic, below the loss of the reference run. */
  private static ResultTable losses(DriftResult result) {
    List<Row<Loss>> rows = new ArrayList<>();
    rows.add(new Row<>(reference(result), result.referenceLoss()));
    result.results().forEach(one -> rows.add(new Row<>(one.arithmetic(), one.loss())));
    return Columns.of(rows)
        .text("", "Arithmetic", Row::arithmetic)
        .number("", "Loss", "%.3g", row -> row.of().mean())
        .text("", "Interval", Column.NUMBER, row -> interval(row.of().low(), row.of().high()))
        .number("", "Deviation", "%.3g", row -> row.of().deviation())
        .text(
            "",
            "Interval",
            Column.NUMBER,
            row -> interval(row.of().deviationLow(), row.of().deviationHigh()))
        .table();
  }

  /** An interval of losses as a table shows it; empty if there is none. */
  private static String interval(double low, double high) {
    return high < Double.POSITIVE_INFINITY
        ? Columns.format("%.3g", low) + " to " + Columns.format("%.3g", high)
        : "";
  }

  private static String reference(DriftResult result) {
    return result.reference() + " (reference)";
  }

  /** Adds the loss at the end, and the loss of the reference run. */
  private static <R> Columns<R> loss(
      Columns<R> columns, Function<R, Loss> own, Function<R, Loss> reference) {
    return loss(loss(columns, "", own), "reference_", reference);
  }

  private static <R> Columns<R> loss(Columns<R> columns, String prefix, Function<R, Loss> of) {
    String name = prefix + "loss";
    return columns
        .number(name, "", "%g", row -> of.apply(row).mean())
        .number(name + "_low", "", "%g", row -> of.apply(row).low())
        .number(name + "_high", "", "%g", row -> of.apply(row).high())
        .number(name + "_deviation", "", "%g", row -> of.apply(row).deviation())
        .number(name + "_deviation_low", "", "%g", row -> of.apply(row).deviationLow())
        .number(name + "_deviation_high", "", "%g", row -> of.apply(row).deviationHigh());
  }

  private static ResultTable stores(List<OfArithmetic> all) {
    return columns(all)
        .number("", "Unchanged", "%.1f%%", one -> 100 * one.phaseThree().unchangedStores())
        .number("", "X/spacing", "%.2g", one -> one.phaseThree().updateInUlpsX())
        .number("", "Y/spacing", "%.2g", one -> one.phaseThree().updateInUlpsY())
        .number("", "Bits", "%.1f", one -> one.phaseThree().significantBits())
        .shown(one -> bits(one.phaseThree().significantBits()))
        .optional("", "Balanced at", one -> one.timeToBalance().median())
        .whole("", "Never", one -> one.timeToBalance().censored())
        .whole("", "By rounding", one -> one.timeToBalance().roundingDriven())
        .table();
  }

  /** An interval as a table shows it; empty if there is none. */
  private static String interval(DriftRatio drift) {
    return Double.isInfinite(drift.low()) && Double.isInfinite(drift.high())
        ? ""
        : Columns.format("%.3f", drift.low()) + " to " + Columns.format("%.3f", drift.high());
  }

  /** The step of divergence and the stores outside the format's range; empty if none. */
  private static String beyond(Experiment setting, OfArithmetic one) {
    String diverged =
        one.divergedFrom().isPresent()
            ? Text.format("by step %,d; ", one.divergedFrom().getAsLong())
            : "";
    long over = one.phases().stream().mapToLong(PhaseFigures::overflows).sum();
    long under = one.phases().stream().mapToLong(PhaseFigures::underflows).sum();
    long updates = one.phases().stream().mapToLong(PhaseFigures::updates).sum();
    long stored = updates * (setting.d1() + setting.d2()) * setting.r();
    return over + under == 0
        ? diverged.replace("; ", "")
        : diverged
            + Text.format(
                "%,d overflows, %,d underflows of %,d stored numbers", over, under, stored);
  }

  private static String bits(double bits) {
    return Double.isInfinite(bits) ? "all" : Columns.format("%.1f", bits);
  }

  /** A phase or a step, with its arithmetic. */
  private record Row<T>(String arithmetic, T of) {}

  /**
   * A phase of the run in an arithmetic.
   *
   * @param all results of the study
   * @param run the run in the arithmetic
   * @param number 1, 2 or 3
   */
  public record Phase(DriftResult all, OfArithmetic run, int number) {
    private PhaseFigures figures() {
      return run.phases().get(number - 1);
    }
  }

  /** One row per arithmetic and phase. */
  private static ResultTable phaseTable(DriftResult result) {
    List<Phase> rows = new ArrayList<>();
    for (OfArithmetic one : result.results()) {
      for (int number = 1; number <= one.phases().size(); number++) {
        rows.add(new Phase(result, one, number));
      }
    }
    return phaseColumns(Columns.of(rows).text("arithmetic", "", row -> row.run().arithmetic()))
        .table("results");
  }

  /** The columns of a file on a run and one of its phases. */
  public static Columns<Phase> phaseColumns(Columns<Phase> columns) {
    return loss(
            drift(columns, row -> row.run().drift(), row -> row.run().verdict(), row -> ""),
            row -> row.run().loss(),
            row -> row.all().referenceLoss())
        .optional("replicates_to_decide", "", row -> row.run().replicatesToDecide())
        .optional("diverged_from", "", row -> row.run().divergedFrom())
        .optional("median_time_to_balance", "", row -> row.run().timeToBalance().median())
        .whole("censored", "", row -> row.run().timeToBalance().censored())
        .whole("rounding_driven", "", row -> row.run().timeToBalance().roundingDriven())
        .whole("phase", "", Phase::number)
        .whole("updates", "", row -> row.figures().updates())
        .number("unchanged_stores", "", "%g", row -> row.figures().unchangedStores())
        .whole("overflows", "", row -> row.figures().overflows())
        .whole("underflows", "", row -> row.figures().underflows())
        .number("update_in_ulps_x", "", "%g", row -> row.figures().updateInUlpsX())
        .number("update_in_ulps_y", "", "%g", row -> row.figures().updateInUlpsY())
        .number("significant_bits", "", "%g", row -> row.figures().significantBits());
  }

  /** One row per arithmetic and step, the reference run's first. */
  private static ResultTable trajectoryTable(DriftResult result) {
    List<Row<Point>> rows = new ArrayList<>();
    result.referenceTrajectory().forEach(point -> rows.add(new Row<>(reference(result), point)));
    for (OfArithmetic one : result.results()) {
      one.trajectory().forEach(point -> rows.add(new Row<>(one.arithmetic(), point)));
    }
    return Columns.of(rows)
        .text("arithmetic", "", Row::arithmetic)
        .whole("step", "", row -> row.of().step())
        .number("norm_x2", "", "%g", row -> row.of().normX2())
        .number("norm_y2", "", "%g", row -> row.of().normY2())
        .number("imbalance", "", "%g", row -> row.of().imbalance())
        .number("loss", "", "%g", row -> row.of().loss())
        .number("significant_bits", "", "%g", row -> row.of().significantBits())
        .number("ratio_std_err", "", "%g", row -> row.of().ratioStdErr())
        .number("imbalance_std_err", "", "%g", row -> row.of().imbalanceStdErr())
        .number("lag_std_err", "", "%g", row -> row.of().lagStdErr())
        .table("trajectory");
  }

  /** Adds a drift ratio and its verdict, with small print below it. */
  private static <R> Columns<R> drift(
      Columns<R> columns,
      Function<R, DriftRatio> drift,
      Function<R, DriftClass> verdict,
      Function<R, String> detail) {
    return columns
        .number("drift_ratio", "Ratio", "%.3f", row -> drift.apply(row).value())
        .number("drift_ratio_std_err", "", "%g", row -> drift.apply(row).standardError())
        .number("drift_ratio_low", "", "%g", row -> drift.apply(row).low())
        .number("drift_ratio_high", "", "%g", row -> drift.apply(row).high())
        .text("", "Interval", Column.NUMBER, row -> interval(drift.apply(row)))
        .whole("replicates", "n", row -> drift.apply(row).replicates())
        .text("verdict", "Verdict", row -> verdict.apply(row).word())
        .style(row -> "strong")
        .detail(row -> verdict.apply(row).remark(drift.apply(row).high()))
        .detail(detail)
        .whole("from", "", row -> drift.apply(row).from())
        .whole("to", "", row -> drift.apply(row).to());
  }

  /**
   * The JSON result: {@code {"reference":"..","results":[{"arithmetic":"..",
   * "driftRatio":1.0,"driftRatioStdErr":0.01,"verdict":"preserved",..}]}}. Nothing in it depends on
   * time or place, so that the same command gives the same bytes.
   */
  public static String json(DriftResult result) {
    Phases phases = result.phases();
    return Json.text(
        result
            .runs()
            .json(result.reference())
            .put("gamma", result.runs().setting().gamma())
            .put("noiseGamma", result.runs().setting().noiseGamma())
            .put("rule", result.rule())
            .put("endedAt", result.endedAt())
            .put("endOfPhaseOne", phases.endOfOne())
            .put("endOfPhaseTwo", phases.hasThree() ? phases.endOfTwo() : null)
            .put("referenceDivergedFrom", result.referenceDivergedFrom())
            .put("forecasts", DriftForecastReport.table(result.forecasts()).objects())
            .put("results", result.results().stream().map(one -> json(result, one)).toList())
            .put("referenceTrajectory", result.referenceTrajectory()));
  }

  private static Json.Fields json(DriftResult result, OfArithmetic one) {
    Columns<OfArithmetic> columns =
        Columns.of(List.of(one)).text("arithmetic", "", OfArithmetic::arithmetic);
    return loss(
            drift(columns, OfArithmetic::drift, OfArithmetic::verdict, o -> ""),
            OfArithmetic::loss,
            o -> result.referenceLoss())
        .optional("replicates_to_decide", "", OfArithmetic::replicatesToDecide)
        .table()
        .objects()
        .get(0)
        .put("divergedFrom", one.divergedFrom())
        .put("unchangedStores", one.phaseThree().unchangedStores())
        .put("timeToBalance", one.timeToBalance())
        .put("phases", one.phases())
        .put("trajectory", one.trajectory());
  }
}
