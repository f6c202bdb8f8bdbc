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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.report.chart.Series.Kind;

/** Known answers: where cells, boxes and bars lie, and that nothing leaves the sheet. */
class PicturesTest {
  private static final Axis UNIT = new Axis("u", 0, 1, false);

  private static HeatMap map(List<Double> row) {
    Axis names = Axis.ofNames("n", row.stream().map(String::valueOf).toList());
    return new HeatMap("m", "map", "values", names, UNIT, UNIT, List.of(row));
  }

  static List<Chart> charts() {
    Axis names = Axis.ofNames("arithmetic", List.of("bfloat16/nearest", "binary:11/zero", "x"));
    List<Series> twelve =
        IntStream.range(0, 12)
            .mapToObj(k -> new Series("bfloat16/stochastic:" + k, Kind.line(k)).add(0.1, 0.2))
            .toList();
    return List.of(
        new LineChart("a", "t", "d", UNIT, new Axis("v", 1e-12, 1e3, true), twelve),
        new LineChart(
            "b",
            "t",
            "d",
            names,
            new Axis("v", -1e-9, 1e-9, false),
            List.of(new Series("zero", Kind.MARKS).add(0.5, 0.0))),
        new HeatMap(
            "c",
            "t",
            "d",
            names,
            Axis.ofNames("sigma", List.of("0.01", "0.08")),
            new Axis("drift ratio", 0, 2, false),
            List.of(List.of(0.0, 1.0, 2.0), List.of(-0.001, Double.NaN, 9.0))),
        new BoxPlot(
            "d",
            "t",
            "d",
            "figure",
            new Axis("ratio", 0.7, 1.1, false),
            List.of(new BoxPlot.Box("2a", new FiveNumbers(0.9, 0.95, 1, 1.02, 1.2))),
            List.of(new Series("gamma", Kind.GUIDE).add(0.0, 1.0).add(1.0, 1.0))));
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
      double length = SvgPlot.CHARACTER * text.group(4).length();
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
    String svg = map(List.of(0.0, 1.0)).svg();
    // The area is 64..382 by 14..272: two cells of 159 by 258.
    String size = " y=\"14.00\" width=\"159.30\" height=\"258.30\" fill=";
    assertTrue(svg.contains("<rect x=\"64.00\"" + size + "\"#2166ac\""), svg);
    assertTrue(svg.contains("<rect x=\"223.00\"" + size + "\"#b2182b\""), svg);
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
            List.of(new BoxPlot.Box("s", new FiveNumbers(0, 0.25, 0.5, 0.75, 1))),
            List.of());
    // y runs from 272 at 0 to 14 at 1; the middle of the one place is at 265, a box is 56 wide.
    assertTrue(
        plot.svg()
            .contains(
                "<rect class=\"box\" x=\"237.0\" y=\"78.5\" width=\"56.0\" height=\"129.0\"/>"),
        plot.svg());
    assertTrue(plot.svg().contains("class=\"median\" d=\"M237.0 143.0L293.0 143.0\""));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BoxPlot.Box("s", new FiveNumbers(0, 0.5, 0.25, 0.75, 1)));
  }

  @Test
  void lineChart_rangeBeyondTheFrame_isAnArrowAndSaysSo() {
    String svg =
        new LineChart(
                "l",
                "t",
                "d",
                UNIT,
                UNIT,
                List.of(
                    new Series("", Kind.line(0)).add(0, 0.5, 0, 1).add(1, 0.5, 0, 2),
                    new Series("", Kind.marks(1), "quartiles")
                        .add(0.5, 0.75, 0.25, Double.POSITIVE_INFINITY)
                        .add(0.5, 7, 0.25, 8)))
            .svg();
    assertTrue(
        svg.contains("class=\"band line-a\" d=\"M64.0 272.0L466.0 272.0L466.0 14.0L64.0 14.0Z\""),
        svg);
    assertTrue(
        svg.contains(
            "class=\"bars squares\" d=\"M265.0 207.5V14.0m-4 6l4-6l4 6M265.0 207.5m-4.0 0h8.0\""),
        svg);
    assertEquals(1, svg.split("bars squares", -1).length - 1, "none of what lies outside");
    assertTrue(
        svg.contains(
            ">d Bars are quartiles. A band that reaches the frame goes on beyond it. An arrow is"
                + " where"),
        svg);
    WhatIsDrawn.requireSaid("l", svg);
  }

  @Test
  void lineChart_legend_standsBelowTheChart() {
    String svg = charts().get(0).svg();
    long below =
        Pattern.compile("text-anchor=\"start\" x=\"[0-9.]+\" y=\"([0-9.]+)\">bfloat16")
            .matcher(svg)
            .results()
            .filter(m -> Double.parseDouble(m.group(1)) > SvgPlot.HEIGHT)
            .count();
    assertEquals(12, below);
  }

  @Test
  void chart_ofNothing_isASentenceAndNoFrame() {
    Series outside = new Series("beyond", Kind.MARKS).add(0.5, 9.0);
    List<Chart> charts =
        List.of(
            new LineChart("l", "t", "d", UNIT, UNIT, List.of(outside)),
            new LineChart(
                "l", "t", "d", UNIT, UNIT, List.of(Series.guide().add(0, 0.5).add(1, 0.5))),
            map(List.of(Double.NaN)));
    for (Chart chart : charts) {
      assertTrue(chart.svg().contains(">Nothing is drawn: every value is left out.<"));
      assertFalse(chart.svg().contains("<path"));
    }
  }
}
