// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.ResultTable;
import org.noisygd.study.precision.DriftResult;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftStudy;

/** One cell of a sweep, computed. */
final class CellStudy {
  private CellStudy() {}

  /** The study of a cell: what its points compare, beside one twin. */
  static DriftStudy of(Specification specification, int cell) {
    List<Integer> points = specification.pointsOf(cell);
    PointStudy first = new PointStudy(specification.at(points.get(0)));
    List<ArithmeticName> subjects =
        points.stream().map(p -> new PointStudy(specification.at(p)).arithmetic()).toList();
    return new DriftStudy(first.runs(), first.reference(), subjects, first.rule());
  }

  /** Computes a cell: the rows of its points. */
  static ResultTable compute(Specification specification, int cell) {
    DriftStudy study = of(specification, cell);
    DriftResult result = study.run(1, done -> {});
    ResultTable table = new ResultTable(specification.columns());
    List<Integer> points = specification.pointsOf(cell);
    for (int k = 0; k < points.size(); k++) {
      table.add(row(specification, points.get(k), result, result.results().get(k)));
    }
    return table;
  }

  private static List<@Nullable Object> row(
      Specification specification, int point, DriftResult result, OfArithmetic one) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add((long) point);
    List<Value> along = specification.along(point);
    for (int a = 0; a < along.size(); a++) {
      row.add(specification.grid().get(a).field(along.get(a)));
    }
    row.addAll(Quantities.of(specification.record(), result, one));
    return row;
  }
}
