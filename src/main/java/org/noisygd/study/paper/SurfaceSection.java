// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisygd.report.Json;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.Contours;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.report.chart.Surface;
import org.noisygd.study.PaperSection;
import org.noisygd.study.paper.TwoVariableLandscape.StationaryPoint;

/** Figures 1 and 5 of the paper: the landscape of two variables, without noise and smoothed. */
public final class SurfaceSection {
  private static final int SURFACE_CELLS = 30;
  private static final int LINE_CELLS = 120;

  private SurfaceSection() {}

  /** Fig. 1: both landscapes with their optima. */
  public static PaperSection figure1() {
    TwoVariableLandscape plain = TwoVariableLandscape.plain();
    TwoVariableLandscape smoothed = TwoVariableLandscape.withNoise();
    List<Chart> charts = new ArrayList<>();
    charts.add(
        surface(
            "figure-1a",
            "Figure 1a: (1 - xy)^2",
            "Two valleys, each a branch of xy = 1, all of whose points are global minima; between"
                + " them the saddle (0, 0).",
            plain,
            2,
            5));
    charts.add(levels("figure-1b", "Figure 1b: the level lines of the same", plain));
    charts.add(
        surface(
            "figure-1c",
            "Figure 1c: the smoothed objective, sigma^2 = 0.0975",
            "The valleys now rise away from two points, (0.95, 0.95) and (-0.95, -0.95), the only"
                + " minima.",
            smoothed,
            2,
            5));
    charts.add(
        levels("figure-1d", "Figure 1d: the level lines of the smoothed objective", smoothed));
    return new PaperSection(
        "fig1",
        "Figure 1: what noise does to the landscape",
        PaperSection.PAPER,
        report ->
            report.paragraphOnPage(
                "The objective (1 - xy)^2 and its mean under noise of variance 0.0975 in x and in y, (1 -"
                    + " xy)^2 + sigma^2 (x^2 + y^2) + sigma^4. Gradients are decided and eigenvalues"
                    + " enclosed in rational arithmetic."),
        charts,
        Map.of("1", json(List.of(plain, smoothed))),
        TwoVariableLandscape.figure1(plain, smoothed));
  }

  /** Fig. 5: the valley. */
  public static PaperSection figure5() {
    TwoVariableLandscape plain = TwoVariableLandscape.plain();
    return new PaperSection(
        "fig5",
        "Figure 5: the valley",
        PaperSection.PAPER,
        report ->
            report.paragraphOnPage(
                "Along the valley xy = 1 the curvature across it is 2 (alpha^2 + alpha^-2) at the optimum"
                    + " (alpha, 1/alpha): least where x = y, so there the valley is widest."),
        List.of(
            surface(
                "figure-5",
                "Figure 5: the valley of (1 - xy)^2",
                "Seen for positive x and y: wide around the balanced optimum (1, 1), narrow around"
                    + " unbalanced ones.",
                plain,
                4,
                4),
            curvature(plain)),
        Map.of("5", json(List.of(plain))),
        TwoVariableLandscape.figure5(plain));
  }

  private static Surface surface(
      String id,
      String title,
      String description,
      TwoVariableLandscape landscape,
      double reach,
      double top) {
    boolean positive = reach > 2;
    Axis x = new Axis("x", positive ? 0 : -reach, reach, false);
    Axis y = new Axis("y", positive ? 0 : -reach, reach, false);
    List<Surface.Mark> marks = new ArrayList<>();
    for (StationaryPoint point : landscape.points()) {
      double atX = point.x().doubleValue();
      double atY = point.y().doubleValue();
      boolean inside = Math.max(Math.abs(atX), Math.abs(atY)) <= reach;
      if (inside && (!positive || atX > 0)) {
        String name = "(" + decimal(atX) + ", " + decimal(atY) + ")";
        marks.add(new Surface.Mark(name, atX, atY, point.value().doubleValue()));
      }
    }
    return new Surface(
        id,
        title,
        description,
        x,
        y,
        new Axis(landscape.smoothed() ? "smoothed" : "(1 - xy)^2", 0, top, false),
        Surface.heights(x, y, SURFACE_CELLS, landscape::at),
        marks);
  }

  private static String decimal(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static LineChart levels(String id, String title, TwoVariableLandscape landscape) {
    Contours contours = Contours.of(-2, 2, LINE_CELLS, landscape::at);
    double least = landscape.smoothed() ? 2 * TwoVariableLandscape.VARIANCE.doubleValue() : 0;
    List<Series> series = new ArrayList<>();
    for (String above : List.of("0.02", "0.1", "0.3", "0.7", "2", "5", "12")) {
      series.add(contours.at(above, least + Double.parseDouble(above)));
    }
    series.add(
        Points.of(landscape.points(), at -> at.x().doubleValue(), at -> at.y().doubleValue())
            .series(
                landscape.smoothed() ? "optima and saddle" : "some optima, and the saddle",
                Kind.MARKS));
    return new LineChart(
        id,
        title,
        (landscape.smoothed()
                ? "The lines close around two points, the optima."
                : "The lowest lines run along both branches of xy = 1: every point there is an"
                    + " optimum.")
            + " The numbers are values above the least.",
        new Axis("x", -2, 2, false),
        new Axis("y", -2, 2, false),
        series);
  }

  private static Chart curvature(TwoVariableLandscape plain) {
    Points line = new Points();
    Points enclosed = new Points();
    for (int k = -40; k <= 40; k++) {
      double alpha = StrictMath.pow(2, k / 20.0);
      line.add(alpha, 2 * (alpha * alpha + 1 / (alpha * alpha)));
    }
    for (StationaryPoint point : plain.points()) {
      if (point.x().signum() > 0) {
        enclosed.add(
            point.x().doubleValue(),
            point.spectrum().greatest().interval().midpoint().doubleValue());
      }
    }
    return new LineChart(
        "figure-5-curvature",
        "The curvature across the valley at (alpha, 1/alpha)",
        "It is 4 at the balanced optimum, the least of all, and not 0. The other eigenvalue, along the"
            + " valley, is 0 everywhere.",
        new Axis("alpha", 0.25, 4, true),
        new Axis("largest eigenvalue", 1, 100, true),
        List.of(
            line.series("2 (alpha^2 + alpha^-2)", Kind.LINE_A),
            enclosed.series("enclosed", Kind.MARKS)));
  }

  private static Json.Fields json(List<TwoVariableLandscape> landscapes) {
    Json.Fields fields = Json.object();
    for (TwoVariableLandscape landscape : landscapes) {
      fields.put(
          landscape.smoothed() ? "smoothed" : "plain",
          landscape.points().stream().map(SurfaceSection::json).toList());
    }
    return fields;
  }

  private static Json.Fields json(StationaryPoint point) {
    return Json.object()
        .put("name", point.name())
        .put("x", point.x().doubleValue())
        .put("y", point.y().doubleValue())
        .put("value", point.value().doubleValue())
        .put("stationary", point.stationary())
        .put("eigenvalues", point.eigenvalues());
  }
}
