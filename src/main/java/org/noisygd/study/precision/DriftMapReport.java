// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Text;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Colours;
import org.noisygd.report.chart.HeatMap;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.DriftMap.Cell;
import org.noisygd.study.precision.DriftMap.OfArithmetic;
import org.noisygd.study.precision.DriftMap.Result;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.twin.DeadZone;
import org.noisygd.study.twin.VerdictRule.Verdict;

/** The drift ratio and the dead zone over step size and noise, as maps. */
public final class DriftMapReport {
  /** The name of its table. */
  public static final String TABLE = "map";

  /** Points of a predicted boundary. */
  private static final int POINTS = 80;

  /** Digits of step sizes and noises. */
  private static final int DIGITS = 4;

  private DriftMapReport() {}

  /** The report: for each arithmetic three maps, and the numbers. */
  public static Report of(Result result) {
    Report report =
        new Report(
                "noisygd dead zones: " + result.map().setting().name(),
                "Where rounding freezes the noise phase. Setting " + result.map().setting().name())
            .paragraph(heading(result.map()))
            .legend(
                "The drift ratio is how fast the imbalance falls, over the same of the twin: 1 is"
                    + " faithful, 0 frozen. Update / spacing is the root mean square update of a"
                    + " factor in Phase III over the spacing of numbers there, as measured, and, for"
                    + " one row, column and rank, as predicted from the exact variance of one update"
                    + " along the mean course. Below 1/12 rounding to nearest is next to frozen; from"
                    + " 0.52 on it is without bias for Gaussian updates.")
            .legend(result.map().rule().text())
            .paragraphInText(
                "Each cell below has the drift ratio and, of Y, update / spacing as measured and as"
                    + " predicted.")
            .paragraphOnPage(
                "The lines on the maps are predicted where Phase III begins in the middle cell: on"
                    + " the lower one the update of Y is 1/12 of a spacing, on the upper one 0.52.")
            .oneCommand();
    for (int a = 0; a < result.map().arithmetics().size(); a++) {
      int place = a;
      report
          .section("arithmetic-" + a, name(result, a))
          .tableInText(grid(result, a))
          .figureWithData(
              "drift-" + a,
              () ->
                  map(
                      result,
                      "drift-" + place,
                      "The drift ratio in " + name(result, place),
                      "1 is faithful. Above 2 the colour stays the same. An empty cell has diverged, or no Phase III.",
                      new Axis("drift ratio", 0, 2, false),
                      Colours.DIVERGING,
                      boundaries(result, place),
                      cell -> cell.results().get(place).seen().drift().value()))
          .figureWithData("places-x-" + a, () -> places(result, place, true))
          .figureWithData("places-y-" + a, () -> places(result, place, false))
          .folded(
              "The numbers",
              numbers(result.cells().stream().map(cell -> row(result, cell, place)).toList()));
    }
    return report;
  }

  private static String name(Result result, int a) {
    return result.map().arithmetics().get(a).name();
  }

  private static String heading(DriftMap map) {
    return Text.format(
        "%s, with its step sizes and noises times 1/4 to 4; in each cell %s, beside a twin in %s. %s",
        SettingText.of(map.setting()),
        SettingText.runs(map.replicates(), map.steps(), map.seed()),
        map.reference().name(),
        SettingText.gamma(map.setting()));
  }

  /** A row for each noise, the largest first; a column for each step size. */
  private static ResultTable grid(Result result, int a) {
    int side = DriftMap.FACTORS.size();
    List<Integer> rows = IntStream.range(0, side).map(row -> side - 1 - row).boxed().toList();
    Columns<Integer> columns =
        Columns.of(rows)
            .text("", "sigmaY \\ etaY", row -> number(result.cell(row, 0).setting().sigmaY()));
    for (int column = 0; column < side; column++) {
      int place = column;
      columns.text(
          "",
          number(result.cell(0, column).setting().etaY()),
          Column.NUMBER,
          row -> {
            OfArithmetic one = result.cell(row, place).results().get(a);
            if (one.seen().verdict() == Verdict.DIVERGED) {
              return Verdict.DIVERGED.word();
            }
            return Text.format(
                "%s %6s %6s",
                Columns.format("%.3f", one.seen().drift().value()),
                Columns.format("%.2g", one.seen().phaseThree().updateInPlacesY()),
                Columns.format("%.2g", one.predicted().ofY()));
          });
    }
    return columns.table();
  }

