// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.ResultTable;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftStudy;

/** Cross-checks: cells against studies made without a sweep, and against other cuts. */
class CellFileTest {
  private static final String GRID =
      "{'sweep':'g','fixed':{'steps':600,'replicates':3,'reference':'binary64','seed':7},"
          + "'grid':{'sigma':[0.05,0.2],'arithmetic':['binary:9','bfloat16/stochastic:4','binary64']}}";

  private static ResultTable whole(Specification specification) {
    Map<Integer, ResultTable> cells = new TreeMap<>();
    for (int cell = 0; cell < specification.cells(); cell++) {
      cells.put(cell, CellFile.read(specification, cell, CellFile.compute(specification, cell)));
    }
    return ResultsFolder.together(specification, cells);
  }

  @Test
  void cells_cutOtherwise_haveTheSameRows() {
    String together = whole(SpecificationTest.read(GRID)).csv();
    for (String name : List.of("binary:9", "bfloat16/stochastic:4", "binary64")) {
      String alone = GRID.replaceAll("\\[.b.*\\]", "['" + name + "']");
      for (String row : whole(SpecificationTest.read(alone)).csv().lines().skip(1).toList()) {
        String values = row.substring(row.indexOf(','));
        assertTrue(together.contains(values + "\n"), values);
      }
    }
  }

  @Test
  void cell_ofAPoint_isTheStudyOfItsParameters() {
    Specification specification = SpecificationTest.read(GRID);
    DriftStudy study =
        new DriftStudy(
            new RunSet(PaperExperiments.studied("fig4").withNoise(0.2, 0.2), 3, 600, 7),
            ArithmeticName.parse("binary64"),
            List.of(ArithmeticName.parse("bfloat16/stochastic:4")),
            VerdictRule.ONE_ANALYSIS);
    OfArithmetic expected = study.run(2, done -> {}).results().get(0);
    ResultTable rows = CellFile.read(specification, 1, CellFile.compute(specification, 1));
    assertEquals(4L, rows.row(1).get(0));
    assertEquals(0.2, rows.row(1).get(1));
    assertEquals("bfloat16/stochastic:4", rows.row(1).get(2));
    assertEquals(expected.drift().value(), rows.row(1).get(rows.place("drift_ratio")));
    assertEquals(expected.drift().to(), rows.row(1).get(rows.place("to")));
    assertEquals(
        expected.phaseThree().unchangedStores(), rows.row(1).get(rows.place("unchanged_stores")));
  }

  @Test
  void text_withAnyCharacterChanged_isRefused() {
    Specification specification = SpecificationTest.read(GRID);
    String text = CellFile.compute(specification, 0);
    List<Integer> unnoticed = new ArrayList<>();
    for (int k = 0; k < text.length(); k++) {
      String changed = text.substring(0, k) + (char) (text.charAt(k) ^ 1) + text.substring(k + 1);
      String cut = text.substring(0, k);
      if (reads(specification, 0, changed) || reads(specification, 0, cut)) {
        unnoticed.add(k);
      }
    }
    assertEquals(List.of(), unnoticed);
    assertThrows(
        IllegalArgumentException.class, () -> CellFile.read(specification, 1, text), "its number");
  }

  private static boolean reads(Specification specification, int cell, String text) {
    try {
      CellFile.read(specification, cell, text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
