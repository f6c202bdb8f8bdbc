// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.report.chart.Series.Kind;

/** Known answers: where cells, boxes, bars and patches lie, and that nothing leaves the sheet. */
class PicturesTest {
  private static final Axis UNIT = new Axis("u", 0, 1, false);

  private static HeatMap map(Axis scale, Colours colours, List<List<Double>> rows) {
    return new HeatMap("m", "map", "values", UNIT, UNIT, scale, colours, rows, true, List.of());
  }

  static List<Chart> charts() {
    Axis names = Axis.ofNames("arithmetic", List.of("bfloat16/nearest", "binary:11/zero", "x"));
    List<Series> twelve =
        IntStream.range(0, 12)
            .mapToObj(k -> new Series("bfloat16/stochastic:" + k, Kind.line(k), List.of(0.1, 0.2)))
            .toList();
    return List.of(
        new LineChart("a", "t", "d", UNIT, new Axis("v", 1e-12, 1e3, true), twelve),
        new LineChart("b", "t", "d", names, new Axis("v", -1e-9, 1e-9, false), List.of()),
        new HeatMap(
            "c",
            "t",
            "d",
            names,
            new Axis("sigma", 0.01, 0.08, true),
            new Axis("drift ratio", 0, 2, false),
            Colours.DIVERGING,
            List.of(List.of(0.0, 1.0, 2.0), List.of(-0.001, Double.NaN, 9.0)),
            true,
            List.of(new Series("predicted", Kind.LINE_A, List.of(0.0, 0.02, 3.0, 0.05)))),
        new BoxPlot(
            "d",
            "t",
            "d",
            "figure",
            new Axis("ratio", 0.7, 1.1, false),
            List.of(new BoxPlot.Box("2a", 0.9, 0.95, 1, 1.02, 1.2)),
            List.of(new Series("gamma", Kind.GUIDE, List.of(0.0, 1.0, 1.0, 1.0)))),
        new Surface(
            "e",
            "t",
            "d",
            new Axis("x", -2, 2, false),
            new Axis("y", -2, 2, false),
            new Axis("F(x, y)", 0, 4, false),
            Surface.heights(
                new Axis("x", -2, 2, false), new Axis("y", -2, 2, false), 20, (x, y) -> x * y),
            List.of(new Surface.Mark("(1, 1)", 1, 1, 1))));
  }