  /** An arithmetic in a cell. */
  private record Row(String arithmetic, Experiment setting, OfArithmetic of) {
    DriftResult.OfArithmetic seen() {
      return of.seen();
    }

    DriftRatio drift() {
      return of.seen().drift();
    }
  }

  private static Row row(Result result, Cell cell, int a) {
    return new Row(name(result, a), cell.setting(), cell.results().get(a));
  }

  private static ResultTable numbers(List<Row> rows) {
    return Columns.of(rows)
        .text("arithmetic", "", Row::arithmetic)
        .number("eta_x", "", "%.4g", row -> row.setting().etaX())
        .number("eta_y", "eta of Y", "%.4g", row -> row.setting().etaY())
        .shown(row -> number(row.setting().etaY()))
        .number("sigma_x", "", "%.4g", row -> row.setting().sigmaX())
        .number("sigma_y", "sigma of Y", "%.4g", row -> row.setting().sigmaY())
        .shown(row -> number(row.setting().sigmaY()))
        .number("drift_ratio", "Drift ratio", "%.5g", row -> row.drift().value())
        .number("drift_ratio_std_err", "", "%.2g", row -> row.drift().standardError())
        .number("drift_ratio_low", "from", "%.3g", row -> row.drift().low())
        .number("drift_ratio_high", "to", "%.3g", row -> row.drift().high())
        .whole("replicates", "n", row -> row.drift().replicates())
        .text("verdict", "Verdict", row -> row.seen().verdict().word())
        .optional("replicates_to_decide", "", row -> row.seen().replicatesToDecide())
        .number("update_in_places_x", "X measured", "%.2g", row -> places(row.seen(), true))
        .number("update_in_places_y", "Y measured", "%.2g", row -> places(row.seen(), false))
        .number("predicted_x", "X predicted", "%.2g", row -> row.of().predicted().ofX())
        .number("predicted_y", "Y predicted", "%.2g", row -> row.of().predicted().ofY())
        .number("predicted_x_at_start", "", "%.2g", row -> row.of().atStart().ofX())
        .number("predicted_y_at_start", "", "%.2g", row -> row.of().atStart().ofY())
        .table(TABLE);
  }

  private static double places(DriftResult.OfArithmetic seen, boolean ofX) {
    return ofX ? seen.phaseThree().updateInPlacesX() : seen.phaseThree().updateInPlacesY();
  }

  private static String number(double value) {
    return Text.rounded(value, DIGITS);
  }

  private static HeatMap places(Result result, int a, boolean ofX) {
    String factor = ofX ? "X" : "Y";
    return map(
        result,
        "places-" + factor.toLowerCase(Locale.ROOT) + "-" + a,
        "Update of " + factor + " over the spacing of numbers, " + name(result, a),
        "Root mean squares over Phase III, as measured.",
        placesScale(result),
        Colours.SEQUENTIAL,
        List.of(),
        cell -> places(cell.results().get(a).seen(), ofX));
  }

  /** One scale for all arithmetics and both factors. */
  private static Axis placesScale(Result result) {
    return Axis.over(
        "update / spacing",
        result.cells().stream()
            .flatMap(cell -> cell.results().stream())
            .flatMapToDouble(
                one -> DoubleStream.of(places(one.seen(), true), places(one.seen(), false))),
        true);
  }

