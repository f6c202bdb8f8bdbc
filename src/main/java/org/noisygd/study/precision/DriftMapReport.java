// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Colours;
import org.noisygd.report.chart.HeatMap;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.precision.DriftMapResult.OfArithmetic;
import org.noisygd.study.twin.DeadZone;

/** The drift ratio and the dead zone over step size and noise as one HTML page of maps. */
public final class DriftMapReport {
  /** Points of a predicted boundary. */
  private static final int POINTS = 80;

  /** Halvings when a boundary is looked for. */
  private static final int HALVINGS = 60;

  private DriftMapReport() {}

  /** The page. */
  public static String of(DriftMapResult result, Provenance provenance) {
    Page page = new Page("noisygd dead zones: " + result.setting().name());
    page.element("h1", "Where rounding freezes the noise phase. Setting " + result.setting().name())
        .raw("\n")
        .element("p", DriftMapTable.heading(result))
        .raw("\n<p>")
        .text(
            "The drift ratio is how fast the imbalance falls, over the same of the twin: 1 is faithful,"
                + " 0 frozen. The maps of places show the root mean square update of a factor in Phase"
                + " III over the spacing of numbers there. The lines are predicted from the exact"
                + " variance of one update, where Phase III begins in the middle cell: on the lower one"
                + " the update of Y is 1/12 of a spacing, below it rounding to nearest is next to"
                + " frozen; on the upper one it is 0.52, from where on rounding to nearest is"
                + " without bias for Gaussian updates. Every number comes from ")
        .raw("<a href=\"#command\">one command</a>.</p>\n");
    for (int a = 0; a < result.arithmetics().size(); a++) {
      String name = result.arithmetics().get(a);
      int place = a;
      List<Series> lines = boundaries(result, a);
      page.element("h2", name).raw("\n");
      page.figure(
          map(
              result,
              "drift-" + a,
              "The drift ratio in " + name,
              "1 is faithful. Above 2 the colour stays the same.",
              new Axis("drift ratio", 0, 2, false),
              Colours.DIVERGING,
              lines,
              cell -> cell.results().get(place).drift().value()));
      page.figure(places(result, a, true));
      page.figure(places(result, a, false));
      table(page, result, a);
    }
    return page.command(
            provenance,
            "The same command gives the same numbers on any number of threads. The numbers are in"
                + " map.csv beside this page.")
        .end();
  }

  private static HeatMap places(DriftMapResult result, int a, boolean ofX) {
    String factor = ofX ? "X" : "Y";
    return map(
        result,
        "places-" + factor.toLowerCase(Locale.ROOT) + "-" + a,
        "Update of " + factor + " over the spacing of numbers, " + result.arithmetics().get(a),
        "Root mean squares over Phase III, as measured.",
        new Axis("update / spacing", 0.01, 10, true),
        Colours.SEQUENTIAL,
        List.of(),
        cell -> {
          DeadZone measured = cell.results().get(a).measured();
          return ofX ? measured.ofX() : measured.ofY();
        });
  }

  private static HeatMap map(
      DriftMapResult result,
      String id,
      String title,
      String description,
      Axis scale,
      Colours colours,
      List<Series> lines,
      ToDoubleFunction<DriftMapResult.Cell> value) {
    List<List<Double>> rows = new ArrayList<>();
    int side = result.factors().size();
    for (int row = 0; row < side; row++) {
      List<Double> values = new ArrayList<>();
      for (int column = 0; column < side; column++) {
        values.add(value.applyAsDouble(result.cell(row, column)));
      }
      rows.add(values);
    }
    Experiment s = result.setting();
    return new HeatMap(
        id,
        title,
        description,
        axis("step size of Y", s.etaY(), result.factors()),
        axis("standard deviation of Y's noise", s.sigmaY(), result.factors()),
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
  private static List<Series> boundaries(DriftMapResult result, int a) {
    Optional<BinaryFormat> format = ArithmeticName.parse(result.arithmetics().get(a)).format();
    int middle = result.factors().size() / 2;
    OfArithmetic one = result.cell(middle, middle).results().get(a);
    if (format.isEmpty() || Double.isNaN(one.atStart().ofY())) {
      return List.of();
    }
    return List.of(
        boundary(result, format.get(), one, DeadZone.FROZEN, "a = 1/12, predicted", Kind.LINE_A),
        boundary(result, format.get(), one, DeadZone.FREE, "a = 0.52, predicted", Kind.LINE_B));
  }

  private static Series boundary(
      DriftMapResult result,
      BinaryFormat format,
      OfArithmetic middle,
      double level,
      String label,
      Kind kind) {
    Experiment s = result.setting();
    Axis eta = axis("", s.etaY(), result.factors());
    Axis sigma = axis("", s.sigmaY(), result.factors());
    List<Double> points = new ArrayList<>();
    for (int k = 0; k <= POINTS; k++) {
      double share = (double) k / POINTS;
      double factor = StrictMath.pow(eta.max() / eta.min(), share) * eta.min() / s.etaY();
      double low = sigma.min() / s.sigmaY();
      double high = sigma.max() / s.sigmaY();
      if ((larger(s, format, middle, factor, low) - level)
              * (larger(s, format, middle, factor, high) - level)
          > 0) {
        continue;
      }
      for (int n = 0; n < HALVINGS; n++) {
        double between = Math.sqrt(low * high);
        boolean above = larger(s, format, middle, factor, between) > level;
        high = above ? between : high;
        low = above ? low : between;
      }
      points.add(factor * s.etaY());
      points.add(low * s.sigmaY());
    }
    return new Series(label, kind, points);
  }

  /** a of Y with step sizes and noises times factors. */
  private static double larger(
      Experiment s, BinaryFormat format, OfArithmetic middle, double step, double noise) {
    Experiment there =
        s.withStepSizes(s.etaX() * step, s.etaY() * step)
            .withNoise(s.sigmaX() * noise, s.sigmaY() * noise);
    return DeadZone.at(there, format, middle.startX(), middle.startY()).ofY();
  }

  private static void table(Page page, DriftMapResult result, int a) {
    List<String> heads =
        List.of(
            "eta Y",
            "sigma Y",
            "Drift ratio",
            "+-",
            "Verdict",
            "X measured",
            "X predicted",
            "Y measured",
            "Y predicted");
    page.raw("<details><summary>The numbers</summary>\n<table>\n<thead><tr>");
    heads.forEach(head -> page.head(head, "number"));
    page.raw("</tr></thead>\n<tbody>\n");
    for (DriftMapResult.Cell cell : result.cells()) {
      OfArithmetic one = cell.results().get(a);
      List<String> cells =
          List.of(
              DriftMapTable.number(cell.setting().etaY()),
              DriftMapTable.number(cell.setting().sigmaY()),
              SettledTable.number(one.drift().value()),
              SettledTable.error(one.drift().standardError()),
              one.drift().verdict().word(),
              SettledTable.error(one.measured().ofX()),
              SettledTable.error(one.predicted().ofX()),
              SettledTable.error(one.measured().ofY()),
              SettledTable.error(one.predicted().ofY()));
      page.raw("<tr>");
      for (int k = 0; k < cells.size(); k++) {
        page.cell(heads.get(k), cells.get(k), "number");
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</details>\n");
  }
}
