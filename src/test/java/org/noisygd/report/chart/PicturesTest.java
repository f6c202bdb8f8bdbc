// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.number.Text;
import org.noisygd.report.chart.Series.Kind;

/** Known answers: where cells, boxes, bars and patches lie, and that nothing leaves the sheet. */
class PicturesTest {
  private static final Axis UNIT = new Axis("u", 0, 1, false);

  private static HeatMap map(Axis scale, Colours colours, List<List<Double>> rows) {
    return new HeatMap("m", "map", "values", UNIT, UNIT, scale, colours, rows);
  }

  static List<Chart> charts() {
    Axis names = Axis.ofNames("arithmetic", List.of("bfloat16/nearest", "binary:11/zero", "x"));
    List<Series> twelve =
        IntStream.range(0, 12)
            .mapToObj(k -> new Series("bfloat16/stochastic:" + k, Kind.line(k), List.of(0.1, 0.2)))
            .toList();
    return List.of(
        new LineChart("a", "t", "d", UNIT, new Axis("v", 1e-12, 1e3, true), twelve),
        new LineChart(
            "b",
            "t",
            "d",
            names,
            new Axis("v", -1e-9, 1e-9, false),
            List.of(new Series("zero", Kind.MARKS, List.of(0.5, 0.0)))),
        new HeatMap(
            "c",
            "t",
            "d",
            names,
            new Axis("sigma", 0.01, 0.08, true),
            new Axis("drift ratio", 0, 2, false),
            Colours.DIVERGING,
            List.of(List.of(0.0, 1.0, 2.0), List.of(-0.001, Double.NaN, 9.0))),
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
    String svg =
        map(new Axis("v", 0, 1, false), Colours.SEQUENTIAL, List.of(List.of(0.0, 1.0))).svg();
    // The area is 64..382 by 14..272: two cells of 159 by 258.
    String size = " y=\"14.00\" width=\"159.30\" height=\"258.30\" fill=";
    assertTrue(svg.contains("<rect x=\"64.00\"" + size + "\"#440154\""), svg);
    assertTrue(svg.contains("<rect x=\"223.00\"" + size + "\"#fde725\""), svg);
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
    // y runs from 272 at 0 to 14 at 1; the middle of the one place is at 265, a box is 56 wide.
    assertTrue(
        plot.svg()
            .contains(
                "<rect class=\"box\" x=\"237.0\" y=\"78.5\" width=\"56.0\" height=\"129.0\"/>"),
        plot.svg());
    assertTrue(plot.svg().contains("class=\"median\" d=\"M237.0 143.0L293.0 143.0\""));
    assertThrows(IllegalArgumentException.class, () -> new BoxPlot.Box("s", 0, 0.5, 0.25, 0.75, 1));
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
                    new Points().add(0, 0.5, 0, 1).add(1, 0.5, 0, 2).series("", Kind.LINE_A),
                    Points.withInterval("quartiles")
                        .add(0.5, 0.75, 0.25, Double.POSITIVE_INFINITY)
                        .add(0.5, 7, 0.25, 8)
                        .series("", Kind.SQUARES)))
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
    Stream<MatchedRow> rows =
        Pattern.compile("text-anchor=\"start\" x=\"[0-9.]+\" y=\"([0-9.]+)\">bfloat16")
            .matcher(svg)
            .results()
            .map(m -> new MatchedRow(Double.parseDouble(m.group(1))));
    assertEquals(12, rows.filter(row -> row.y() > SvgPlot.HEIGHT).count());
  }

  private record MatchedRow(double y) {}

  @Test
  void lineChart_seriesOfWhichNothingIsInTheFrame_isNotInTheLegendButInTheData() {
    List<Series> series =
        List.of(
            new Series("seen", Kind.MARKS, List.of(0.5, 0.5)),
            new Series("beyond", Kind.CROSSES, List.of(0.5, 9.0)),
            Points.withInterval("quartiles").series("none", Kind.LINE_A));
    LineChart chart = new LineChart("l", "t", "Seen.", UNIT, UNIT, series);
    assertFalse(chart.svg().contains(">beyond<") || chart.svg().contains(">none<"));
    assertTrue(chart.svg().contains(">seen<"));
    assertEquals("Seen.", chart.description());
    assertEquals("u,seen,beyond,none,none_low,none_high\n0.5,0.5,9,,,\n", chart.csv());
  }

  @Test
  void chart_ofNothing_isASentenceAndNoFrame() {
    Series outside = new Series("beyond", Kind.CROSSES, List.of(0.5, 9.0));
    List<Chart> charts =
        List.of(
            new LineChart("l", "t", "d", UNIT, UNIT, List.of(outside)),
            new LineChart("l", "t", "d", UNIT, UNIT, List.of(Points.across(0, 1, 0.5).guide())),
            map(UNIT, Colours.SEQUENTIAL, List.of(List.of(Double.NaN))));
    for (Chart chart : charts) {
      assertTrue(chart.svg().contains(">Nothing is drawn: every value is left out.<"));
      assertFalse(chart.svg().contains("<path"));
    }
  }

  @Test
  void boxPlot_whiskerBeyondTheFrame_isAnArrow() {
    String svg = charts().get(3).svg(); // to 1.2, and the axis ends at 1.1
    assertTrue(
        Pattern.compile("whisker\" d=\"M[0-9.]+ [0-9.]+V14.0m-4 6l4-6l4 6M").matcher(svg).find(),
        svg);
    WhatIsDrawn.requireSaid("d", svg);
  }

  @Test
  void surface_flatFunction_hasAPatchForEachCellAndNoneAboveTheTop() {
    assertEquals(16, patches((x, y) -> 0.5).size());
    assertEquals(0, patches((x, y) -> 1.5).size());
  }

  @Test
  void surface_slope_isCutWhereItCrossesTheTop() {
    // 1.6 x is 1 at 0.625, in the middle of the third of four rows of cells.
    List<String> patches = patches((x, y) -> 1.6 * x);
    assertEquals(12, patches.size());
    // Its rim is at the top: across 15.5 + 216 * 0.891 (0.625 + y), down 28 + 216 * 0.454 (1.625 -
    // y).
    String rim = Text.format("%.1f,%.1f", across(0.625 + 0.25), 28 + 216 * 0.454 * (1.625 - 0.25));
    assertTrue(patches.stream().anyMatch(patch -> patch.contains(rim)), rim + " in " + patches);
  }

  private static double across(double atXAndY) {
    return (480 - 2 * 216 * 0.891) / 2 + 216 * 0.891 * atXAndY;
  }

  private static List<String> patches(DoubleBinaryOperator f) {
    Surface surface =
        new Surface("s", "t", "d", UNIT, UNIT, UNIT, Surface.heights(UNIT, UNIT, 4, f), List.of());
    return Pattern.compile("class=\"patch\".*")
        .matcher(surface.svg())
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void contour_number_standsOnItsLineAndNotInTheLegend() {
    Series line = Contours.of(0, 1, 8, (x, y) -> x).at("0.25", 0.25);
    String svg = new LineChart("l", "t", "d", UNIT, UNIT, List.of(line)).svg();
    // x = 0.25 is at 64 + 402/4, and the middle of the line has the most room: 143, 4 lower for
    // text.
    assertTrue(
        svg.contains("class=\"halo\" text-anchor=\"middle\" x=\"164.5\" y=\"147.0\">0.25<"), svg);
    assertEquals(1, svg.split(">0.25<", -1).length - 1);
  }

  @Test
  void csv_functionsOfOneX_areColumnsNamedByThem() {
    Axis update = new Axis("update", 1, 3, false);
    List<Series> series =
        List.of(
            new Series("", Kind.GUIDE, List.of(1.0, 1.0, 3.0, 1.0)),
            new Points()
                .add(1, 0.5, 0, Double.POSITIVE_INFINITY)
                .add(2, 0.75, 0.5, 2)
                .series("ratio, all", Kind.LINE_A),
            new Series("binary:11/zero", Kind.MARKS, List.of(2.0, 9.5, 3.0, Double.NaN)));
    assertEquals(
        "update,ratio_all,ratio_all_low,ratio_all_high,binary:11/zero\n"
            + "1,0.5,0,Infinity,\n2,0.75,0.5,2,9.5\n3,,,,\n",
        new LineChart("l", "t", "d", update, UNIT, series).csv());
  }

  @Test
  void csv_overNames_hasANameALine() {
    Axis names = Axis.ofNames("", List.of("a", "b,c"));
    List<Series> series = List.of(new Series("found", Kind.MARKS, List.of(0.5, 1.0, 1.4, 2.0)));
    assertEquals(
        "name,found\na,1\n\"b,c\",2\n", new LineChart("l", "t", "d", names, UNIT, series).csv());
  }

  @Test
  void csv_curveThatTurnsBack_isALineForEachPoint() {
    List<Series> series =
        List.of(
            new Series(
                "twin",
                Kind.LINE_A,
                List.of(1.0, 0.0, 0.0, 1.0, Double.NaN, Double.NaN, 2.0, 2.0)));
    assertEquals(
        "series,x,y\ntwin,1,0\ntwin,0,1\ntwin,,\ntwin,2,2\n",
        new LineChart(
                "l",
                "t",
                "d",
                new Axis("||X||", 0, 1, false),
                new Axis("||Y||", 0, 1, false),
                series)
            .csv());
  }

  @Test
  void axis_logarithmicWithinADecade_hasMarks() {
    assertEquals(List.of(0.02, 0.05), new Axis("x", 0.015, 0.09, true).ticks());
    assertEquals(List.of(7.0, 8.0, 9.0, 10.0), new Axis("x", 6.5, 14, true).ticks());
    assertEquals(List.of(120.0, 122.0, 124.0), new Axis("x", 119, 125, true).ticks());
    assertEquals("0.02", new Axis("x", 0.015, 0.09, true).format(0.02));
    assertEquals("10^-5", new Axis("x", 1e-6, 1, true).format(1e-5));
    assertEquals("10", new Axis("x", 1e-6, 10, true).format(10));
    assertEquals("1,000", new Axis("x", 1, 1e4, true).format(1000));
    assertEquals("1000", new Axis("x", 1, 2e3, true).format(1000));
    assertEquals("-2.5 x 10^-5", new Axis("x", -3e-5, 0, false).format(-2.5e-5));
    assertEquals("2 x 10^10", new Axis("x", 0, 3e10, false).format(2e10));
    assertEquals("150,000", new Axis("x", 0, 150_000, false).format(150_000));
  }

  @Test
  void axis_logarithmic_hasMinorMarksBetweenTheOthers() {
    assertEquals(
        List.of(2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 20.0, 30.0, 40.0),
        new Axis("x", 1, 45, true).minorTicks());
    assertEquals(List.of(0.03, 0.04, 0.06), new Axis("x", 0.015, 0.065, true).minorTicks());
    // Ten decades: a text at every second one, and a mark at the others.
    assertEquals(List.of(1e1, 1e3, 1e5, 1e7, 1e9), new Axis("x", 1, 1e10, true).minorTicks());
    assertEquals(List.of(), new Axis("x", 1, 45, false).minorTicks());
  }

  private static String named(String... names) {
    Series one = new Series("s", Kind.MARKS, List.of(0.5, 0.5));
    return new LineChart("n", "t", "d", Axis.ofNames("kind", List.of(names)), UNIT, List.of(one))
        .svg();
  }

  @Test
  void lineChart_names_areTurnedWhereTheyWouldTouch() {
    assertTrue(named("first", "second").contains(">first</text>"));
    assertFalse(named("first", "second").contains("rotate(-45)"));
    String longest = "bfloat16/stochastic/columns";
    String svg = named(longest, "binary:11/zero", "mxfp8-e4m3/even/stochastic");
    Matcher turned =
        Pattern.compile(
                "\"end\" transform=\"translate\\(([0-9.]+) ([0-9.]+)\\) rotate\\(-45\\)\">([^<]*)<")
            .matcher(svg);
    Matcher label = Pattern.compile("\"middle\" x=\"[0-9.]+\" y=\"([0-9.]+)\">kind<").matcher(svg);
    assertTrue(label.find());
    int seen = 0;
    while (turned.find()) {
      double along = SvgPlot.CHARACTER * turned.group(3).length() * Math.sqrt(0.5);
      assertTrue(Double.parseDouble(turned.group(1)) - along >= 0, "left of the sheet: " + svg);
      double end = Double.parseDouble(turned.group(2)) + along;
      assertTrue(end < Double.parseDouble(label.group(1)), "over the label: " + svg);
      seen++;
    }
    assertEquals(3, seen);
    String[] many = IntStream.range(0, 26).mapToObj(k -> "binary:" + k).toArray(String[]::new);
    assertEquals(26 + 1, named(many).split("rotate\\(-90\\)", -1).length - 1, "and the other axis");
  }

  @Test
  void csv_fieldWithCommaOrQuote_isQuoted() {
    assertEquals("plain", Markup.csv("plain"));
    assertEquals("\"a,\"\"b\"\"\"", Markup.csv("a,\"b\""));
  }
}