  private static HeatMap map(
      Result result,
      String id,
      String title,
      String description,
      Axis scale,
      Colours colours,
      List<Series> lines,
      ToDoubleFunction<Cell> value) {
    List<List<Double>> rows = new ArrayList<>();
    int side = DriftMap.FACTORS.size();
    for (int row = 0; row < side; row++) {
      List<Double> values = new ArrayList<>();
      for (int column = 0; column < side; column++) {
        values.add(value.applyAsDouble(result.cell(row, column)));
      }
      rows.add(values);
    }
    Experiment s = result.map().setting();
    return new HeatMap(
        id,
        title,
        description,
        axis("step size of Y", s.etaY(), DriftMap.FACTORS),
        axis("standard deviation of Y's noise", s.sigmaY(), DriftMap.FACTORS),
        scale,
        colours,
        rows,
        true,
        lines);
  }

  /** Factors are in geometric progression, so half a cell more at either end. */
  private static Axis axis(String label, double middle, List<Double> factors) {
    double half = Math.sqrt(factors.get(1) / factors.get(0));
    return new Axis(
        label,
        middle * factors.get(0) / half,
        middle * factors.get(factors.size() - 1) * half,
        true);
  }

  /** Where a is 1/12 and 0.52 at the state in which Phase III begins in the middle cell. */
  private static List<Series> boundaries(Result result, int a) {
    Optional<BinaryFormat> format = result.map().arithmetics().get(a).format();
    int middle = DriftMap.FACTORS.size() / 2;
    OfArithmetic one = result.cell(middle, middle).results().get(a);
    if (format.isEmpty() || Double.isNaN(one.atStart().ofY())) {
      return List.of();
    }
    Experiment s = result.map().setting();
    Axis eta = axis("", s.etaY(), DriftMap.FACTORS);
    Axis sigma = axis("", s.sigmaY(), DriftMap.FACTORS);
    Points frozen = new Points();
    Points free = new Points();
    for (int k = 0; k <= POINTS; k++) {
      double noise =
          StrictMath.pow(sigma.max() / sigma.min(), (double) k / POINTS) * sigma.min() / s.sigmaY();
      Experiment there = s.withNoise(s.sigmaX() * noise, s.sigmaY() * noise);
      // At a fixed state an update, and so a, is proportional to the step size.
      double at = DeadZone.at(there, format.get(), one.startX(), one.startY()).ofY() / s.etaY();
      add(frozen, eta, DeadZone.FROZEN / at, noise * s.sigmaY());
      add(free, eta, DeadZone.FREE / at, noise * s.sigmaY());
    }
    return List.of(
        frozen.series("a = 1/12, predicted", Kind.LINE_A),
        free.series("a = 0.52, predicted", Kind.LINE_B));
  }

  /** A point of a boundary, if it is on the map. */
  private static void add(Points boundary, Axis eta, double x, double y) {
    if (x >= eta.min() && x <= eta.max()) {
      boundary.add(x, y);
    }
  }

  /**
   * The JSON result: {@code
   * {"reference":"..","cells":[{"etaX":..,"results":[{"arithmetic":"..","driftRatio":..}]}]}}.
   */
  public static String json(Result result) {
    DriftMap map = result.map();
    return Json.text(
        SettingText.json(
                map.setting(), map.reference().name(), map.replicates(), map.steps(), map.seed())
            .put("gamma", map.setting().gamma())
            .put("noiseGamma", map.setting().noiseGamma())
            .put("rule", map.rule())
            .put("cells", result.cells().stream().map(cell -> json(result, cell)).toList()));
  }

  private static Json.Fields json(Result result, Cell cell) {
    Experiment s = cell.setting();
    List<Row> rows =
        IntStream.range(0, cell.results().size()).mapToObj(a -> row(result, cell, a)).toList();
    return Json.object()
        .put("etaX", s.etaX())
        .put("etaY", s.etaY())
        .put("sigmaX", s.sigmaX())
        .put("sigmaY", s.sigmaY())
        .put("results", numbers(rows).objects());
  }
}
