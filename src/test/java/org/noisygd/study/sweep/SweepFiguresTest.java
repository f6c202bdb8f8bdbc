// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.HeatMap;

/** Cross-check: each cell of the maps against the row with its labels. */
class SweepFiguresTest {
  private static final Specification SPECIFICATION =
      SpecificationReader.of(
          """
          {"sweep": "f", "fixed": {"rounding": "stochastic"},
           "grid": {"precision": [5, 6, 7], "sigma": [0.1, 0.2], "randomBits": [2, 4, 8, "all"]},
           "record": ["verdict", "finalLoss"]}
          """,
          Path.of(""));

  /** A table whose numbers tell their points apart. */
  private static ResultTable table() {
    ResultTable table = new ResultTable(SPECIFICATION.columns());
    for (int point = 0; point < SPECIFICATION.points(); point++) {
      List<Object> row = new ArrayList<>();
      row.add((long) point);
      row.add(List.of(5L, 6L, 7L).get(point / 8));
      row.add(List.of(0.1, 0.2).get(point / 4 % 2));
      row.add(List.of("2", "4", "8", "all").get(point % 4));
      row.add("frozen");
      row.add(1000.0 + point);
      table.add(row);
    }
    return table;
  }

  @Test
  void maps_ofAnyTwoAxes_holdTheValuesOfTheirLabels() {
    ResultTable table = table();
    Map<List<String>, Double> expected = new HashMap<>();
    for (int r = 0; r < table.size(); r++) {
      List<String> labels = new ArrayList<>();
      table.row(r).subList(1, 4).forEach(field -> labels.add(String.valueOf(field)));
      expected.put(labels, (Double) table.row(r).get(5));
    }
    List<String> axes = List.of("precision", "sigma", "randomBits");
    for (String x : axes) {
      for (String y : axes) {
        if (!x.equals(y)) {
          int checked = 0;
          SweepFigures figures = SweepFigures.of(SPECIFICATION, table, x, y, "finalLoss");
          for (var chart : figures.charts()) {
            if (chart instanceof HeatMap map) {
              checked += check(map, axes, x, y, expected);
            }
          }
          assertEquals(24, checked, x + " and " + y);
        }
      }
    }
  }

  private static int check(
      HeatMap map, List<String> axes, String x, String y, Map<List<String>, Double> expected) {
    int checked = 0;
    for (int j = 0; j < map.rows().size(); j++) {
      for (int i = 0; i < map.rows().get(j).size(); i++) {
        List<String> labels = new ArrayList<>();
        for (String axis : axes) {
          String other = map.title().replaceAll(".* at " + axis + " ", "");
          labels.add(
              axis.equals(x)
                  ? map.x().names().get(i)
                  : axis.equals(y) ? map.y().names().get(j) : other);
        }
        assertTrue(expected.containsKey(labels), labels::toString);
        assertEquals(expected.get(labels), map.rows().get(j).get(i), labels::toString);
        checked++;
      }
    }
    return checked;
  }

  @Test
  void axes_notNamed_areTheLastTwoAndTheFirstNumber() {
    SweepFigures figures = SweepFigures.of(SPECIFICATION, table(), "", "", "");
    assertEquals(
        List.of(
            "finalLoss over randomBits and sigma, at precision 5",
            "finalLoss over randomBits and sigma, at precision 6",
            "finalLoss over randomBits and sigma, at precision 7"),
        figures.charts().stream().map(chart -> chart.title()).distinct().toList());
  }
}
