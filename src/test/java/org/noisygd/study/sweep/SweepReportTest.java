// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.HeatMap;

/** Cross-check: each cell of the heat map against the row with its labels. */
class SweepReportTest {
  private static final Specification SPECIFICATION =
      SpecificationTest.read(
          "{'sweep':'f','fixed':{'eta':0.01},'grid':{'sigma':[0.1,0.2],"
              + "'arithmetic':['binary:5','binary:6'],'gamma':[1,2,'balanced']}}");

  @Test
  void map_ofAllAxes_holdsTheValuesOfTheirLabels() {
    ResultTable table = new ResultTable("", SPECIFICATION.columns());
    for (int point = 0; point < SPECIFICATION.points(); point++) {
      List<@Nullable Object> row = new ArrayList<>();
      table.columns().forEach(column -> row.add(null));
      row.set(0, (long) point);
      row.set(table.place("drift_ratio"), point == 5 ? Double.NaN : 1000.0 + point);
      table.add(row);
    }
    HeatMap map = SweepReport.map(SPECIFICATION, table);
    assertEquals(List.of("1.0", "2.0", "balanced"), map.x().names());
    assertEquals(
        List.of(
            "sigma 0.1, arithmetic binary:5",
            "sigma 0.1, arithmetic binary:6",
            "sigma 0.2, arithmetic binary:5",
            "sigma 0.2, arithmetic binary:6"),
        map.y().names());
    assertEquals(List.of(1003.0, 1004.0, Double.NaN), map.rows().get(1));
    assertEquals(List.of(1009.0, 1010.0, 1011.0), map.rows().get(3));
  }
}
