// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.report.chart.Series.Kind;

/** Known answers: where points of a chart lie. */
class ChartTest {
  @Test
  void place_endsAndMiddles_areThoseOfTheScale() {
    assertEquals(0.25, new Axis("x", -1, 3, false).position(0));
    Axis decades = new Axis("x", 0.01, 100, true);
    assertEquals(0, decades.position(0.01));
    assertEquals(1, decades.position(100));
    // Two logarithms, two quotients and their quotient: five roundings of 2^-53, doubled.
    assertEquals(0.5, decades.position(1), 10 * Math.scalb(1.0, -53));
    assertThrows(IllegalArgumentException.class, () -> new Axis("x", 0, 1, true));
    assertThrows(IllegalArgumentException.class, () -> new Axis("x", 1, 1, false));
  }

  @Test
  void ticks_areRoundValues() {
    assertEquals(List.of(-2.0, 0.0, 2.0), new Axis("x", -3, 3, false).ticks());
    assertEquals(
        List.of(1.0, 100.0, 10000.0),
        new Axis("x", 1, 1e5, true)
            .ticks().subList(0, 5).stream().filter(t -> t == 1 || t == 100 || t == 10000).toList());
  }

  @Test
  void svg_line_isDrawnWhereItsPointsAreAndBrokenOutside() {
    LineChart chart =
        new LineChart(
            "c",
            "a < b",
            "rises",
            new Axis("x", 0, 1, false),
            new Axis("y", 0, 1, false),
            List.of(new Series("", Kind.line(0)).add(0, 0).add(1, 1).add(2, 2).add(0.5, 0)));
    String svg = chart.svg();
    assertTrue(svg.contains("<title id=\"c-t\">a &lt; b</title>"));
    // The drawing area is 64..466 by 14..272; (2, 2) is outside, so the line begins anew after it.
    assertTrue(svg.contains("class=\"line-a\" d=\"M64.0 272.0L466.0 14.0M265.0 272.0\""), svg);
  }
}