  @ParameterizedTest
  @MethodSource("charts")
  void svg_anyChart_hasItsTextAlternativeAndKeepsItsTextOnTheSheet(Chart chart) {
    String svg = chart.svg();
    assertTrue(svg.contains("<title id=\"" + chart.id() + "-t\">t</title>"));
    Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"").matcher(svg);
    assertTrue(box.find());
    double width = Double.parseDouble(box.group(1));
    double height = Double.parseDouble(box.group(2));
    Matcher text =
        Pattern.compile("text-anchor=\"(\\w+)\" x=\"([-0-9.]+)\" y=\"([-0-9.]+)\"[^>]*>([^<]*)<")
            .matcher(svg);
    int seen = 0;
    while (text.find()) {
      double length = Frame.CHARACTER * text.group(4).length();
      double at = Double.parseDouble(text.group(2));
      double left =
          switch (text.group(1)) {
            case "start" -> at;
            case "end" -> at - length;
            default -> at - length / 2;
          };
      assertTrue(left >= 0 && left + length <= width, text.group());
      double y = Double.parseDouble(text.group(3));
      assertTrue(y >= 9 && y <= height - 3, text.group());
      seen++;
    }
    assertTrue(seen >= 4, "texts seen: " + seen);
  }

  @ParameterizedTest
  @MethodSource("charts")
  void csv_anyChart_hasAsManyFieldsInEachLine(Chart chart) {
    List<String> lines = chart.csv().lines().toList();
    int fields = lines.get(0).split(",", -1).length;
    for (String line : lines) {
      assertEquals(fields, line.split(",", -1).length, line);
    }
  }

  @Test
  void heatMap_ends_haveTheColoursOfTheScalesEnds() {
    String svg =
        map(new Axis("v", 0, 1, false), Colours.SEQUENTIAL, List.of(List.of(0.0, 1.0))).svg();
    // The area is 72..532 by 14..354: two cells of 230 by 340.
    String size = " y=\"14.00\" width=\"230.30\" height=\"340.30\" fill=";
    assertTrue(svg.contains("<rect x=\"72.00\"" + size + "\"#440154\""), svg);
    assertTrue(svg.contains("<rect x=\"302.00\"" + size + "\"#fde725\""), svg);
  }

  @Test
  void heatMap_middleOfADivergingScale_isTheMiddleColourAndNothingIsWrittenAsMinusZero() {
    String svg =
        map(
                new Axis("v", -1, 1, false),
                Colours.DIVERGING,
                List.of(List.of(-0.001, Double.NaN), List.of(0.0, 5.0)))
            .svg();
    assertTrue(svg.contains("fill=\"#f7f7f7\""));
    assertTrue(svg.contains("fill=\"#b2182b\""), "what is beyond the scale has its end's colour");
    assertFalse(svg.contains("-0.00"));
    assertFalse(svg.contains("NaN"));
  }

  @Test
  void heatMap_rowsOfUnequalLength_areRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> map(UNIT, Colours.SEQUENTIAL, List.of(List.of(0.0, 1.0), List.of(0.0))));
  }

  @Test
  void boxPlot_box_goesFromTheFirstToTheThirdQuartile() {
    BoxPlot plot =
        new BoxPlot(
            "p",
            "t",
            "d",
            "x",
            UNIT,
            List.of(new BoxPlot.Box("s", 0, 0.25, 0.5, 0.75, 1)),
            List.of());
    // y runs from 354 at 0 to 14 at 1; the middle of the one place is at 348, a box is 56 wide.
    assertTrue(
        plot.svg()
            .contains(
                "<rect class=\"box\" x=\"320.0\" y=\"99.0\" width=\"56.0\" height=\"170.0\"/>"),
        plot.svg());
    assertTrue(plot.svg().contains("class=\"median\" d=\"M320.0 184.0L376.0 184.0\""));
    assertThrows(IllegalArgumentException.class, () -> new BoxPlot.Box("s", 0, 0.5, 0.25, 0.75, 1));
  }

  @Test
  void lineChart_bandAndBars_areMovedIntoTheFrame() {
    String svg =
        new LineChart(
                "l",
                "t",
                "d",
                UNIT,
                UNIT,
                List.of(
                    new Series("", Kind.BAND, List.of(0.0, 0.0, 1.0, 0.0, 1.0, 2.0)),
                    new Series("", Kind.BARS, List.of(0.5, 0.25, 0.5, 3.0))))
            .svg();
    assertTrue(svg.contains("class=\"band\" d=\"M72.0 354.0L624.0 354.0L624.0 14.0Z\""), svg);
    assertTrue(
        svg.contains("class=\"bars\" d=\"M348.0 269.0V14.0m-4 0h8M348.0 269.0m-4 0h8\""), svg);
  }

  @Test
  void lineChart_legend_standsBelowTheChart() {
    String svg = charts().get(0).svg();
    Stream<MatchedRow> rows =
        Pattern.compile("text-anchor=\"start\" x=\"[0-9.]+\" y=\"([0-9.]+)\">bfloat16")
            .matcher(svg)
            .results()
            .map(m -> new MatchedRow(Double.parseDouble(m.group(1))));
    assertEquals(12, rows.filter(row -> row.y() > Frame.HEIGHT).count());
  }

  private record MatchedRow(double y) {}

  @Test
  void surface_flatFunction_hasAPatchForEachCellAndNoneAboveTheTop() {
    assertEquals(16, patches(0.5));
    assertEquals(0, patches(1.5));
  }

  private static long patches(double value) {
    Surface surface =
        new Surface(
            "s",
            "t",
            "d",
            UNIT,
            UNIT,
            UNIT,
            Surface.heights(UNIT, UNIT, 4, (x, y) -> value),
            List.of());
    return Pattern.compile("class=\"patch\"").matcher(surface.svg()).results().count();
  }

  @Test
  void axis_logarithmicWithinADecade_hasMarks() {
    assertEquals(List.of(0.02, 0.05), new Axis("x", 0.015, 0.09, true).ticks());
    assertEquals("0.02", new Axis("x", 0.015, 0.09, true).format(0.02));
    assertEquals("1e-5", new Axis("x", 1e-6, 1, true).format(1e-5));
  }

  @Test
  void csv_fieldWithCommaOrQuote_isQuoted() {
    assertEquals("plain", Markup.csv("plain"));
    assertEquals("\"a,\"\"b\"\"\"", Markup.csv("a,\"b\""));
  }
}
